import { describe, expect, it } from 'vitest';
import {
  type DailySchedule,
  describeSchedule,
  isTimeZone,
  lastSlot,
  nextSlot,
  readSchedule,
  WEEKDAYS,
} from '../../src/core/schedule.ts';

const berlin: DailySchedule = {
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  timeZone: 'Europe/Berlin',
};

const iso = (date: Date) => date.toISOString();

describe('a digest at nine on weekdays in Berlin', () => {
  it('is due from nine on, and not a second earlier', () => {
    expect(iso(lastSlot(berlin, new Date('2026-11-24T08:00:00Z')))).toBe(
      '2026-11-24T08:00:00.000Z',
    );
    expect(iso(lastSlot(berlin, new Date('2026-11-24T07:59:59Z')))).toBe(
      '2026-11-23T08:00:00.000Z',
    );
  });

  it('is not due on a weekend', () => {
    expect(iso(lastSlot(berlin, new Date('2026-11-22T12:00:00Z')))).toBe(
      '2026-11-20T08:00:00.000Z',
    );
    expect(iso(nextSlot(berlin, new Date('2026-11-20T08:00:00Z')))).toBe(
      '2026-11-23T08:00:00.000Z',
    );
  });

  it('stays at nine over a daylight-saving change', () => {
    expect(iso(nextSlot(berlin, new Date('2026-03-27T12:00:00Z')))).toBe(
      '2026-03-30T07:00:00.000Z',
    );
    expect(iso(nextSlot(berlin, new Date('2026-10-23T12:00:00Z')))).toBe(
      '2026-10-26T08:00:00.000Z',
    );
  });
});

describe('a local time that a daylight-saving change touches', () => {
  const everyDay = { ...berlin, time: '02:30', days: WEEKDAYS };

  it('runs once when the hour is skipped', () => {
    expect(iso(nextSlot(everyDay, new Date('2026-03-28T12:00:00Z')))).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(iso(nextSlot(everyDay, new Date('2026-03-29T01:30:00Z')))).toBe(
      '2026-03-30T00:30:00.000Z',
    );
  });

  it('runs once when the hour comes twice', () => {
    expect(iso(nextSlot(everyDay, new Date('2026-10-24T12:00:00Z')))).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(iso(nextSlot(everyDay, new Date('2026-10-25T00:30:00Z')))).toBe(
      '2026-10-26T01:30:00.000Z',
    );
  });
});

describe('a year in any zone', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'];
  const times = ['00:00', '02:30', '09:00', '23:45'];
  const cases = zones.flatMap((timeZone) => times.map((time) => ({ timeZone, time })));

  it.each(cases)('has one slot a day: $time in $timeZone', ({ timeZone, time }) => {
    const everyDay = { ...berlin, time, timeZone, days: WEEKDAYS };
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    const end = new Date('2027-01-02T00:00:00Z');
    const days: string[] = [];
    for (let at = new Date('2025-12-30T00:00:00Z'); at < end; at = nextSlot(everyDay, at))
      days.push(local.format(at));
    const year = [...new Set(days)].filter((day) => day.startsWith('2026-'));
    expect(days.filter((day) => day.startsWith('2026-'))).toEqual(year);
    expect(year).toHaveLength(365);
  });
});

describe('a schedule as people write it', () => {
  it.each([
    ['now', { kind: 'at-once' }],
    ['8:30', { ...berlin, time: '08:30' }],
    [
      '18:00 mon,thu Asia/Tokyo',
      { ...berlin, time: '18:00', days: ['mon', 'thu'], timeZone: 'Asia/Tokyo' },
    ],
    ['daily', { ...berlin, days: [...WEEKDAYS] }],
    ['weekly', { ...berlin, days: ['mon'] }],
    ['Tuesday,Thursdays', { ...berlin, days: ['tue', 'thu'] }],
    ['UTC', { ...berlin, timeZone: 'UTC' }],
  ])('%s', (text, expected) => {
    expect(readSchedule(text, berlin)).toEqual(expected);
  });

  it.each([['25:00'], ['nine'], ['Europe/Nowhere'], ['mon,someday']])(
    '%s is not understood',
    (word) => {
      expect(readSchedule(`09:00 ${word}`, berlin)).toBe(word);
    },
  );

  it('reads back in words', () => {
    expect(describeSchedule(berlin)).toBe('on weekdays at 09:00 (Europe/Berlin)');
    expect(describeSchedule({ ...berlin, days: ['thu', 'mon'] })).toBe(
      'on Mon, Thu at 09:00 (Europe/Berlin)',
    );
    expect(describeSchedule({ kind: 'at-once' })).toBe('as soon as there is something');
  });

  it('knows the zones of the IANA database', () => {
    expect(isTimeZone('America/New_York')).toBe(true);
    expect(isTimeZone('Berlin')).toBe(false);
  });
});
