/** A day, in milliseconds. */
export const DAY_MS = 24 * 3_600_000;

/** "2026-11-24": the day of a moment in UTC. */
export function isoDay(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
