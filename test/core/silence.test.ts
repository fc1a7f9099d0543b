import { describe, expect, it } from 'vitest';
import { isNewListing, withNews } from '../../src/core/habit.ts';
import { mergeListings } from '../../src/core/merge.ts';
import { isBack, silenceOf } from '../../src/core/silence.ts';
import { type Explanation, freshStatus, type SourceStatus } from '../../src/core/source.ts';
import { dayOf as arxivDayOf, isWeekend } from '../../src/sources/arxiv/calendar.ts';
import { silenceOf as arxivSentence } from '../../src/sources/arxiv/silence.ts';
import { makeListing } from '../support/listings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const DAYS = new Map<number, string>();

/** arXiv's day of a moment. The tests go through the same hours again and again. */
function dayOf(moment: Date): string {
  const known = DAYS.get(moment.getTime());
  const day = known ?? arxivDayOf(moment);
  if (!known) DAYS.set(moment.getTime(), day);
  return day;
}

const FRESH = freshStatus('arxiv:cs.LG');

interface Watched {
  readonly from: string;
  readonly to: string;
  /** Whether a reading at this hour finds something that the one before did not. */
  readonly hasNews: (now: Date) => boolean;
  /** What the source itself says of its silence. */
  readonly sentence?: (now: Date) => Explanation | null;
  /** Listing days of the first reading. */
  readonly archive?: readonly Date[];
}

/** Reads a source every hour from its first reading on, as ingest does; gives its last status and when it fell silent. */
function watch({ from, to, hasNews, sentence = () => null, archive = [] }: Watched) {
  let status = FRESH;
  let now = new Date(from);
  const silentSince: string[] = [];
  for (; now < new Date(to); now = new Date(now.getTime() + HOUR_MS)) {
    const isFirst = status.lastSuccessAt === null;
    const habit =
      isFirst || hasNews(now)
        ? withNews(status, status.lastSuccessAt, isFirst ? archive : [null], now)
        : status;
    const wasSilent = silenceOf(status, now) !== null;
    status = {
      ...status,
      newsAt: habit.newsAt,
      gaps: habit.gaps,
      lastSuccessAt: now,
      silence: sentence(now),
    };
    if (silenceOf(status, now) && !wasSilent) silentSince.push(now.toISOString());
  }
  return { status, silentSince };
}

/**
 * The mailings that arXiv deferred in 2023, as it announced them: each leaves out the batch of the
 * day after (https://github.com/arXiv/arxiv-docs/blob/develop/source/help/availability.md).
 */
const DEFERRED = [
  ...['2023-01-16', '2023-06-14', '2023-06-19', '2023-07-04', '2023-09-04'],
  ...['2023-11-23', '2023-12-25', '2023-12-27'],
].map((day) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10));

function hasBatch(day: string): boolean {
  return !isWeekend(day) && !DEFERRED.includes(day);
}

/** The feed is rebuilt at midnight in New York; the batch of an empty day is empty. */
function arxivLists(now: Date): boolean {
  const isFirstHour = dayOf(now) !== dayOf(new Date(now.getTime() - HOUR_MS));
  return isFirstHour && hasBatch(dayOf(now));
}

function arxivSays(now: Date): Explanation | null {
  const day = dayOf(now);
  const state = { lastBatch: day, firstSeenOn: day, empty: !hasBatch(day) };
  return arxivSentence('cs.LG', state, now);
}

/** Days from one to another, a constant number apart. */
function every(days: number, from: string, to: string): Date[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const count = Math.ceil((end - start) / (days * DAY_MS));
  return Array.from({ length: count }, (_, place) => new Date(start + place * days * DAY_MS));
}

describe('arXiv', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'is never silent in its year, whatever the day of the first reading (%i)',
    (weekday) => {
      const from = new Date(Date.parse('2023-01-02T09:00:00Z') + weekday * DAY_MS).toISOString();
      const year = { from, to: '2024-01-08', hasNews: arxivLists };
      expect(watch({ ...year, sentence: arxivSays }).silentSince).toEqual([]);
      expect(watch(year).silentSince).toEqual([]);
    },
  );

  it.each(['2023-11-15', '2023-12-15', '2023-12-20', '2023-12-22'])(
    'is not silent over holidays that follow its first reading, on %s',
    (day) => {
      const from = `${day}T09:00:00Z`;
      const weeks = { from, to: '2024-01-08', hasNews: arxivLists, sentence: arxivSays };
      expect(watch(weeks).silentSince).toEqual([]);
    },
  );

  it('is not silent over Christmas without a batch from Thursday to Sunday', () => {
    const closed = ['2026-12-24', '2026-12-25'];
    const hasNews = (now: Date) => arxivLists(now) && !closed.includes(dayOf(now));
    const winter = { from: '2026-10-01T09:00:00Z', to: '2027-01-10', hasNews };
    expect(watch(winter).silentSince).toEqual([]);
  });

  it('is silent when its feed stands still, though it says so itself', () => {
    const last = '2023-10-18';
    const stopped = {
      from: '2023-09-01T09:00:00Z',
      to: '2023-10-28',
      hasNews: (now: Date) => arxivLists(now) && dayOf(now) <= last,
      sentence: (now: Date) =>
        dayOf(now) <= last
          ? arxivSays(now)
          : arxivSentence('cs.LG', { lastBatch: last, firstSeenOn: last, empty: false }, now),
    };
    const { status, silentSince } = watch(stopped);
    expect(status.silence?.reason).toContain("arXiv's feed of cs.LG is stale");
    expect(silentSince).toEqual(['2023-10-23T17:00:00.000Z']);
    expect(silenceOf(status, new Date('2023-10-28'))).toEqual({
      kind: 'stale',
      since: new Date('2023-10-18T04:00:00Z'),
      usualMs: 3 * DAY_MS,
    });
  });

  it('is silent when it explains every day as a holiday for more than two weeks', () => {
    const last = '2023-10-18';
    const sentence = (now: Date) =>
      arxivSentence('cs.LG', { lastBatch: dayOf(now), firstSeenOn: dayOf(now), empty: true }, now);
    const { silentSince } = watch({
      from: '2023-09-01T09:00:00Z',
      to: '2023-11-30',
      hasNews: (now) => arxivLists(now) && dayOf(now) <= last,
      sentence: (now) => (dayOf(now) <= last ? null : sentence(now)),
    });
    expect(silentSince).toEqual(['2023-11-01T05:00:00.000Z']);
  });
});

describe('Hugging Face', () => {
  const archive = every(1, '2026-10-12', '2026-11-11').filter(
    (day) => !isWeekend(day.toISOString().slice(0, 10)),
  );
  /** Papers are added to a weekday all day long, in UTC. */
  const lists = (now: Date) => !isWeekend(now.toISOString().slice(0, 10));

  it('is not silent at weekends, nor when it lists something every hour', () => {
    const weeks = { from: '2026-11-11T09:00:00Z', to: '2027-06-01', hasNews: lists };
    expect(watch(weeks).silentSince).toEqual([]);
    expect(watch({ ...weeks, archive }).silentSince).toEqual([]);
  });

  it('shows its habit by its archive: it is missed within a week of the first reading', () => {
    const stopped = {
      from: '2026-11-11T09:00:00Z',
      to: '2026-12-06',
      hasNews: (now: Date) => lists(now) && now < new Date('2026-11-13'),
    };
    expect(watch({ ...stopped, archive }).silentSince).toEqual(['2026-11-18T12:00:00.000Z']);
    expect(watch(stopped).silentSince).toEqual(['2026-11-27T00:00:00.000Z']);
  });
});

describe('a monthly blog', () => {
  const posts = ['2026-02-03', '2026-03-01', '2026-04-07', '2026-05-05', '2026-06-02'];
  const hasNews = (now: Date) => posts.includes(now.toISOString().replace('T00:00:00.000Z', ''));
  const months = { from: '2026-01-20T09:00:00Z', to: '2026-07-01', hasNews };
  const archive = every(30, '2025-02-01', '2026-01-10');

  it('is known by the dates of its entries from the first reading on', () => {
    const { status, silentSince } = watch({ ...months, archive });
    expect(silentSince).toEqual([]);
    expect(Math.max(...status.gaps)).toBe(37 * DAY_MS);
  });

  it('is silent after half as long again, and a day', () => {
    const stopped = { ...months, to: '2026-10-01', archive };
    const [missed, ...others] = watch(stopped).silentSince;
    expect([missed, others]).toEqual(['2026-07-28T13:00:00.000Z', []]);
  });

  it('without dates seems silent once at most, until its pauses are known', () => {
    expect(watch(months).silentSince).toEqual(['2026-02-24T11:00:00.000Z']);
  });

  it('says nothing by an entry of long ago, one of the future, or none', () => {
    const odd = ['1999-01-01', '2026-01-01', '2026-01-19', '2099-01-01'].map((it) => new Date(it));
    const now = new Date('2026-01-20');
    expect(withNews(FRESH, null, odd, now)).toEqual({ newsAt: now, gaps: [18 * DAY_MS] });
    expect(withNews(FRESH, null, [null, null], now)).toEqual({ newsAt: now, gaps: [] });
    expect(withNews(FRESH, null, [], now)).toEqual({ newsAt: now, gaps: [] });
  });
});

describe('a pause', () => {
  const newsAt = new Date('2026-11-20T08:00:00Z');
  const habit = { newsAt, gaps: [DAY_MS, DAY_MS] };

  function gapsAfter(hours: number, readHoursBefore: number): readonly number[] {
    const now = new Date(newsAt.getTime() + hours * HOUR_MS);
    const lastRead = new Date(now.getTime() - readHoursBefore * HOUR_MS);
    return withNews(habit, lastRead, [now], now).gaps.slice(2);
  }

  it('lies between two days with news, not between two papers of one day', () => {
    expect(gapsAfter(11, 1)).toEqual([]);
    expect(gapsAfter(12, 1)).toEqual([12 * HOUR_MS]);
    expect(gapsAfter(72, 24)).toEqual([72 * HOUR_MS]);
  });

  it('is not known when the bot was off meanwhile, or the source could not be read', () => {
    expect(gapsAfter(500, 37)).toEqual([]);
  });

  it('is forgotten after thirty others', () => {
    const many = { newsAt, gaps: [9 * DAY_MS, ...Array<number>(29).fill(DAY_MS)] };
    const now = new Date(newsAt.getTime() + DAY_MS);
    expect(withNews(many, newsAt, [], now).gaps).toEqual(Array(30).fill(DAY_MS));
  });

  it('ends with a new listing, also of a known paper, and not with a refreshed one', () => {
    const seenAt = new Date('2026-11-24');
    const paper = mergeListings('arxiv:2611.00001', [{ ...makeListing(), seenAt }]);
    expect(isNewListing(null, 'hugging-face')).toBe(true);
    expect(isNewListing(paper, 'hugging-face')).toBe(false);
    expect(isNewListing(paper, 'arxiv:cs.LG')).toBe(true);
  });
});

describe('a source that fails', () => {
  const lastSuccessAt = new Date('2026-11-20T08:00:00Z');
  const failing: SourceStatus = {
    ...FRESH,
    lastSuccessAt,
    newsAt: lastSuccessAt,
    failures: 12,
    lastError: 'It answered 503.',
  };
  const hoursOn = (hours: number) => new Date(lastSuccessAt.getTime() + hours * HOUR_MS);

  it('is silent after a day without success, counted from the last one', () => {
    expect(silenceOf(failing, hoursOn(24))).toBeNull();
    expect(silenceOf(failing, hoursOn(25))).toEqual({ kind: 'failing', since: lastSuccessAt });
  });

  it('is silent when it never succeeded, counted from the first attempt', () => {
    const never = { ...failing, lastSuccessAt: null };
    expect(silenceOf(never, hoursOn(24))).toBeNull();
    expect(silenceOf(never, hoursOn(25))).toEqual({ kind: 'failing', since: lastSuccessAt });
  });

  it('is not silent at the first refusals after an absence of the bot', () => {
    expect(silenceOf({ ...failing, failures: 2 }, hoursOn(100))).toBeNull();
    expect(silenceOf({ ...failing, failures: 3 }, hoursOn(100))).not.toBeNull();
  });

  it('is silent when nothing ever answers', () => {
    expect(silenceOf({ ...failing, failures: 0 }, hoursOn(25))).not.toBeNull();
  });

  it.each([
    [[1, 1, 1, 1, 3], 1],
    [[7, 7, 7, 7, 7], 7],
    [[28, 31, 30, 31, 30], 14],
    [[28, 31, 30, 31], 1],
  ])('with pauses of %j days has %i days', (days, patience) => {
    const status = { ...failing, gaps: days.map((it) => it * DAY_MS) };
    expect(silenceOf(status, hoursOn(patience * 24))).toBeNull();
    expect(silenceOf(status, hoursOn(patience * 24 + 1))).not.toBeNull();
  });

  it('that was not asked for long is not silent for that alone', () => {
    expect(silenceOf({ ...failing, failures: 0, lastError: null }, hoursOn(9_000))).toBeNull();
  });
});

describe('a source is back', () => {
  const status: SourceStatus = { ...FRESH, gaps: [1, 1, 1, 3, 1, 1, 1, 1, 3, 1].map(toDays) };
  const readAfter = (hours: number, lastError: string | null = null): SourceStatus => {
    const newsAt = new Date('2026-11-20T08:00:00Z');
    const lastSuccessAt = new Date(newsAt.getTime() + hours * HOUR_MS);
    return { ...status, newsAt, lastSuccessAt, lastError };
  };

  it('when it lists within its habit again, by the time given', () => {
    expect(isBack(readAfter(0), 0)).toBe(true);
    expect(isBack(readAfter(5.5 * 24), 0)).toBe(true);
    expect(isBack(readAfter(5.5 * 24), HOUR_MS)).toBe(false);
  });

  it('not while it fails, nor by an excuse', () => {
    expect(isBack(readAfter(0, 'It answered 503.'), 0)).toBe(false);
    const excused = {
      ...readAfter(6 * 24),
      silence: { reason: 'Hugging Face lists nothing on Sundays.', expected: true },
    };
    expect(silenceOf(excused, new Date('2026-11-28'))).toBeNull();
    expect(isBack(excused, 0)).toBe(false);
  });
});

function toDays(number: number): number {
  return number * DAY_MS;
}
