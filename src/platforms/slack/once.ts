import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { SeenStore } from '../../core/seen.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';

/** A database that answers later than this must not make the acknowledgement late, in milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Lets each event, command and press through once, whichever process it comes to. Slack sends an
 * event again when its acknowledgement was lost or late (X-Slack-Retry-Num: at once, after 1 and
 * after 5 minutes), and a recorded request would pass the signature's check for 5 minutes. A
 * repetition is acknowledged, also while the first one is under way, and goes no further. While the
 * database can't tell, all goes through, and may: what the hooks do is the same done twice.
 */
export function handleOnce(seen: SeenStore, clock: Clock, log: Log): Middleware<AnyMiddlewareArgs> {
  async function isNew(key: string): Promise<boolean> {
    const noted = seen.note(`slack ${key}`, clock()).catch((error) => {
      log.warn({ err: error }, 'Slack: it could not be told whether a request is a repetition');
      return true;
    });
    return Promise.race([noted, sleep(PATIENCE_MS, true, { ref: false })]);
  }

  return async (args) => {
    const key = keyOf(args.body as Body);
    if (key === undefined || (await isNew(key))) return args.next();
    const { ack } = args as { readonly ack?: () => Promise<void> };
    await ack?.();
  };
}

interface Body {
  readonly type?: string;
  readonly event_id?: string;
  readonly trigger_id?: string;
}

/** Slack makes an event_id for an event, and a trigger_id for what a person did. */
function keyOf({ type, event_id, trigger_id }: Body): string | undefined {
  if (event_id) return event_id;
  return trigger_id && `${type ?? 'command'} ${trigger_id}`;
}
