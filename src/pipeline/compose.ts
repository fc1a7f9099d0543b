import type { Channel } from '../core/channel.ts';
import type { Sender } from '../core/delivery.ts';
import { makeDigest, rank } from '../core/digest.ts';
import type { News } from '../core/match.ts';
import type { Message } from '../core/message.ts';
import type { Page } from '../core/outbox.ts';
import { type DailySchedule, nextSlot } from '../core/schedule.ts';
import type { Storage } from '../core/stores.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

export interface ComposeDeps {
  readonly storage: Storage;
  /** The sender of a platform; undefined while that platform is not configured. */
  readonly senderOf: (platform: string) => Sender | undefined;
  readonly newId: () => string;
  /** True while digests wait, because the sources have not been read since the start. */
  readonly holdDigests: () => boolean;
  readonly now: Clock;
  readonly log: Log;
}

/** A digest missed by a day, or by a quarter of the time until the next one, is folded into that. */
const LATEST_MS = 24 * 3_600_000;
const LATEST_SHARE = 1 / 4;

/** Composes the digest of every channel whose time has come, into the outbox. Gives how many. */
export async function composeDue(deps: ComposeDeps): Promise<number> {
  const { channels } = deps.storage;
  const due = deps.holdDigests() ? [] : await channels.listDue(deps.now());
  let composed = 0;
  for (const channel of [...due, ...(await channels.listWithNewsAtOnce())])
    if (await composeSafely(channel, deps)) composed++;
  return composed;
}

/** A channel that can't be composed holds up no other. */
async function composeSafely(channel: Channel, deps: ComposeDeps): Promise<boolean> {
  const sender = deps.senderOf(channel.address.platform);
  if (!sender) return false;
  try {
    return await composeChannel(channel, sender, deps);
  } catch (error) {
    deps.log.error({ err: error, channelId: channel.id }, 'a digest could not be composed');
    return false;
  }
}

/**
 * In one transaction: takes a channel's news, writes the outbox, marks the papers as posted, and
 * sets the time of the next digest. The channel is read again inside, so that two ticks never
 * double a digest.
 */
async function composeChannel(
  { id }: Channel,
  sender: Sender,
  deps: ComposeDeps,
): Promise<boolean> {
  const now = deps.now();
  return deps.storage.transaction(async (stores) => {
    const { schedule, nextDigestAt } = await stores.channels.get(id);
    if (nextDigestAt && nextDigestAt > now) return false;
    if (schedule.kind === 'daily') await stores.channels.setNextDigest(id, nextSlot(schedule, now));
    if (nextDigestAt && schedule.kind === 'daily' && isTooLate(schedule, nextDigestAt, now))
      return false;
    const news = rank(await stores.matches.newsOf(id));
    if (news.length === 0) return false;
    const pages = toPages(sender.paginate(makeDigest(news)), news, deps.newId);
    await stores.outbox.put(id, pages, now);
    deps.log.info(
      { channelId: id, papers: news.length, messages: pages.length },
      'digest composed',
    );
    return true;
  });
}

/** True when a missed digest should wait for the next one. */
export function isTooLate(schedule: DailySchedule, due: Date, now: Date): boolean {
  const gap = nextSlot(schedule, due).getTime() - due.getTime();
  return now.getTime() - due.getTime() >= Math.max(LATEST_MS, gap * LATEST_SHARE);
}

/** Says which papers each message brings; pagination keeps the cards in order. */
function toPages(messages: readonly Message[], news: readonly News[], newId: () => string): Page[] {
  let start = 0;
  return messages.map((message) => {
    const brought = news.slice(start, start + message.cards.length);
    start += message.cards.length;
    return { id: newId(), message, papers: brought.map((it) => it.paper.id) };
  });
}
