import PQueue from 'p-queue';
import { DeliveryError, type Sender } from '../core/delivery.ts';
import type { ClaimedDelivery, Outcome } from '../core/outbox.ts';
import type { Storage } from '../core/stores.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

export interface DeliverDeps {
  readonly storage: Storage;
  readonly senderOf: (platform: string) => Sender | undefined;
  readonly now: Clock;
  readonly log: Log;
  /** How long a claim is held, in milliseconds: longer than the slowest send. */
  readonly leaseMs: number;
}

const CHANNELS_AT_ONCE = 8;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** The longest wait that a platform may ask for, in milliseconds. */
const LONGEST_WISH_MS = 3_600_000;
/** A delivery that failed so often, for about three days without a pause, is given up. */
const MOST_ATTEMPTS = 300;

/** Two ways to stop: take no new delivery, and let go of those under way. */
export interface StopSignals {
  readonly closing: AbortSignal;
  readonly hurry: AbortSignal;
}

/**
 * Sends what is due: each channel by itself and in order, several channels side by side.
 * Resolves when nothing more can be sent now, with the time of the next attempt (null: none waits).
 */
export async function deliverDue(deps: DeliverDeps, signals: StopSignals): Promise<Date | null> {
  const pool = new PQueue({ concurrency: CHANNELS_AT_ONCE });
  const due = (await deps.storage.outbox.queues()).filter((it) => it.dueAt <= deps.now());
  await pool.addAll(due.map((it) => () => deliverChannel(it.channelId, deps, signals)));
  const waiting = (await deps.storage.outbox.queues()).map((it) => it.dueAt.getTime());
  return waiting.length > 0 ? new Date(Math.min(...waiting)) : null;
}

/** Claim, send, settle, until the queue is empty or its head must wait. */
async function deliverChannel(
  channelId: number,
  deps: DeliverDeps,
  signals: StopSignals,
): Promise<void> {
  const { outbox } = deps.storage;
  while (!signals.closing.aborted) {
    const claim = await outbox.claim(channelId, deps.now(), deps.leaseMs);
    if (!claim) return;
    const outcome = await send(claim, deps, signals.hurry);
    await outbox.settle(claim, outcome, deps.now());
    if (outcome.kind === 'later') return;
  }
}

async function send(
  claim: ClaimedDelivery,
  deps: DeliverDeps,
  hurry: AbortSignal,
): Promise<Outcome> {
  const sender = deps.senderOf(claim.to.platform);
  if (!sender) return notConfigured(claim, deps);
  const { to, message, id: key, maybeSentAt } = claim;
  const signal = AbortSignal.any([hurry, AbortSignal.timeout(deps.leaseMs / 2)]);
  try {
    const receipt = await sender.send({ to, message, key, maybeSentAt }, signal);
    deps.log.info({ delivery: key, channel: to.channel }, 'posted');
    return { kind: 'sent', receipt };
  } catch (error) {
    return explain(claim, error, deps);
  }
}

/** What a failed attempt means for the delivery, and for its channel. */
async function explain(
  claim: ClaimedDelivery,
  error: unknown,
  deps: DeliverDeps,
): Promise<Outcome> {
  const failure = error instanceof DeliveryError ? error : undefined;
  const kind = failure?.kind ?? 'unknown';
  const reason =
    failure?.message ?? 'The message could not be posted because of a fault in Paper Route.';
  deps.log.warn(
    { delivery: claim.id, kind, reason, err: failure ? undefined : error },
    'not posted',
  );
  if (kind === 'permanent' && failure?.messageOnly) return { kind: 'failed', reason };
  if (kind === 'permanent') {
    await deps.storage.channels.setPaused(claim.channelId, reason);
    return { kind: 'later', notBefore: deps.now(), maybeSent: false, reason };
  }
  if (claim.attempts >= MOST_ATTEMPTS && failure?.retryAfterMs === undefined)
    return { kind: 'failed', reason };
  const notBefore = new Date(
    deps.now().getTime() + retryAfterMs(claim.attempts, failure?.retryAfterMs),
  );
  return { kind: 'later', notBefore, maybeSent: kind === 'unknown', reason };
}

function notConfigured(claim: ClaimedDelivery, deps: DeliverDeps): Outcome {
  const reason = `${claim.to.platform} is not configured.`;
  const notBefore = new Date(deps.now().getTime() + LONGEST_RETRY_MS);
  return { kind: 'later', notBefore, maybeSent: false, reason };
}

/** The platform's own wish, or 5, 10, 20 … seconds, 15 minutes at most, each up to a quarter longer. */
function retryAfterMs(attempts: number, wished: number | undefined): number {
  const backoff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  if (wished !== undefined) return Math.min(wished, LONGEST_WISH_MS);
  return Math.round(backoff * (1 + Math.random() / 4));
}
