import { DAY_MS } from '../../core/time.ts';

/** Late additions are common (90 of 233 weekdays, measured), so every fetch goes back this far. */
const DAYS_REREAD = 3;
/** A paper is listed up to this long after arXiv; older days are no news any more. */
const MOST_DAYS = 14;

/**
 * The days to read, "2026-06-12", today first, in UTC: the last three, or as many more as passed
 * since the last success.
 */
export function daysToRead(since: Date | null, now: Date): string[] {
  const missed = since === null ? 0 : dayNumber(now) - dayNumber(since);
  return daysBack(now, Math.min(MOST_DAYS, Math.max(0, missed) + DAYS_REREAD));
}

/** The last days, today first, in UTC. */
export function daysBack(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, back) => dayName(dayNumber(now) - back));
}

/** "2026-06-12", in UTC. */
export function dayOf(moment: Date): string {
  return dayName(dayNumber(moment));
}

/** True for a Saturday or Sunday, on which Hugging Face lists nothing. */
export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

function dayNumber(moment: Date): number {
  return Math.floor(moment.getTime() / DAY_MS);
}

function dayName(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}
