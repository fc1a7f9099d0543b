import { describe, expect, it } from 'vitest';
import {
  batchesBetween,
  batchOf,
  describeDay,
  expectedBatch,
  midnight,
  submissionSpan,
} from '../../../src/sources/arxiv/calendar.ts';

describe("arXiv's calendar", () => {
  it.each([
    ['2026-11-23T17:00:00Z', '2026-11-24', 'Monday noon comes on Tuesday'],
    ['2026-11-23T19:00:00Z', '2026-11-25', 'Monday at two in the afternoon is too late for that'],
    ['2026-11-19T20:00:00Z', '2026-11-23', 'Thursday afternoon comes on Monday'],
    ['2026-11-20T20:00:00Z', '2026-11-24', 'Friday afternoon comes on Tuesday'],
    ['2026-11-22T12:00:00Z', '2026-11-24', 'Sunday comes on Tuesday'],
    ['2026-07-20T17:59:00Z', '2026-07-21', 'in summer the hour is another in UTC'],
    ['2026-07-20T18:00:00Z', '2026-07-22', 'in summer, too late'],
  ])('brings what was submitted at %s on %s: %s', (submitted, batch) => {
    expect(batchOf(new Date(submitted))).toBe(batch);
  });

  it.each(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-03-09'])(
    'agrees with itself on what belongs to %s',
    (batch) => {
      const { start, end } = submissionSpan(batch, batch);
      expect(batchOf(start)).toBe(batch);
      expect(batchOf(new Date(end.getTime() - 1))).toBe(batch);
      expect(batchOf(end)).not.toBe(batch);
    },
  );

  it.each([
    ['2026-11-24T06:59:00Z', '2026-11-23'],
    ['2026-11-24T07:00:00Z', '2026-11-24'],
    ['2026-11-21T12:00:00Z', '2026-11-20'],
    ['2026-11-23T06:00:00Z', '2026-11-20'],
    ['2026-07-21T06:00:00Z', '2026-07-21'],
  ])('expects at %s the batch of %s', (now, batch) => {
    expect(expectedBatch(new Date(now))).toBe(batch);
  });

  it('counts the batches between two days, weekends left out', () => {
    const between = batchesBetween('2026-11-19', '2026-11-25', '2026-01-01');
    expect(between).toEqual(['2026-11-20', '2026-11-23', '2026-11-24']);
    expect(batchesBetween('2026-11-20', '2026-11-23', '2026-01-01')).toEqual([]);
    expect(batchesBetween('2026-11-02', '2026-11-25', '2026-11-24')).toEqual(['2026-11-24']);
  });

  it('begins a day at midnight in New York', () => {
    expect(midnight('2026-11-24')).toEqual(new Date('2026-11-24T05:00:00Z'));
    expect(midnight('2026-07-24')).toEqual(new Date('2026-07-24T04:00:00Z'));
    expect(describeDay('2026-11-24')).toBe('Tuesday, 24 November 2026');
  });
});
