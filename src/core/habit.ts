import type { Paper } from './paper.ts';
import { DAY_MS } from './time.ts';

/** How often a source lists something new, as far as it was watched. */
export interface Habit {
  /** When it last listed something new, or was first asked; null before that. */
  readonly newsAt: Date | null;
  /** Its latest pauses between two days with news, in milliseconds, the oldest first. */
  readonly gaps: readonly number[];
}

/** Long enough to hold the weekends of a month. */
const KEPT_GAPS = 30;
/** What comes within half a day is one day's news. */
const SHORTEST_GAP_MS = DAY_MS / 2;
/** A source that was not read for longer may have had news meanwhile: the pause is not known. */
const LONGEST_BLINK_MS = 1.5 * DAY_MS;
/** Older entries of a feed say nothing of how it is kept today. */
const ARCHIVE_MS = 365 * DAY_MS;
/** Fewer pauses, or less time, are no habit yet. */
const FEWEST_GAPS = 5;
const SHORTEST_WATCH_MS = 14 * DAY_MS;
/** How long a source may be silent before its habit is known. */
const FIRST_PATIENCE_MS = 14 * DAY_MS;
const LEAST_PATIENCE_MS = 2 * DAY_MS;

/** A listing is news when its source had not listed the paper before; a refreshed one is none. */
export function isNewListing(before: Paper | null, source: string): boolean {
  return before === null || !before.sources.includes(source);
}

/**
 * The habit after a reading that brought news. Until a pause is known, the dates of what is listed
 * stand in: a feed shows its last months, Hugging Face's archive its last weeks.
 * @param lastReadAt when the source was last read before; null at its first reading.
 * @param listed the days of all that it lists now, the unknown ones as null.
 */
export function withNews(
  habit: Habit,
  lastReadAt: Date | null,
  listed: readonly (Date | null)[],
  now: Date,
): Habit {
  const shown = habit.gaps.length === 0 ? gapsBetween(listed, now) : [];
  const gaps = shown.length > 0 ? shown : [...habit.gaps, ...gapUntil(now, habit, lastReadAt)];
  return { newsAt: now, gaps: gaps.slice(-KEPT_GAPS) };
}

function gapsBetween(listed: readonly (Date | null)[], now: Date): number[] {
  const moments = listed
    .map((it) => it?.getTime() ?? 0)
    .filter((it) => it > now.getTime() - ARCHIVE_MS && it <= now.getTime())
    .toSorted((a, b) => a - b);
  return moments
    .slice(1)
    .map((it, place) => it - (moments[place] ?? it))
    .filter((gap) => gap >= SHORTEST_GAP_MS);
}

function gapUntil(now: Date, { newsAt }: Habit, lastReadAt: Date | null): number[] {
  if (!newsAt || !lastReadAt || now.getTime() - lastReadAt.getTime() > LONGEST_BLINK_MS) return [];
  const gap = now.getTime() - newsAt.getTime();
  return gap >= SHORTEST_GAP_MS ? [gap] : [];
}

/** The longest of the known pauses, in milliseconds; null while they are no habit yet. */
export function usualPause(gaps: readonly number[]): number | null {
  const watched = gaps.reduce((sum, gap) => sum + gap, 0);
  if (gaps.length < FEWEST_GAPS || watched < SHORTEST_WATCH_MS) return null;
  return Math.max(...gaps);
}

/**
 * How long a source that reads well may bring nothing new, in milliseconds: its longest pause and
 * half of it and a day, two days at least; two weeks at least while that is no habit yet.
 */
export function patienceForNews(gaps: readonly number[]): number {
  const least = usualPause(gaps) === null ? FIRST_PATIENCE_MS : LEAST_PATIENCE_MS;
  return Math.max(least, gaps.length > 0 ? Math.max(...gaps) * 1.5 + DAY_MS : 0);
}

/**
 * For how long a source may fail, in milliseconds: as long as half of its pauses are, because
 * nothing is missed in that time; a day at least, two weeks at most.
 */
export function patienceForFailures(gaps: readonly number[]): number {
  if (gaps.length < FEWEST_GAPS) return DAY_MS;
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? DAY_MS;
  return Math.min(Math.max(median, DAY_MS), FIRST_PATIENCE_MS);
}
