import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelAddress } from '../core/channel.ts';
import { DeliveryError, NO_LIMITS, type Sender } from '../core/delivery.ts';
import type { ClaimedDelivery, Outcome, Unsettled } from '../core/outbox.ts';
import type { Storage } from '../core/stores.ts';
import { DAY_MS } from '../core/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createTally } from '../lib/tally.ts';
import { waitAfter } from './backoff.ts';
import { headsOf } from './heads.ts';
import { createLanes, isOneLane } from './lanes.ts';
import { after, earliest, laterOf } from './moments.ts';
import { createPacer, type Start } from './pacer.ts';

export interface DeliverDeps {
  readonly storage: Storage;
  readonly senders: ReadonlyMap<string, Sender>;
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
/** An edit is tried so often. */
const MOST_EDITS = 3;
/** So often one delivery may hold its workspace or platform while others get through. */
const MOST_HOLDS = 3;
/** After a hold, another post tries the way before the one that met it, in milliseconds. */
const BEHIND_OTHERS_MS = 1_000;

/** Pauses between attempts to write down what was sent, in milliseconds: together, half a lease. */
const SETTLE_PAUSES_MS = [100, 1_000, 3_000, 10_000];
/** So many channels of a lane are taken up at once: twice as many as may be under way. */
const MOST_OF_A_LANE = 512;
/** After so many, a look ends: the rest is begun when these are on their way. */
const MOST_AT_ONCE = 1_000;
/**
 * What has more, or is served by another process, is looked at again so soon, in milliseconds:
 * that process may have died.
 */
const AGAIN_MS = 1_000;

/** A channel whose queue is being sent. */
interface Serving {
  readonly to: ChannelAddress;
  readonly done: Promise<void>;
}

/** What came of a look at some heads. */
interface Round {
  /** So many channels were begun. */
  readonly begun: number;
  /** When to look again. */
  readonly later: readonly Date[];
  /** Platforms of one lane that has enough to do, or is served by another process. */
  readonly closed: readonly string[];
}

/** @param onLater told when a channel that was under way may be tried again. */
export function createDeliverer(deps: DeliverDeps, onLater: (at: Date) => void): Deliverer {
  const { storage, senders, now, log, leaseMs } = deps;
  const { outbox, channels } = storage;
  const paceOf = (platform: string) => senders.get(platform)?.pace ?? NO_LIMITS;
  const pacer = createPacer(paceOf, now);
  const lanes = createLanes(storage.peers, paceOf);
  const isWide = (platform: string) => isOneLane(paceOf(platform));
  const underWay = new Map<number, Serving>();
  /** How many channels of a lane wait for their first post. */
  const laneLoads = createTally();
  const hurry = new AbortController();
  let mayBeMore = false;

  async function begin(): Promise<Date | null> {
    const closed = new Set<string>();
    const open = () => [...senders.keys()].filter((platform) => !closed.has(platform));
    const moments: Date[] = [];
    let begun = 0;
    mayBeMore = false;
    for await (const heads of headsOf(outbox, open, now)) {
      const round = await beginThese(heads);
      begun += round.begun;
      moments.push(...round.later);
      for (const platform of round.closed) closed.add(platform);
      if (begun < MOST_AT_ONCE) continue;
      mayBeMore = true;
      break;
    }
    return earliest([...moments, ...(mayBeMore ? [after(now(), AGAIN_MS)] : [])]);
  }

  /** Begins with those that are due here and have room; tells when to look again, and at what not. */
  async function beginThese(heads: readonly Unsettled[]): Promise<Round> {
    const waiting = heads.map((it) => ({ ...it, at: laterOf(it.dueAt, pacer.heldUntil(it.to)) }));
    const [due, later] = partition(waiting, (it) => it.at <= now());
    const busy = [...underWay.values()].map((it) => it.to);
    await lanes.take(
      due.map((it) => it.to),
      busy,
    );
    const [ours, others] = partition(due, (it) => lanes.waitMs(it.to) !== null);
    const free = ours
      .filter((it) => !underWay.has(it.channelId))
      .toSorted((one, other) => +one.dueAt - +other.dueAt);
    const refused = free.filter((it) => !beginChannel(it));
    if (refused.length > 0) mayBeMore = true;
    return {
      begun: free.length - refused.length,
      later: [...later.map((it) => it.at), ...(others.length > 0 ? [after(now(), AGAIN_MS)] : [])],
      closed: [...refused, ...others].map((it) => it.to.platform).filter(isWide),
    };
  }

  /** False when its lane has enough to do. */
  function beginChannel({ channelId, to }: Unsettled): boolean {
    const lane = lanes.nameOf(to);
    if (laneLoads.of(lane) >= MOST_OF_A_LANE) return false;
    laneLoads.add(lane);
    const done = deliverChannel(channelId, to)
      .catch((error) => log.error({ err: error, ...to }, 'a channel was not served'))
      .finally(() => underWay.delete(channelId));
    underWay.set(channelId, { to, done });
    return true;
  }

  /**
   * Until the channel's queue is empty, or its head must wait. Once it had its first turn, others
   * are begun: the next one, which mostly finds nothing more, comes behind those that wait already.
   */
  async function deliverChannel(channelId: number, to: ChannelAddress): Promise<void> {
    const turn = () => pacer.turn(to, (start) => deliverNext(channelId, to, start));
    // Timers leave out a fraction of a millisecond.
    for (let ms = lanes.waitMs(to); ms; ms = lanes.waitMs(to)) await sleep(ms);
    let mayGoOn = await turn().finally(() => laneLoads.remove(lanes.nameOf(to)));
    while (mayGoOn) mayGoOn = await turn();
  }

  /** Claim, send, settle. Gives whether the next one may follow. */
  async function deliverNext(
    channelId: number,
    to: ChannelAddress,
    start: Start,
  ): Promise<boolean> {
    const isOurs = () => lanes.waitMs(to) === 0;
    const lookAgain = () => onLater(after(now(), AGAIN_MS));
    if (!isOurs()) {
      lookAgain();
      return false;
    }
    const freshUntil = after(now(), leaseMs / 2);
    const claim = await outbox.claim(channelId, now(), leaseMs);
    if (!claim) return false;
    const lookCost = claim.maybeSentAt === null ? 0 : paceOf(to.platform).lookCost;
    if (!(await start(1 + lookCost)) || !isOurs() || now() > freshUntil) {
      await outbox.giveBack(claim);
      lookAgain();
      return false;
    }
    const outcome = await attempt(claim);
    await settle(claim, outcome);
    if (outcome.kind === 'sent') await channels.welcome(channelId);
    if (outcome.kind === 'later') onLater(outcome.notBefore);
    return outcome.kind !== 'later';
  }

  /** What came of a message is written down, also when the database is away for a moment. */
  async function settle(claim: ClaimedDelivery, outcome: Outcome): Promise<void> {
    for (const pauseMs of SETTLE_PAUSES_MS)
      try {
        const settled = await outbox.settle(claim, outcome, now());
        if (!settled) log.warn({ delivery: claim.id }, 'another process has taken it over');
        return;
      } catch (error) {
        log.error(
          { err: error, delivery: claim.id },
          'what was sent could not be written down yet',
        );
        await sleep(pauseMs, undefined, { signal: hurry.signal }).catch(() => undefined);
      }
    await outbox.settle(claim, outcome, now());
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

  async function send(claim: ClaimedDelivery) {
    const { to, message, id: key, maybeSentAt, edits, first } = claim;
    const sender = senders.get(to.platform);
    const signal = AbortSignal.any([hurry.signal, AbortSignal.timeout(leaseMs / 2)]);
    if (edits === null && sender) {
      return sender.send({ to, message, key, maybeSentAt, first }, signal);
    }
    if (edits !== null && sender?.edit)
      await sender.edit({ to, message, key, messageId: edits }, signal);
    return { messageId: edits ?? '' };
  }

  /** What a failed attempt means for the delivery, and for its channel, workspace or platform. */
  async function outcomeOf(claim: ClaimedDelivery, failure: DeliveryError): Promise<Outcome> {
    const { kind, concerns, message: reason, retryAfterMs } = failure;
    if (isHopeless(claim, failure)) return { kind: 'failed', reason };
    const later = (notBefore: Date, waitedMs: number): Outcome => {
      return { kind: 'later', notBefore, waitedMs, maybeSent: kind === 'unknown', reason };
    };
    if (kind === 'permanent') {
      await channels.refuse(claim.channelId, reason, now());
      return later(now(), 0);
    }
    if ((concerns === 'workspace' || concerns === 'platform') && !isAtFault(claim)) {
      pacer.hold(claim.to, concerns, retryAfterMs);
      return later(after(pacer.heldUntil(claim.to) ?? now(), BEHIND_OTHERS_MS), 0);
    }
    const waitMs = waitAfter(claim.waitedMs, retryAfterMs);
    return later(after(now(), waitMs), waitMs);
  }

  /** True of a delivery that has failed again and again where others got through meanwhile. */
  function isAtFault({ attempts, to }: ClaimedDelivery): boolean {
    return attempts > MOST_HOLDS && pacer.isOpen(to);
  }

  async function allServed(): Promise<void> {
    await Promise.all([...underWay.values()].map((it) => it.done));
  }

  return {
    begin,
    idle: async () => {
      do {
        await allServed();
        if (mayBeMore) await begin();
      } while (underWay.size > 0);
    },
    stop: async (graceMs) => {
      pacer.close();
      const deadline = setTimeout(() => hurry.abort(), graceMs);
      await allServed();
      clearTimeout(deadline);
    },
  };
}

/** An edit is worth little trouble: the post itself has arrived, and what follows must not wait. */
function isHopeless(claim: ClaimedDelivery, { kind, concerns }: DeliveryError): boolean {
  if (claim.edits !== null && (kind === 'permanent' || claim.attempts >= MOST_EDITS)) return true;
  return kind === 'permanent' ? concerns === 'message' : claim.waitedMs >= PATIENCE_MS;
}

/** An error that no platform explains may have come after the message was taken. */
function toFailure(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const reason = 'The message could not be posted because of a fault in Paper Route.';
  return new DeliveryError('unknown', reason, { cause: error });
}

function partition<T>(all: readonly T[], is: (it: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((it) => !is(it))];
}
