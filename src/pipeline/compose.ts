import type { Channel } from '../core/channel.ts';
import type { Sender } from '../core/delivery.ts';
import { makeDigest, rank } from '../core/digest.ts';
import type { News } from '../core/match.ts';
import type { Message } from '../core/message.ts';
import type { Page } from '../core/outbox.ts';
import { lastSlot } from '../core/schedule.ts';
import type { Storage, Stores } from '../core/stores.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

export interface ComposeDeps {
  readonly storage: Storage;
  /** The sender of a platform; undefined while that platform is not configured. */
  readonly senderOf: (platform: string) => Sender | undefined;
  readonly newId: () => string;
  readonly now: Clock;
  readonly log: Log;
}

/** A digest missed by more than this is folded into the next one, in milliseconds. */
const LATEST_MS = 24 * 3_600_000;

/** Composes the digest of every channel whose time has come, into the outbox. Gives how many. */
export async function composeDue(deps: ComposeDeps): Promise<number> {
  let composed = 0;
  for (const channel of await deps.storage.channels.listWithNews()) {
    const slot = dueSlot(channel, deps.now());
    const sender = deps.senderOf(channel.address.platform);
    if (slot && sender && (await composeChannel(channel.id, slot, sender, deps))) composed++;
  }
  return composed;
}

/** The scheduled time that is due now; null when there is none or it is too late for it. */
export function dueSlot(channel: Channel, now: Date): Date | null {
  if (channel.pausedReason !== null) return null;
  if (channel.schedule.kind === 'at-once') return now;
  const slot = lastSlot(channel.schedule, now);
  const isDue = slot > channel.composedUntil && now.getTime() - slot.getTime() < LATEST_MS;
  return isDue ? slot : null;
}

/**
 * In one transaction: takes a channel's news, writes the outbox, and marks the papers as posted.
 * What the channel looked like before is read again inside, so that two ticks never double.
 */
async function composeChannel(
  channelId: number,
  slot: Date,
  sender: Sender,
  deps: ComposeDeps,
): Promise<boolean> {
  return deps.storage.transaction(async (stores) => {
    const news = rank(await stores.matches.newsOf(channelId));
    if (news.length === 0 || (await isHandled(stores, channelId, slot))) return false;
    const pages = toPages(sender.paginate(makeDigest(news)), news, deps.newId);
    await stores.outbox.put(channelId, pages, deps.now());
    await stores.channels.setComposedUntil(channelId, slot);
    deps.log.info({ channelId, papers: news.length, messages: pages.length }, 'digest composed');
    return true;
  });
}

async function isHandled(stores: Stores, channelId: number, slot: Date): Promise<boolean> {
  const channel = await stores.channels.get(channelId);
  return channel.schedule.kind === 'daily' && channel.composedUntil >= slot;
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
