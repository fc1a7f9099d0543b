import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Explanation, JsonValue } from '../../../src/core/source.ts';
import { silentLog } from '../../../src/lib/log.ts';
import {
  type ArxivOptions,
  createArxiv,
  createPoliteness,
} from '../../../src/sources/arxiv/index.ts';
import { describeSourceContract, encodeFeed } from '../../contract/sources.ts';
import {
  type Announcement,
  arxivAtom,
  arxivErrorFeed,
  arxivRss,
} from '../../support/feeds/arxiv.ts';
import { type LoopbackServer, startServer, testHttp } from '../../support/feeds/server.ts';

/** A Tuesday, seven in the morning in New York. */
const NOW = new Date('2026-11-24T12:00:00Z');
const TODAY = '2026-11-24';
const ITEMS: readonly Announcement[] = [
  { id: '2611.00001' },
  { id: '2611.00002', type: 'cross', categories: ['cs.CL', 'cs.LG'] },
  { id: '2601.00003', version: 3, type: 'replace' },
  { id: '2602.00004', version: 2, type: 'replace-cross' },
];

function source(origin: string, options: Partial<ArxivOptions> = {}) {
  return createArxiv({
    category: 'cs.LG',
    feedUrl: `${origin}/rss`,
    apiUrl: `${origin}/api/query`,
    http: testHttp(),
    politeness: createPoliteness({ intervalMs: 1 }),
    includeReplacements: false,
    log: silentLog(),
    ...options,
  });
}

const oneTitle = arxivRss({ day: TODAY, items: [{ id: '2611.00001', title: 'Café – naïve' }] });

describeSourceContract('An arXiv category', {
  create: (origin, http) => source(origin, { http }),
  server: () => ({ body: arxivRss({ day: TODAY, items: ITEMS }) }),
  now: NOW,
  feedIn: (encoding) => encodeFeed(oneTitle, encoding),
});

describe('An arXiv category', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startServer(() => ({}));
  });
  afterEach(() => server.close());

  function read(body: string, options: Partial<ArxivOptions> = {}, now = NOW) {
    server.answer(() => ({ body }));
    const request = { since: null, state: null, now };
    return source(server.origin, options).fetch(request, new AbortController().signal);
  }

  async function readOne(item: Announcement) {
    const { listings } = await read(arxivRss({ day: TODAY, items: [item] }));
    return listings[0];
  }

  const FORMATS = [
    ['RSS', arxivRss],
    ['Atom', arxivAtom],
  ] as const;

  it.each(FORMATS)('brings a new paper from %s', async (_, feed) => {
    const doi = '10.5555/TIDE.7';
    const { listings, silence } = await read(
      feed({ day: TODAY, items: [{ id: '2611.00001', doi }] }),
    );
    expect(silence).toBeNull();
    expect(listings).toEqual([
      {
        source: 'arxiv:cs.LG',
        entryId: '2611.00001',
        identifiers: ['arxiv:2611.00001', 'doi:10.5555/tide.7'],
        mentions: [],
        addresses: [],
        title: 'On the Tides of Gradient 2611.00001',
        abstract: 'We study how gradients ebb.',
        authors: ['Mira Solberg', 'Tomas Okafor'],
        url: 'https://arxiv.org/abs/2611.00001',
        listedAt: new Date('2026-11-24T05:00:00Z'),
        publishedAt: null,
        categories: ['cs.LG'],
        keywords: [],
        organization: null,
        upvotes: null,
        comments: null,
        machineSummary: null,
        codeUrl: null,
        projectUrl: null,
      },
    ]);
  });

  it.each(FORMATS)('brings new papers and cross-lists from %s, no revisions', async (_, feed) => {
    const { listings } = await read(feed({ day: TODAY, items: ITEMS }));
    expect(listings.map((it) => it.entryId)).toEqual(['2611.00001', '2611.00002']);
    expect(listings[1]?.categories).toEqual(['cs.CL', 'cs.LG']);
  });

  it('brings revisions, too, when asked to, under the name of the paper', async () => {
    const feed = arxivRss({ day: TODAY, items: ITEMS });
    const { listings } = await read(feed, { includeReplacements: true });
    expect(listings.map((it) => it.identifiers[0])).toContain('arxiv:2601.00003');
    expect(listings).toHaveLength(4);
  });

  it('brings a work once, in its later version, when a feed announces both', async () => {
    const both = [2, 1].map((version) => ({
      id: '2611.00001',
      version,
      title: `Version ${version}`,
    }));
    const { listings } = await read(arxivRss({ day: TODAY, items: both }));
    expect(listings.map((it) => it.title)).toEqual(['Version 2']);
  });

  it('knows a revision by its version where the feed does not say', async () => {
    const feed = arxivRss({ day: TODAY, items: ITEMS })
      .replace(/<arxiv:announce_type>.*?<\/arxiv:announce_type>/g, '')
      .replace(/Announce Type: \S+/g, '');
    expect((await read(feed)).listings.map((it) => it.entryId)).toEqual([
      '2611.00001',
      '2611.00002',
    ]);
  });

  it('cleans title and abstract without losing what only looks like markup', async () => {
    const listing = await readOne({
      id: '2611.00001',
      title: 'Q&amp;A with <i>$a<b$</i>\n  and <think>',
      abstract: '<p>If p < 0.05 and n > 3,\nthen $x<y$ &amp; R&D.</p>',
    });
    expect(listing?.title).toBe('Q&A with a < b and <think>');
    expect(listing?.abstract).toBe('If p < 0.05 and n > 3, then x < y & R&D.');
  });

  it('takes addresses out of the abstract and keeps them', async () => {
    const abstract = 'It needs $O(n)$ time. Code is at \\url{https://github.com/tide/ebb}.';
    expect(await readOne({ id: '2611.00001', abstract })).toMatchObject({
      abstract: 'It needs O(n) time. Code is available.',
      addresses: ['https://github.com/tide/ebb'],
      codeUrl: null,
    });
  });

  it('splits the authors at the commas and shows their accents', async () => {
    const authors = 'Mira S\\"olberg, Tom\\\'as Okafor, Jr., Ines Varga III';
    expect((await readOne({ id: '2611.00001', authors }))?.authors).toEqual([
      'Mira Sölberg',
      'Tomás Okafor, Jr.',
      'Ines Varga III',
    ]);
  });

  it('knows the papers of the last century', async () => {
    const listing = await readOne({ id: 'hep-th/9901001', version: 2, type: 'cross' });
    expect(listing?.identifiers).toEqual(['arxiv:hep-th/9901001']);
  });

  it('finds the feed below a bare server, and wherever else it is told to look', async () => {
    const feed = arxivRss({ day: TODAY });
    await read(feed, { feedUrl: server.origin });
    await read(feed, { feedUrl: `${server.origin}/mirror/atom/` });
    expect(server.paths()).toEqual(['/rss/cs.LG', '/mirror/atom/cs.LG']);
  });

  it('asks only for what has changed since', async () => {
    const body = arxivRss({ day: TODAY, items: ITEMS });
    server.answer((asked) =>
      asked.headers['if-none-match'] === '"b1"'
        ? { status: 304 }
        : { headers: { etag: '"b1"', 'cache-control': 'max-age=60' }, body },
    );
    const category = source(server.origin);
    const fetch = (state: JsonValue) =>
      category.fetch({ since: null, state, now: NOW }, new AbortController().signal);
    const first = await fetch(null);
    const second = await fetch(first.state);
    expect([first.listings.length, second.listings.length]).toEqual([2, 0]);
    expect(second.state).toEqual(first.state);
  });

  it.each([400, 200])('repeats what arXiv says of a bad category (HTTP %i)', async (status) => {
    server.answer(() => ({ status, body: arxivErrorFeed('zz') }));
    const request = { since: null, state: null, now: NOW };
    const fetching = source(server.origin, { category: 'zz' }).fetch(
      request,
      new AbortController().signal,
    );
    await expect(fetching).rejects.toThrow(
      `arXiv has no feed for the category "zz": it says "Bad archive 'zz'. Valid archive names are: ..." Correct ARXIV_CATEGORIES.`,
    );
  });

  it.each([429, 200])(
    'stays away for ten minutes from "Rate exceeded." (HTTP %i)',
    async (status) => {
      server.answer(() => ({ status, body: 'Rate exceeded.' }));
      const politeness = createPoliteness({ intervalMs: 1, clock: () => NOW });
      const request = { since: null, state: null, now: NOW };
      for (const category of ['cs.LG', 'cs.CL']) {
        const fetching = source(server.origin, { category, politeness }).fetch(
          request,
          new AbortController().signal,
        );
        await expect(fetching).rejects.toMatchObject({ retryAfterMs: 600_000 });
      }
      expect(server.asked).toHaveLength(1);
    },
  );
});

describe('A silent arXiv category', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startServer(() => ({}));
  });
  afterEach(() => server.close());

  /** Fetches one feed after another, each at its time, and gives what is said at the end. */
  async function silenceAfter(...fetches: readonly (readonly [body: string, now: string])[]) {
    let state: JsonValue = null;
    let silence: Explanation | null = null;
    for (const [body, now] of fetches) {
      server.answer(() => ({ body }));
      const request = { since: null, state, now: new Date(now) };
      const result = await source(server.origin).fetch(request, new AbortController().signal);
      ({ state, silence } = result);
    }
    return silence?.reason ?? null;
  }

  const WEEKEND = 'arXiv announces nothing on Saturdays and Sundays.';

  it.each([
    ['RSS', arxivRss],
    ['Atom', arxivAtom],
  ] as const)('is told from a stale one at a weekend (%s)', async (_, feed) => {
    const saturday = feed({ day: '2026-11-21' });
    expect(await silenceAfter([saturday, '2026-11-21T12:00:00Z'])).toBe(WEEKEND);
    expect(await silenceAfter([saturday, '2026-11-22T12:00:00Z'])).toBe(WEEKEND);
  });

  it('is at the weekend before the feed is rebuilt, and on Monday until the feed is due', async () => {
    const friday = arxivRss({ day: '2026-11-20', items: ITEMS });
    const sunday = arxivRss({ day: '2026-11-22' });
    expect(await silenceAfter([friday, '2026-11-21T05:10:00Z'])).toBe(WEEKEND);
    expect(await silenceAfter([sunday, '2026-11-23T06:30:00Z'])).toBe(WEEKEND);
  });

  it('is stale when the weekend feed is still there on Monday morning', async () => {
    const sunday = arxivRss({ day: '2026-11-22' });
    expect(await silenceAfter([sunday, '2026-11-23T12:00:00Z'])).toBe(
      "arXiv's feed of cs.LG is stale: it is still the empty one of Sunday, 22 November 2026 (arXiv announces nothing on Saturdays and Sundays), though a new one was due on Monday, 23 November 2026.",
    );
  });

  it('is stale when yesterday’s batch is still there', async () => {
    const monday = arxivRss({ day: '2026-11-23', items: ITEMS });
    expect(
      await silenceAfter([monday, '2026-11-23T12:00:00Z'], [monday, '2026-11-24T12:00:00Z']),
    ).toBe(
      "arXiv's feed of cs.LG is stale: it is still of Monday, 23 November 2026, though a new one was due on Tuesday, 24 November 2026.",
    );
  });

  it('is not stale within two hours of midnight in New York', async () => {
    const monday = arxivRss({ day: '2026-11-23', items: ITEMS });
    expect(await silenceAfter([monday, '2026-11-24T06:59:00Z'])).toBeNull();
  });

  it('is not stale when a feed with an old date holds papers that were not there before', async () => {
    const monday = arxivRss({ day: '2026-11-23', items: ITEMS });
    const late = arxivRss({ day: '2026-11-23', items: [{ id: '2611.00009' }] });
    const fetches = [
      [monday, '2026-11-23T12:00:00Z'],
      [late, '2026-11-24T12:00:00Z'],
    ] as const;
    expect(await silenceAfter(...fetches)).toBeNull();
  });

  it('is on holiday when a weekday’s feed is empty', async () => {
    const thanksgiving = arxivRss({ day: '2026-11-26' });
    expect(await silenceAfter([thanksgiving, '2026-11-26T12:00:00Z'])).toBe(
      'arXiv announced nothing in cs.LG on Thursday, 26 November 2026, probably a holiday.',
    );
  });
});
