import { DeliveryError } from '../../core/delivery.ts';
import type { Clock } from '../../lib/clock.ts';

/**
 * Slack does not say whether a rate limit covers a channel or its workspace. The first is taken for
 * the channel's own; when another channel meets one before that is over, it is the workspace's.
 */
export function createLimitWatch(clock: Clock) {
  let limited = { channel: '', until: 0 };
  return (error: DeliveryError, channel: string): DeliveryError => {
    const { retryAfterMs, message, kind, cause } = error;
    if (retryAfterMs === undefined || error.concerns !== 'channel') return error;
    const now = clock().getTime();
    if (limited.until > now && limited.channel !== channel)
      return new DeliveryError(kind, message, { retryAfterMs, concerns: 'workspace', cause });
    limited = { channel, until: now + retryAfterMs };
    return error;
  };
}
