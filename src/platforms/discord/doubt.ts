import { DeliveryError } from '../../core/delivery.ts';
import type { Log } from '../../lib/log.ts';
import { failureName, isNoTextChannel, isRefusal, toDeliveryError } from './errors.ts';

/**
 * A failure as what it means for a delivery to this channel. As long as an earlier attempt may have
 * arrived it is "unknown", never "retry".
 */
export function failureOf(error: unknown, channel: string, doubtful: boolean): DeliveryError {
  const failure = toDeliveryError(error, channel);
  if (!doubtful || failure.kind !== 'retry' || failure === error) return failure;
  const { message, concerns, cause, retryAfterMs } = failure;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new DeliveryError('unknown', message, { ...wait, concerns, cause });
}

/**
 * What a look for an earlier post gives. Where Discord refuses to be looked at it is incomplete, and
 * the post is made again: a paper seen twice does less harm than one never seen. What is no text
 * channel refuses the post, too.
 */
export async function looked<T extends { readonly complete: boolean }>(
  look: Promise<T>,
  none: T,
  channel: string,
  log: Log,
): Promise<T> {
  let failure: string | undefined;
  const finding = await look.catch((error: unknown) => {
    if (!isRefusal(error) || isNoTextChannel(error)) throw error;
    failure = failureName(error);
    return none;
  });
  if (!finding.complete) {
    log.warn({ channel, failure }, 'Discord: the history can not be read; posting again');
  }
  return finding;
}

/** The answer to a post that is no page of something before Discord. */
export function checkAnswer<T extends { readonly id: string }>(answer: T, channel: string): T {
  if (typeof answer.id === 'string') return answer;
  throw new DeliveryError(
    'unknown',
    `Something before Discord answered the post in channel ${channel} with a page of its own: it will be tried again. Check DISCORD_API_URL and the proxy, if there is one.`,
  );
}
