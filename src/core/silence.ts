import { patienceForFailures, patienceForNews, usualPause } from './habit.ts';
import type { SourceStatus } from './source.ts';
import { DAY_MS } from './time.ts';

/** A source that can't be read, or that reads well but lists nothing new, for longer than usual. */
export type Silence =
  | { readonly kind: 'failing'; readonly since: Date }
  | {
      readonly kind: 'stale';
      readonly since: Date;
      /** The longest of its pauses, in milliseconds; null while its habit is not known. */
      readonly usualMs: number | null;
    };

/** A silent source. */
export interface SilentSource {
  readonly name: string;
  readonly silence: Silence;
}

/** A channel that was told that a source is silent, and not yet that it is back. */
export interface Told {
  readonly source: string;
  readonly channelId: number;
  readonly at: Date;
}

/** Which channels depend on which source, and what they were told of its silence. */
export interface SilenceStore {
  /**
   * Channels that had a match from a source's paper that was listed since a moment, as far as
   * they want to be told and are not paused.
   */
  readersOf(source: string, since: Date): Promise<number[]>;
  /** Subscriptions that may name a source in their query, of channels as above. */
  sourceQueries(): Promise<{ readonly channelId: number; readonly query: string }[]>;
  /** All that was told and is not over yet. */
  list(): Promise<Told[]>;
  /** Notes that a channel is told of sources; gives those of which it was not told already. */
  add(channelId: number, sources: readonly string[], now: Date): Promise<string[]>;
  /** Forgets that a channel was told of sources; gives those of which it was. */
  remove(channelId: number, sources: readonly string[]): Promise<string[]>;
  /** How many papers sources have listed for the first time since a moment, each paper once. */
  papersSince(sources: readonly string[], since: Date): Promise<number>;
}

/** A refusal that is not repeated says little: after an absence, the first may be chance. */
const FEWEST_FAILURES = 3;
/** How long an explanation of the source itself is believed. */
const LONGEST_EXCUSE_MS = 14 * DAY_MS;

/**
 * How silent a source is; null when it is as it should be.
 * @param earlyMs what is due within this time counts as due, in milliseconds.
 */
export function silenceOf(status: SourceStatus, now: Date, earlyMs = 0): Silence | null {
  return failureOf(status, now, earlyMs) ?? stalenessOf(status, earlyMs);
}

function failureOf(status: SourceStatus, now: Date, earlyMs: number): Silence | null {
  const { lastError, failures, gaps } = status;
  const since = status.lastSuccessAt ?? status.newsAt;
  if (lastError === null || since === null) return null;
  if (failures > 0 && failures < FEWEST_FAILURES) return null;
  const patience = patienceForFailures(gaps) - earlyMs;
  return now.getTime() - since.getTime() > patience ? { kind: 'failing', since } : null;
}

/** How stale a source is, as far as it was read; null when it is as it should be. */
export function stalenessOf(status: SourceStatus, earlyMs = 0): Silence | null {
  const { newsAt, gaps, silence } = status;
  const excuse = silence?.expected ? LONGEST_EXCUSE_MS : 0;
  const patience = Math.max(patienceForNews(gaps), excuse) - earlyMs;
  if (newsAt === null || quietTime(status) <= patience) return null;
  return { kind: 'stale', since: newsAt, usualMs: usualPause(gaps) };
}

/** True of a source that reads well and lists within its habit, by so much time; no excuse counts. */
export function isBack(status: SourceStatus, earlyMs: number): boolean {
  return status.lastError === null && quietTime(status) <= patienceForNews(status.gaps) - earlyMs;
}

/** How long a source was seen to list nothing new, in milliseconds. */
function quietTime({ newsAt, lastSuccessAt }: SourceStatus): number {
  return newsAt && lastSuccessAt ? lastSuccessAt.getTime() - newsAt.getTime() : 0;
}
