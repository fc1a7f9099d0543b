import type { Language } from './language.ts';
import type { Schedule } from './schedule.ts';

/** Where a channel is, in the words of its platform. */
export interface ChannelAddress {
  /** Name of the platform: "slack", "discord", "terminal". */
  readonly platform: string;
  /** Slack team id or Discord guild id; empty where the platform has none. */
  readonly workspace: string;
  /** Slack channel id or Discord channel id. */
  readonly channel: string;
}

/** True of a number of cards a day that a channel may have. */
export function isDailyCap(cap: number): boolean {
  return Number.isInteger(cap) && cap >= 1 && cap <= 200;
}

/** True of a number of upvotes that a channel may ask for. */
export function isMinUpvotes(least: number): boolean {
  return Number.isInteger(least) && least >= 1 && least <= 10_000;
}

const FIRST_PROBE_MS = 10 * 60_000;
const LONGEST_PROBE_MS = 6 * 3_600_000;

/** How long a channel that was refused so often in a row is left alone, in milliseconds. */
export function probeAfterMs(refusals: number): number {
  return Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** (refusals - 1));
}

/** cards: each paper with its summary; compact: a list of titles; thread: a list, the cards in its thread. */
export type Layout = 'cards' | 'compact' | 'thread';

/** words: "arXiv · PDF" below a summary; buttons: the same as buttons; title: only the title leads on. */
export type LinkLook = 'words' | 'buttons' | 'title';

/** What a channel does not want to read: papers that satisfy a query of one term, or one paper. */
export interface Mute {
  readonly kind: 'query' | 'paper';
  /** The query in its canonical spelling, or the paper's id. */
  readonly what: string;
  /** The platform's id of the person who muted it. */
  readonly mutedBy: string;
  readonly mutedAt: Date;
}

/** What a channel sets for itself, its schedule apart. */
export interface ChannelSettings {
  /** Most cards a day; null where the configured number holds. */
  readonly dailyCap: number | null;
  /** True when it wants to be told of sources that fall silent. */
  readonly notices: boolean;
  /** True when it wants to be told of changes to its subscriptions. */
  readonly announces: boolean;
  readonly layout: Layout;
  readonly links: LinkLook;
  /** Papers with fewer upvotes wait until they have them; null for no such limit. */
  readonly minUpvotes: number | null;
  /** Names of the sources that it wants papers from; null for all, also those to come. */
  readonly sources: readonly string[] | null;
  /** Nothing is posted before; null when it posts. */
  readonly pausedUntil: Date | null;
  readonly mutes: readonly Mute[];
  /** The language of its summaries; null for that of the abstracts, English. */
  readonly language: Language | null;
}

/** A place that receives posts. */
export interface Channel extends ChannelSettings {
  readonly id: number;
  readonly address: ChannelAddress;
  readonly schedule: Schedule;
  /** Why nothing is posted here at present; null when posting. Subscriptions are kept. */
  readonly pausedReason: string | null;
  /** When the next digest is due; null for a channel that gets papers at once. */
  readonly nextDigestAt: Date | null;
}

/** What holds in a channel where nobody set anything. */
export const UNSET: Omit<Channel, 'id' | 'address' | 'schedule'> = {
  dailyCap: null,
  notices: true,
  announces: true,
  layout: 'cards',
  links: 'words',
  minUpvotes: null,
  sources: null,
  pausedUntil: null,
  mutes: [],
  language: null,
  pausedReason: null,
  nextDigestAt: null,
};

/** Until when a channel is paused; null for one whose pause is over. */
export function pauseOf({ pausedUntil }: Pick<Channel, 'pausedUntil'>, now: Date): Date | null {
  return pausedUntil && pausedUntil > now ? pausedUntil : null;
}

export interface ChannelStore {
  /** The channel at an address; undefined when nobody ever subscribed there. */
  find(address: ChannelAddress): Promise<Channel | undefined>;
  get(id: number): Promise<Channel>;
  /** The channel at an address, made with this schedule when it is new. */
  ensure(address: ChannelAddress, schedule: Schedule, now: Date): Promise<Channel>;
  /**
   * Channels whose digest is due, and that are not paused, neither by a refusal nor until a date;
   * the longest due first.
   * @param most so many of them.
   * @param after the last one of those that were listed before.
   */
  listDue(now: Date, most: number, after?: Channel): Promise<Channel[]>;
  /** Channels whose next digest is due only after a moment, paused or not. */
  listDueAfter(moment: Date): Promise<Channel[]>;
  /** Channels that get papers at once, are not paused at this moment, and have some that no post has brought yet. */
  listWithNewsAtOnce(now: Date): Promise<Channel[]>;
  list(): Promise<Channel[]>;
  /** The channels of a workspace. */
  listIn(platform: string, workspace: string): Promise<Channel[]>;
  /** Sets the schedule; its first digest is the next one after `now`. */
  setSchedule(id: number, schedule: Schedule, now: Date): Promise<void>;
  setNextDigest(id: number, at: Date): Promise<void>;
  /** Changes the settings that are named; the others stay. */
  change(id: number, settings: Partial<ChannelSettings>): Promise<void>;
  /**
   * Gives a channel another address. When that one is in use, its channel follows from now on what
   * this one followed, too, and this one is paused for good.
   */
  move(from: ChannelAddress, to: ChannelAddress): Promise<void>;
  /**
   * Pauses a channel that the platform refuses, with the reason. Each time in a row it is longer
   * until it is looked at again: 10 minutes, 20, 40 …, 6 hours at most.
   */
  refuse(id: number, reason: string, now: Date): Promise<void>;
  /** Paused channels that should be looked at again. */
  listProbes(now: Date): Promise<Channel[]>;
  /** The platform took a post: the next refusal is the first again. */
  welcome(id: number): Promise<void>;
  /** Posts are tried again. */
  resume(id: number): Promise<void>;
}
