import { isDeepStrictEqual as isDeepEqual } from 'node:util';
import { makeCard, makeMutedCard } from '../core/card.ts';
import type { Channel } from '../core/channel.ts';
import type { Sender } from '../core/delivery.ts';
import type { Match } from '../core/match.ts';
import type { Card, Message } from '../core/message.ts';
import type { PaperId, Recorded } from '../core/paper.ts';
import type { SentMessage } from '../core/post.ts';
import type { Storage, Stores } from '../core/stores.ts';
import { DAY_MS } from '../core/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Summaries } from './summaries.ts';

export interface ReviseDeps {
  readonly storage: Storage;
  readonly summaries: Summaries;
  readonly senders: ReadonlyMap<string, Sender>;
  readonly newId: () => string;
  readonly now: Clock;
}

/** A post is not touched any more once it is this old. */
export const LATEST_EDIT_MS = 14 * DAY_MS;
/** Slack's chat.update allows 50 a minute in a workspace (tier 3). */
const EDITS_AT_ONCE = 40;

/**
 * Notes which posts should learn of what a listing changed: the paper got code, a project page, a
 * summary or a place on Hugging Face, or it matches more than it did.
 * @param matches the new ones of this listing.
 */
export async function noteLaterNews(
  { paper, before }: Recorded,
  matches: readonly Match[],
  stores: Stores,
  now: Date,
): Promise<void> {
  if (!before) return;
  const since = new Date(now.getTime() - LATEST_EDIT_MS);
  if (isLaterNews(before, paper)) await stores.posts.markChanged(paper.id, since);
  for (const channelId of new Set(matches.map((it) => it.channelId)))
    await stores.posts.markChanged(paper.id, since, channelId);
}

type Told = Pick<Recorded['paper'], 'codeUrl' | 'projectUrl' | 'machineSummary' | 'sources'>;

function isLaterNews(before: Told, after: Told): boolean {
  const gained = (field: 'codeUrl' | 'projectUrl' | 'machineSummary') =>
    before[field] === null && after[field] !== null;
  const isFeatured = (it: Told) => it.sources.includes('hugging-face');
  return (
    gained('codeUrl') ||
    gained('projectUrl') ||
    gained('machineSummary') ||
    (isFeatured(after) && !isFeatured(before))
  );
}

/**
 * Queues what changed posts show from now on, where the platform can change them. To be called
 * once a minute at most.
 * @returns how many posts were looked at.
 */
export async function reviseChanged(deps: ReviseDeps): Promise<number> {
  const changed = await deps.storage.posts.listChanged(EDITS_AT_ONCE);
  for (const sent of changed)
    await deps.storage.channelTransaction(sent.channelId, async (stores) => {
      const channel = await stores.channels.get(sent.channelId);
      const sender = deps.senders.get(channel.address.platform);
      const message = await revised(sent, channel, sender, { stores, summaries: deps.summaries });
      await stores.posts.edit(deps.newId(), sent, message, deps.now());
    });
  return changed.length;
}

/** Where it is read what a card says. */
interface Known {
  readonly stores: Stores;
  readonly summaries: Summaries;
}

/** The message as it should be now; null when it should stay, or would not fit any more. */
async function revised(
  sent: SentMessage,
  channel: Channel,
  sender: Sender | undefined,
  from: Known,
): Promise<Message | null> {
  if (!sender?.edit) return null;
  const cards: Card[] = [];
  for (const [place, card] of sent.message.cards.entries())
    cards.push(await revisedCard(card, sent.papers[place], channel, from));
  const [message, ...others] = sender.paginate({ ...sent.message, cards });
  const isSame = isDeepEqual(message, sent.message);
  return !message || isSame || others.length > 0 ? null : message;
}

async function revisedCard(
  card: Card,
  paper: PaperId | undefined,
  channel: Channel,
  { stores, summaries }: Known,
): Promise<Card> {
  const { id, links, mutes } = channel;
  const known = paper === undefined ? paper : await stores.matches.matchOf(id, paper);
  if (!known) return card;
  const isMuted = mutes.some((it) => it.kind === 'paper' && it.what === paper);
  const summarise = await summaries.of([known.paper], channel, stores);
  const revised = isMuted
    ? makeMutedCard(known.paper)
    : makeCard(known.paper, known.reasons, summarise, links);
  return card.section ? { ...revised, section: card.section } : revised;
}
