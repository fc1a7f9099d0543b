import { setImmediate } from 'node:timers/promises';
import PQueue from 'p-queue';
import { type Channel, pauseOf } from '../core/channel.ts';
import type { Sender } from '../core/delivery.ts';
import { makeDigest, moreToday, rank } from '../core/digest.ts';
import type { News } from '../core/match.ts';
import type { Abbreviations } from '../core/matching/abbreviations.ts';
import type { Message } from '../core/message.ts';
import type { Page } from '../core/outbox.ts';
import type { Paper } from '../core/paper.ts';
import {
  calendarDay,
  type DailySchedule,
  lastSlot,
  nextSlot,
  startOfDay,
} from '../core/schedule.ts';
import type { Storage, Stores } from '../core/stores.ts';
import { oldestNews } from '../core/subscription.ts';
import { createJudge, takesAll } from '../core/taste.ts';
import { DAY_MS, isoDay } from '../core/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Summaries } from './summaries.ts';

export interface ComposeDeps {
  readonly storage: Storage;
  /** By the names of their platforms: those that are configured. */
  readonly senders: ReadonlyMap<string, Sender>;
  readonly newId: () => string;
  /** What is known of abbreviations, for muted words. */
  readonly abbreviations: Abbreviations;
  readonly summaries: Summaries;
  /** True while digests wait, because the sources have not been read since the start. */
  readonly holdDigests: () => boolean;
  /** Most cards a day of a channel that sets no number. */
  readonly dailyCap: number;
  readonly now: Clock;
  readonly log: Log;
}

/** A digest missed by a day, or by a quarter of the time until the next one, is folded into that. */
const LATEST_MS = DAY_MS;
const LATEST_SHARE = 1 / 4;

/** One round of composing. */
export interface ComposeRound {
  /** True when channels that get papers at once may have some. */
  readonly mayHaveNews: boolean;
  /** Told when there may be something to send. */
  readonly onComposed: () => void;
  readonly signal: AbortSignal;
}

/**
 * Composes the digest of every channel whose time has come, into the outbox. Between two channels,
 * commands get their turn, and what is composed is sent.
 */
export async function composeDue(
  { mayHaveNews, onComposed, signal }: ComposeRound,
  deps: ComposeDeps,
): Promise<void> {
  const { channels } = deps.storage;
  await mendSchedules(deps);
  const pool = new PQueue({ concurrency: deps.storage.peers.alone ? 1 : AT_ONCE });
  const compose = (channel: Channel) => async () => {
    if (signal.aborted) return;
    await composeSafely(channel, deps);
    onComposed();
    await setImmediate();
  };
  const composeAll = (all: readonly Channel[]) => pool.addAll(all.map(compose));
  if (!deps.holdDigests()) await forEachDue(composeAll, deps);
  if (mayHaveNews) await composeAll(await channels.listWithNewsAtOnce(deps.now()));
}

/** So many channels are read at a time: a hundred thousand may be due at nine. */
const READ_AT_ONCE = 1_000;

async function forEachDue(
  work: (due: readonly Channel[]) => Promise<unknown>,
  { storage: { channels }, now }: ComposeDeps,
): Promise<void> {
  let due: readonly Channel[] = [];
  do {
    due = await channels.listDue(now(), READ_AT_ONCE, due.at(-1));
    await work(due);
  } while (due.length === READ_AT_ONCE);
}

/**
 * A digest is twenty short statements, one after the other, to a database elsewhere: so many side by
 * side keep ahead of what a platform takes. SQLite is here, and has one transaction at a time.
 */
const AT_ONCE = 4;

/** Longer than a week: no schedule asks for it, so the clock was ahead when it was worked out. */
const LONGEST_GAP_MS = 8 * DAY_MS;

async function mendSchedules({ storage: { channels }, now }: ComposeDeps): Promise<void> {
  const latest = new Date(now().getTime() + LONGEST_GAP_MS);
  for (const { id, schedule } of await channels.listDueAfter(latest))
    if (schedule.kind === 'daily') await channels.setNextDigest(id, nextSlot(schedule, now()));
}

/** A channel that can't be composed holds up no other. */
async function composeSafely(channel: Channel, deps: ComposeDeps): Promise<void> {
  const sender = deps.senders.get(channel.address.platform);
  if (!sender) return;
  try {
    await composeChannel(channel, sender, deps);
  } catch (error) {
    deps.log.error({ err: error, channelId: channel.id }, 'a digest could not be composed');
  }
}

/**
 * In one transaction: takes a channel's news, writes the outbox, marks the papers as posted, and
 * sets the time of the next digest. The channel is read again inside, so that two ticks never
 * double a digest.
 */
async function composeChannel({ id }: Channel, sender: Sender, deps: ComposeDeps): Promise<void> {
  const now = deps.now();
  await deps.storage.channelTransaction(id, async (stores) => {
    const channel = await stores.channels.get(id);
    const { schedule, nextDigestAt } = channel;
    if ((nextDigestAt && nextDigestAt > now) || pauseOf(channel, now)) return;
    if (schedule.kind === 'daily') {
      await stores.channels.setNextDigest(id, nextSlot(schedule, now));
      if (nextDigestAt && isTooLate(schedule, now)) return;
    }
    const news = rank(await welcomeNews(channel, { stores, deps, now }));
    if (news.length > 0) await putNews(channel, news, { stores, sender, deps, now });
  });
}

/**
 * A channel's news without what it does not want. What is muted, or too old to become news by its
 * votes, is forgotten; the rest waits.
 */
async function welcomeNews(
  channel: Channel,
  { stores, deps, now }: Pick<Putting, 'stores' | 'deps' | 'now'>,
): Promise<News[]> {
  if (takesAll(channel)) return stores.matches.newsOf(channel.id);
  await stores.matches.dropOlder(channel.id, oldestNews(now));
  const news = await stores.matches.newsOf(channel.id);
  const judge = createJudge(channel, deps.abbreviations.expand);
  const judged = news.map((it) => ({ it, objection: judge(it.paper) }));
  const muted = judged.filter(({ objection }) => objection?.kind === 'muted');
  await stores.matches.drop(
    channel.id,
    muted.map(({ it }) => it.paper.id),
  );
  return judged.filter(({ objection }) => objection === null).map(({ it }) => it);
}

/** True when the digest that was due last should wait for the next one. */
function isTooLate(schedule: DailySchedule, now: Date): boolean {
  const due = lastSlot(schedule, now);
  const gap = nextSlot(schedule, due).getTime() - due.getTime();
  return now.getTime() - due.getTime() >= Math.max(LATEST_MS, gap * LATEST_SHARE);
}

interface Putting {
  readonly stores: Stores;
  readonly sender: Sender;
  readonly deps: ComposeDeps;
  readonly now: Date;
}

/** The best as cards, as many as the channel's day still allows; the others are only counted. */
async function putNews(
  channel: Channel,
  news: readonly News[],
  { stores, sender, deps, now }: Putting,
): Promise<void> {
  const { id, schedule } = channel;
  const today = startOfDay(schedule, now);
  const cap = channel.dailyCap ?? deps.dailyCap;
  const room = Math.max(0, cap - (await stores.posts.cardsSince(id, today)));
  const [shown, more] = [news.slice(0, room), news.slice(room).map((it) => it.paper.id)];
  const told = shown.length === 0 ? await stores.posts.lastWithMore(id, today) : undefined;
  if (told !== undefined) return stores.posts.addMore(id, told, more);
  const rest = { papers: more.length, day: dayName(schedule, now) };
  const summarise = await deps.summaries.of(
    shown.map((it) => it.paper),
    channel,
    stores,
  );
  const digest =
    shown.length > 0
      ? makeDigest(shown, channel, summarise, more.length > 0 ? rest : undefined)
      : { messages: [moreToday(rest, cap)], papers: [] };
  const messages = digest.messages.flatMap((message) => sender.paginate(message));
  const pages = toPages(messages, digest.papers, more, deps.newId);
  await stores.outbox.put(id, pages, now);
  deps.log.info(
    { channelId: id, papers: shown.length, more: more.length, messages: pages.length },
    'digest composed',
  );
}

/** "2026-11-24" */
function dayName(schedule: Channel['schedule'], moment: Date): string {
  return isoDay(calendarDay(schedule, moment));
}

/**
 * Says which papers each message brings; pagination keeps the cards in order. Where the cards stand
 * in a thread, the list above it brings none. What is only counted goes with the last message.
 * @param carded the papers of the cards, in their order
 */
function toPages(
  messages: readonly Message[],
  carded: readonly Paper[],
  more: readonly string[],
  newId: () => string,
): Page[] {
  const inThread = messages.some((message) => message.inThread);
  const first = newId();
  let start = 0;
  return messages.map((message, place) => {
    const cards = !inThread || message.inThread ? message.cards.length : 0;
    const papers = carded.slice(start, start + cards).map((it) => it.id);
    start += cards;
    const page = { message, papers, more: place === messages.length - 1 ? more : [] };
    return place === 0 ? { id: first, ...page } : { id: newId(), first, ...page };
  });
}
