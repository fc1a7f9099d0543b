import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';

/** How many of the latest requests are remembered; ours, some megabyte. */
const MEMORY = 10_000;

/**
 * Lets each event, command and press through once. Slack sends an event again when its
 * acknowledgement was lost or late (X-Slack-Retry-Num: at once, after 1 and after 5 minutes), and a
 * recorded request would pass the signature's check for 5 minutes. A repetition is acknowledged,
 * also while the first one is under way, and goes no further.
 * The memory ends with the process, and may: what the hooks do is the same done twice, since the
 * database keeps one subscription of a query and one saved paper, and a channel is closed or moved
 * to where it is already.
 */
export function handleOnce(): Middleware<AnyMiddlewareArgs> {
  const seen = new Set<string>();
  return async (args) => {
    const key = keyOf(args.body as Body);
    if (key === undefined || remember(seen, key)) return args.next();
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

/** False when it was there already. */
function remember(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  const [oldest] = seen;
  if (seen.size > MEMORY && oldest !== undefined) seen.delete(oldest);
  return true;
}
