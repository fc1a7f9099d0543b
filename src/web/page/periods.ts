import { Temporal } from 'temporal-polyfill';
import type { Period } from '../../core/paper-lists.ts';

export type Span = 'day' | 'week' | 'month';

/** A day, a week from its Monday, or a month of the calendar, in UTC as listing days are. */
export interface CalendarPeriod extends Period {
  readonly span: Span;
  /** "2026-11-24", "2026-W48", "2026-11": what stands in an address. */
  readonly name: string;
  /** "Tuesday, 24 November 2026", "Week of 23 November 2026", "November 2026". */
  readonly title: string;
}

/** The day, week or month in which a moment lies. */
export function periodOf(span: Span, moment: Date): CalendarPeriod {
  return periodFrom(span, Temporal.PlainDate.from(moment.toISOString().slice(0, 10)));
}

/** Reads the name of a period; undefined for what is none. */
export function readPeriod(span: Span, name: string): CalendarPeriod | undefined {
  try {
    const date = READERS[span](name);
    return date && periodFrom(span, date);
  } catch {
    return undefined;
  }
}

const READERS: Readonly<Record<Span, (name: string) => Temporal.PlainDate | undefined>> = {
  day: (name) =>
    /^\d{4}-\d\d-\d\d$/.test(name)
      ? Temporal.PlainDate.from(name, { overflow: 'reject' })
      : undefined,
  month: (name) => (/^\d{4}-\d\d$/.test(name) ? Temporal.PlainDate.from(`${name}-01`) : undefined),
  week: readWeek,
};

/** The fourth of January lies in the first week of its year: ISO 8601. */
function readWeek(name: string): Temporal.PlainDate | undefined {
  const [, year, week] = /^(\d{4})-W(\d\d)$/.exec(name) ?? [];
  if (year === undefined || week === undefined) return undefined;
  const date = Temporal.PlainDate.from(`${year}-01-04`).add({ weeks: Number(week) - 1 });
  return weekName(date) === name ? date : undefined;
}

function periodFrom(span: Span, date: Temporal.PlainDate): CalendarPeriod {
  const start = { day: date, week: mondayOf(date), month: date.with({ day: 1 }) }[span];
  const end = start.add({ [`${span}s`]: 1 });
  return { span, ...describe(span, start), since: toDate(start), until: toDate(end) };
}

function describe(span: Span, start: Temporal.PlainDate): { name: string; title: string } {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(toDate(start));
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  if (span === 'day') return { name: start.toString(), title: say({ weekday: 'long', ...long }) };
  if (span === 'week') return { name: weekName(start), title: `Week of ${say(long)}` };
  return { name: start.toString().slice(0, 7), title: say({ month: 'long', year: 'numeric' }) };
}

function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

function weekName(date: Temporal.PlainDate): string {
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;
}

function toDate(date: Temporal.PlainDate): Date {
  return new Date(`${date.toString()}T00:00:00Z`);
}
