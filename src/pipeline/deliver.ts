import { DeliveryError, type Sender } from '../core/delivery.ts';
import type { ClaimedDelivery, Outcome, Queue } from '../core/outbox.ts';
import type { Storage } from '../core/stores.ts';
import { DAY_MS } from '../core/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { waitAfter } from './backoff.ts';
import { createPacer } from './pacer.ts';

export interface DeliverDeps {
  readonly storage: Storage;
  readonly senderOf: (platform: string) => Sender | undefined;
  readonly now: Clock;
  readonly log: Log;
  /** How long a claim is held, in milliseconds: longer than the slowest send. */
  readonly leaseMs: number;
}

/** Brings deliveries to their channels: each channel by itself and in order. */
export interface Deliverer {
  /**
   * Begins with every channel that has something due and is not under way already.
   * Gives the time at which more becomes due (null: nothing waits).
   */
  begin(): Promise<Date | null>;
  /** Resolves when all that can be sent now is sent. */
  idle(): Promise<void>;
  /** Takes nothing new, and lets go of what is still under way when the time is over. */
  stop(graceMs: number): Promise<void>;
}

/** A delivery that has waited so long between its attempts is given up. */
const PATIENCE_MS = 3 * DAY_MS;

/** @param onLater told when a channel that was under way may be tried again. */
export function createDeliverer(deps: DeliverDeps, onLater: (at: Date) => void): Deliverer {
  const { storage, senderOf, now, log, leaseMs } = deps;
  const { outbox, channels } = storage;
  const pacer = createPacer((platform) => senderOf(platform)?.pace ?? NO_PACE, now);
  const underWay = new Map<number, Promise<void>>();
  const hurry = new AbortController();

  async function begin(): Promise<Date | null> {
    const queues = (await outbox.queues()).filter((it) => senderOf(it.to.platform));
    const waiting = queues.map((it) => ({ ...it, at: laterOf(it.dueAt, pacer.heldUntil(it.to)) }));
    for (const queue of waiting) if (queue.at <= now()) beginChannel(queue);
    return earliest(waiting.map((it) => it.at).filter((at) => at > now()));
  }

  function beginChannel(queue: Queue): void {
    if (underWay.has(queue.channelId)) return;
    const done = deliverChannel(queue)
      .catch((error) => log.error({ err: error, ...queue.to }, 'a channel was not served'))
      .finally(() => underWay.delete(queue.channelId));
    underWay.set(queue.channelId, done);
  }

  /** Until the channel's queue is empty, or its head must wait. */
  async function deliverChannel({ channelId, to }: Queue): Promise<void> {
    while (await pacer.turn(to, () => deliverNext(channelId)));
  }

  /** Claim, send, settle. Gives whether the next one may follow. */
  async function deliverNext(channelId: number): Promise<boolean> {
    const claim = await outbox.claim(channelId, now(), leaseMs);
    if (!claim) return false;
    const outcome = await attempt(claim);
    await outbox.settle(claim, outcome, now());
    if (outcome.kind === 'sent') await channels.welcome(channelId);
    if (outcome.kind === 'later') onLater(outcome.notBefore);
    return outcome.kind !== 'later';
  }

  async function attempt(claim: ClaimedDelivery): Promise<Outcome> {
    const { to, id: delivery } = claim;
    try {
      const receipt = await send(claim);
      pacer.release(to);
      log.info({ delivery, channel: to.channel }, claim.edits === null ? 'posted' : 'edited');
      return { kind: 'sent', receipt };
    } catch (error) {
      const failure = toFailure(error);
      const { kind, concerns, message: reason } = failure;
      const cause = failure === error ? undefined : error;
      log.warn({ delivery, kind, concerns, reason, err: cause }, 'not posted');
      return outcomeOf(claim, failure);
    }
  }

  async function send({ to, message, id: key, maybeSentAt, edits }: ClaimedDelivery) {
    const sender = senderOf(to.platform);
    const signal = AbortSignal.any([hurry.signal, AbortSignal.timeout(leaseMs / 2)]);
    if (edits === null && sender) return sender.send({ to, message, key, maybeSentAt }, signal);
    if (edits !== null && sender?.edit)
      await sender.edit({ to, message, key, messageId: edits }, signal);
    return { messageId: edits ?? '' };
  }

  /** What a failed attempt means for the delivery, and for its channel, workspace or platform. */
  async function outcomeOf(claim: ClaimedDelivery, failure: DeliveryError): Promise<Outcome> {
    const { kind, concerns, message: reason } = failure;
    if (kind === 'permanent' && concerns === 'message') return { kind: 'failed', reason };
    if (kind === 'permanent') {
      await channels.refuse(claim.channelId, reason, now());
      return { kind: 'later', notBefore: now(), maybeSent: false, reason };
    }
    if (claim.waitedMs >= PATIENCE_MS) return { kind: 'failed', reason };
    const maybeSent = kind === 'unknown';
    if (concerns === 'workspace' || concerns === 'platform') {
      pacer.hold(claim.to, concerns, failure.retryAfterMs);
      return { kind: 'later', notBefore: now(), maybeSent, reason };
    }
    const wait = waitAfter(claim.attempts, failure.retryAfterMs);
    return { kind: 'later', notBefore: new Date(now().getTime() + wait), maybeSent, reason };
  }

  return {
    begin,
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
    stop: async (graceMs) => {
      pacer.close();
      const deadline = setTimeout(() => hurry.abort(), graceMs);
      await Promise.all(underWay.values());
      clearTimeout(deadline);
    },
  };
}

const NO_PACE = {
  channelMs: 0,
  workspacePerSecond: Number.POSITIVE_INFINITY,
  perSecond: Number.POSITIVE_INFINITY,
};

/** An error that no platform explains may have come after the message was taken. */
function toFailure(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const reason = 'The message could not be posted because of a fault in Paper Route.';
  return new DeliveryError('unknown', reason, { cause: error });
}

function laterOf(one: Date, other: Date | null): Date {
  return other && other > one ? other : one;
}

function earliest(moments: readonly Date[]): Date | null {
  return moments.toSorted((one, other) => +one - +other)[0] ?? null;
}
