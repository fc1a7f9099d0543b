import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../lib/log.ts';

/**
 * The SDK's logger on our log, all of it at "debug": what a person should know, our own code says.
 * The SDK's debug lines are dropped, because they print addresses that work like passwords
 * (a response_url, the socket's ticket).
 */
export function sdkLogger(log: Log): Logger {
  const write = (...parts: unknown[]) => log.debug(`Slack SDK: ${parts.map(String).join(' ')}`);
  return {
    debug: () => undefined,
    info: write,
    warn: write,
    error: write,
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}
