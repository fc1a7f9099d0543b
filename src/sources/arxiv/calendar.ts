import { Temporal } from 'temporal-polyfill';

/** A day as arXiv counts it, in US Eastern time: "2026-11-24". Days compare as strings. */
export type Day = string;

export interface Span {
  readonly start: Date;
  readonly end: Date;
}

/** arXiv's clock (https://info.arxiv.org/help/availability.html). */
const ZONE = 'America/New_York';
/** Submissions until this hour belong to the next announcement (same page). */
const CUTOFF_HOUR = 14;
/** A feed is rebuilt at midnight; this much later it counts as late, in milliseconds. */
const GRACE_MS = 2 * 3_600_000;

/** The day that it is for arXiv. */
export function dayOf(moment: Date): Day {
  return eastern(moment).toPlainDate().toString();
}

/** Midnight at the start of a day, the date that a feed gives to its batch. */
export function midnight(day: Day): Date {
  return atHour(Temporal.PlainDate.from(day), 0);
}

/** True for Saturday and Sunday, on which no batch appears. */
export function isWeekend(day: Day): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek > 5;
}

/**
 * The latest batch that should be in the feeds by now: announced Sunday to Thursday at 20:00, it
 * stands there from midnight, as the batch of Monday to Friday.
 */
export function expectedBatch(now: Date): Day {
  const date = eastern(new Date(now.getTime() - GRACE_MS)).toPlainDate();
  return (date.dayOfWeek > 5 ? workday(date, -1) : date).toString();
}

/** The batches after one day and before another, oldest first, none older than `oldest`. */
export function batchesBetween(after: Day, before: Day, oldest: Day): Day[] {
  const batches: Day[] = [];
  const earliest = [after, daysBefore(oldest, 1)].toSorted().at(-1) ?? after;
  let date = workday(Temporal.PlainDate.from(earliest), 1);
  while (date.toString() < before) {
    batches.push(date.toString());
    date = workday(date, 1);
  }
  return batches;
}

/** The day that is so many days earlier, weekends counted. */
export function daysBefore(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).subtract({ days }).toString();
}

/** When the works of the batches `first` to `last` were submitted. */
export function submissionSpan(first: Day, last: Day): Span {
  const before = workday(Temporal.PlainDate.from(first), -1);
  const end = workday(Temporal.PlainDate.from(last), -1);
  return { start: atHour(workday(before, -1), CUTOFF_HOUR), end: atHour(end, CUTOFF_HOUR) };
}

/** The batch that brings a work submitted at this moment (moderation may hold it back longer). */
export function batchOf(submitted: Date): Day {
  const time = eastern(submitted);
  const date = time.toPlainDate();
  const late = time.hour >= CUTOFF_HOUR || date.dayOfWeek > 5;
  const announced = late ? workday(date, 1) : date;
  return workday(announced, 1).toString();
}

/** "Monday, 29 September 2025". */
export function describeDay(day: Day): string {
  const date = new Date(`${day}T00:00:00Z`);
  const part = (options: Intl.DateTimeFormatOptions) =>
    date.toLocaleDateString('en-GB', { timeZone: 'UTC', ...options });
  return `${part({ weekday: 'long' })}, ${part({ day: 'numeric', month: 'long', year: 'numeric' })}`;
}

function eastern(moment: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(ZONE);
}

function atHour(date: Temporal.PlainDate, hour: number): Date {
  const plainTime = Temporal.PlainTime.from({ hour });
  return new Date(date.toZonedDateTime({ timeZone: ZONE, plainTime }).epochMilliseconds);
}

/** The next (1) or previous (-1) day that is no Saturday or Sunday. */
function workday(date: Temporal.PlainDate, step: 1 | -1): Temporal.PlainDate {
  const next = date.add({ days: step });
  return next.dayOfWeek > 5 ? workday(next, step) : next;
}
