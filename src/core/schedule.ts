import { Temporal } from 'temporal-polyfill';
import { DAY_MS } from './time.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When a channel gets its digest: as soon as there is something, or at an hour on some days. */
export type Schedule = { readonly kind: 'at-once' } | DailySchedule;

export interface DailySchedule {
  readonly kind: 'daily';
  /** "HH:MM", 24 hours, in timeZone. */
  readonly time: string;
  /** At least one day. */
  readonly days: readonly Weekday[];
  /** IANA name, for instance "Europe/Berlin". */
  readonly timeZone: string;
}

/**
 * The last scheduled time at or before `now`. A local time that a daylight-saving change skips
 * counts an hour later that day, one that occurs twice counts at its first occurrence
 * (Temporal's "compatible" disambiguation, RFC 5545 section 3.3.5).
 */
export function lastSlot(schedule: DailySchedule, now: Date): Date {
  return findSlot(schedule, now, -1);
}

/** The first scheduled time after `now`. */
export function nextSlot(schedule: DailySchedule, now: Date): Date {
  return findSlot(schedule, now, 1);
}

/** The start of the day in which a moment lies, in the schedule's time zone; in UTC without one. */
export function startOfDay(schedule: Schedule, moment: Date): Date {
  const timeZone = zoneOf(schedule);
  const start = Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .startOfDay();
  return new Date(start.epochMilliseconds);
}

/** The day of the calendar on which a moment lies in the schedule's time zone, as midnight in UTC. */
export function calendarDay(schedule: Schedule, moment: Date): Date {
  const timeZone = zoneOf(schedule);
  const day = Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return new Date(`${day.toString()}T00:00:00Z`);
}

/** Reads a day such as "2026-12-24" as the time from its start to the next in the schedule's zone. */
export function readDate(
  text: string,
  schedule: Schedule,
): { readonly since: Date; readonly until: Date } | undefined {
  const timeZone = zoneOf(schedule);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' });
    const startOf = (it: Temporal.PlainDate) =>
      new Date(it.toZonedDateTime(timeZone).epochMilliseconds);
    return { since: startOf(day), until: startOf(day.add({ days: 1 })) };
  } catch {
    return undefined;
  }
}

/**
 * Reads a day such as "2026-12-24" as its start in the schedule's time zone; undefined for anything
 * that is no day, is over, or lies more than a year ahead.
 */
export function readDayToCome(text: string, schedule: Schedule, now: Date): Date | undefined {
  const since = readDate(text.trim(), schedule)?.since;
  const ahead = since ? since.getTime() - now.getTime() : 0;
  return ahead > 0 && ahead <= LONGEST_PAUSE_DAYS * DAY_MS ? since : undefined;
}

const LONGEST_PAUSE_DAYS = 366;

/** A channel that gets papers at once has no zone of its own. */
function zoneOf(schedule: Schedule): string {
  return schedule.kind === 'daily' ? schedule.timeZone : 'UTC';
}

function findSlot(schedule: DailySchedule, now: Date, step: 1 | -1): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(schedule.timeZone)
    .toPlainDate();
  for (let offset = 0; offset <= 8; offset++) {
    const slot = slotOn(schedule, today.add({ days: offset * step }));
    if (slot && (step === -1 ? slot <= now : slot > now)) return slot;
  }
  throw new RangeError(`A schedule needs at least one day: ${JSON.stringify(schedule)}`);
}

function slotOn(schedule: DailySchedule, date: Temporal.PlainDate): Date | undefined {
  const weekday = WEEKDAYS[date.dayOfWeek - 1];
  if (!weekday || !schedule.days.includes(weekday)) return undefined;
  const zoned = date.toZonedDateTime({
    timeZone: schedule.timeZone,
    plainTime: Temporal.PlainTime.from(schedule.time),
  });
  return new Date(zoned.epochMilliseconds);
}

/** True for a name of the IANA time zone database; abbreviations such as PST name no one zone. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** "on weekdays at 09:00 (Europe/Berlin)", "as soon as there is something". */
export function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === 'at-once') return 'as soon as there is something';
  return `${describeDays(schedule.days)} at ${schedule.time} (${schedule.timeZone})`;
}

function describeDays(days: readonly Weekday[]): string {
  const inOrder = WEEKDAYS.filter((day) => days.includes(day));
  if (inOrder.length === 7) return 'every day';
  if (inOrder.join() === 'mon,tue,wed,thu,fri') return 'on weekdays';
  return `on ${inOrder.map((day) => day[0]?.toUpperCase() + day.slice(1)).join(', ')}`;
}

/**
 * Reads "08:30 weekdays Europe/Berlin", "mon,thu", "now": words in any order, and what is left
 * out stays as in `base`. Gives the first word that is none of these, when there is one.
 */
export function readSchedule(text: string, base: DailySchedule): Schedule | string {
  if (/^(now|at once)$/i.test(text.trim())) return { kind: 'at-once' };
  let schedule = base;
  for (const word of text.trim().replace(/,\s+/g, ',').split(/\s+/)) {
    const part = readPart(word);
    if (!part) return word;
    schedule = { ...schedule, ...part };
  }
  return schedule;
}

function readPart(word: string): Partial<DailySchedule> | undefined {
  const time = readTime(word);
  if (time) return { time };
  const days = readDays(word);
  if (days) return { days };
  return isTimeZone(word) ? { timeZone: word } : undefined;
}

/** "9:00", "9.00", "9am" and "09:00" are "09:00"; undefined for anything but an hour of the day. */
export function readTime(text: string): string | undefined {
  const [, twelfth, half] = /^(1[0-2]|0?[1-9])([ap])m$/i.exec(text) ?? [];
  if (twelfth && half)
    return `${String((Number(twelfth) % 12) + (/p/i.test(half) ? 12 : 0)).padStart(2, '0')}:00`;
  const [, hour, minute] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text) ?? [];
  return hour && minute ? `${hour.padStart(2, '0')}:${minute}` : undefined;
}

/** "weekdays", "daily", "weekly" (Monday), "mon,thu": the days of the week meant; undefined otherwise. */
export function readDays(text: string): Weekday[] | undefined {
  const words = text.toLowerCase().split(',');
  const days = words.flatMap(readDay);
  return days.length > 0 && words.every((word) => readDay(word).length > 0)
    ? [...new Set(days)]
    : undefined;
}

function readDay(word: string): readonly Weekday[] {
  if (word === 'weekly') return ['mon'];
  if (word === 'daily' || word === 'everyday') return WEEKDAYS;
  if (word === 'weekdays' || word === 'weekday') return WEEKDAYS.slice(0, 5);
  if (word === 'weekends' || word === 'weekend') return WEEKDAYS.slice(5);
  const pattern = /^(mon|tue|wed|thu|fri|sat|sun)(s|nes|rs|ur)?(day)?s?$/;
  return WEEKDAYS.filter((day) => pattern.test(word) && word.startsWith(day));
}
