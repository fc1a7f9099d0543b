import { HTTPReceiver, type Logger } from '@slack/bolt';
import type { Log } from '../../lib/log.ts';
import { onlyMethod, type Routes } from '../../lib/routes.ts';
import type { Line, LineOptions } from './line.ts';
import { sdkLogger } from './sdk-log.ts';

/** Where the app's request URLs point: commands, interactivity and events, all to the same. */
const EVENTS_PATH = '/slack/events';
/** The largest request that is read, in bytes; ours. Slack's own, modals with all they hold, stay under 300 kB. */
const BODY_LIMIT = 1_000_000;

/**
 * HTTP mode: Slack posts to us. bolt checks each request's signature over its raw body, and that it
 * is at most five minutes old: https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function createHttpLine(
  signingSecret: string,
  routes: Routes,
  { outage, log }: LineOptions,
): Line {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    bodyLimit: BODY_LIMIT,
    logger: refusalLogger(log),
  });
  return {
    receiver,
    async open() {
      routes.add(EVENTS_PATH, onlyMethod('POST', receiver.requestListener));
      outage.up();
    },
    close() {
      routes.remove(EVENTS_PATH);
      outage.down('Slack is disconnected: Paper Route is stopping.', true);
    },
    end: () => undefined,
  };
}

/** The receiver warns only of requests that it refuses; what it says holds no secret. */
function refusalLogger(log: Log): Logger {
  const warn = (...parts: unknown[]) =>
    log.warn(
      `A request to ${EVENTS_PATH} was refused (${parts.map(reasonOf).join(' ')}). If Slack sent it, check SLACK_SIGNING_SECRET and this machine's clock.`,
    );
  return { ...sdkLogger(log), warn };
}

/** "signature mismatch" of "Failed to verify …: Failed to verify authenticity: signature mismatch". */
function reasonOf(text: unknown): string {
  return String(text).split(': ').slice(-1).join('');
}
