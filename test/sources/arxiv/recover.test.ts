import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchResult, JsonValue } from '../../../src/core/source.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createArxiv, createPoliteness } from '../../../src/sources/arxiv/index.ts';
import { type ApiWork, arxivApi, arxivApiError, arxivRss } from '../../support/feeds/arxiv.ts';
import {
  type Answer,
  type LoopbackServer,
  startServer,
  testHttp,
} from '../../support/feeds/server.ts';

const TODAYS_PAPER = '2611.00001';
/** Submitted on Thursday afternoon and Friday noon in New York: both are Monday's batch. */
const MISSED: readonly ApiWork[] = [
  {
    id: '2611.10001',
    submitted: '2026-11-19T20:00:00Z',
    primary: 'cs.CL',
    categories: ['cs.LG', 'cs.CL'],
  },
  { id: '2611.10002', submitted: '2026-11-20T17:00:00Z', version: 2 },
];

describe('A missed day of an arXiv category', () => {
  let feeds: LoopbackServer;
  let exportApi: LoopbackServer;
  let api: (url: URL) => Answer;
  let day: string;
  let state: JsonValue;
  let politeness: ReturnType<typeof createPoliteness>;
  let now: Date;

  beforeEach(async () => {
    state = null;
    api = () => ({ body: arxivApi(MISSED) });
    politeness = createPoliteness({ intervalMs: 1, clock: () => now });
    exportApi = await startServer(({ url }) => api(url));
    feeds = await startServer(() => {
      const items = [{ id: TODAYS_PAPER }];
      return { body: arxivRss({ day, items: isWeekend(day) ? [] : items }) };
    });
  });
  afterEach(() => Promise.all([feeds.close(), exportApi.close()]));

  /** Fetches on a day at noon UTC, with the state of the fetch before. */
  async function fetchOn(date: string, time = '12:00', category = 'cs.LG'): Promise<FetchResult> {
    day = date;
    now = new Date(`${date}T${time}:00Z`);
    const source = createArxiv({
      category,
      feedUrl: feeds.origin,
      apiUrl: exportApi.origin,
      http: testHttp(),
      politeness,
      includeReplacements: false,
      log: silentLog(),
    });
    const result = await source.fetch({ since: null, state, now }, new AbortController().signal);
    state = result.state;
    return result;
  }

  const queries = () => exportApi.asked.map(({ url }) => url.searchParams);
  const ids = (result: FetchResult) => result.listings.map((it) => it.entryId);

  it('is not asked for when no day was missed, a weekend and the first fetch included', async () => {
    for (const date of ['2026-11-19', '2026-11-20', '2026-11-23', '2026-11-24'])
      await fetchOn(date);
    expect(queries()).toEqual([]);
  });

  it('is brought back through the API by the time of submission', async () => {
    await fetchOn('2026-11-20');
    const result = await fetchOn('2026-11-24');
    expect(ids(result)).toEqual([TODAYS_PAPER, '2611.10001', '2611.10002']);
    expect(Object.fromEntries(queries()[0] ?? [])).toEqual({
      search_query: 'cat:cs.LG AND submittedDate:[202611191900 TO 202611201900]',
      sortBy: 'submittedDate',
      sortOrder: 'ascending',
      start: '0',
      max_results: '1000',
    });
    await fetchOn('2026-11-24', '13:00');
    expect(queries()).toHaveLength(1);
  });

  it('brings each work under its name without version, on the day that was missed', async () => {
    await fetchOn('2026-11-20');
    const { listings } = await fetchOn('2026-11-24');
    expect(listings[1]).toMatchObject({
      source: 'arxiv:cs.LG',
      identifiers: ['arxiv:2611.10001'],
      title: 'Late Work 2611.10001',
      abstract: 'What was said on the day that nobody read.',
      authors: ['Mira Solberg', 'Tomas Okafor'],
      categories: ['cs.CL', 'cs.LG'],
      url: 'https://arxiv.org/abs/2611.10001',
      listedAt: new Date('2026-11-23T05:00:00Z'),
      publishedAt: new Date('2026-11-19T20:00:00Z'),
    });
  });

  it('brings no revision of an older work', async () => {
    const revision = { id: '2511.00001', version: 4, submitted: '2025-11-03T09:00:00Z' };
    api = () => ({ body: arxivApi([revision, ...MISSED]) });
    await fetchOn('2026-11-20');
    expect(ids(await fetchOn('2026-11-24'))).not.toContain('2511.00001');
  });

  it('is brought back on a Saturday, too, when the week was missed', async () => {
    await fetchOn('2026-11-17');
    await fetchOn('2026-11-21');
    expect(queries()[0]?.get('search_query')).toContain('[202611161900 TO 202611191900]');
  });

  it('is brought back over two weeks at most', async () => {
    await fetchOn('2026-09-01');
    await fetchOn('2026-11-24');
    expect(queries()[0]?.get('search_query')).toContain('[202611061900 TO ');
  });

  it('is read in slices until all is there', async () => {
    const works = Array.from({ length: 5 }, (_, n) => ({
      id: `2611.2000${n}`,
      submitted: '2026-11-20T10:00:00Z',
    }));
    api = (url) => {
      const start = Number(url.searchParams.get('start'));
      return { body: arxivApi(works.slice(start, start + 2), works.length) };
    };
    await fetchOn('2026-11-20');
    expect(ids(await fetchOn('2026-11-24'))).toHaveLength(1 + 5);
    expect(queries().map((it) => it.get('start'))).toEqual(['0', '2', '4']);
  });

  it('asks for all categories of an archive', async () => {
    await fetchOn('2026-11-20', '12:00', 'cs');
    await fetchOn('2026-11-24', '12:00', 'cs');
    expect(queries()[0]?.get('search_query')).toMatch(/^cat:cs\* AND /);
  });

  it.each([
    ['fails', () => ({ status: 503 })],
    ['refuses the query in a feed', () => ({ body: arxivApiError('bad query') })],
    ['answers with a page', () => ({ body: '<html></html>' })],
    ['breaks off', () => ({ body: arxivApi([], 40) })],
  ] as [string, () => Answer][])(
    'is tried again at the next fetch when the API %s',
    async (_, failing) => {
      await fetchOn('2026-11-20');
      const working = api;
      api = failing;
      expect(ids(await fetchOn('2026-11-24'))).toEqual([TODAYS_PAPER]);
      api = working;
      expect(ids(await fetchOn('2026-11-24', '12:30'))).toContain('2611.10001');
      expect(ids(await fetchOn('2026-11-24', '13:00'))).not.toContain('2611.10001');
    },
  );

  it('is not asked for again within ten minutes of a 429, a restart included', async () => {
    await fetchOn('2026-11-20');
    api = () => ({ status: 429 });
    await fetchOn('2026-11-24', '12:00');
    await fetchOn('2026-11-24', '12:04');
    politeness = createPoliteness({ intervalMs: 1 });
    await fetchOn('2026-11-24', '12:09');
    expect(queries()).toHaveLength(1);
    api = () => ({ body: arxivApi(MISSED) });
    expect(ids(await fetchOn('2026-11-24', '12:10'))).toContain('2611.10001');
  });

  it('joins a gap that is still open with a new one', async () => {
    await fetchOn('2026-11-17');
    api = () => ({ status: 500 });
    await fetchOn('2026-11-19');
    api = () => ({ body: arxivApi(MISSED) });
    await fetchOn('2026-11-24');
    expect(queries()[1]?.get('search_query')).toContain('[202611161900 TO 202611201900]');
  });
});

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(day).getUTCDay());
}
