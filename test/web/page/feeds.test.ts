import FeedMe from 'feedme';
import Parser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { makeListing, makeListings } from '../../support/listings.ts';
import { type Pages, servePages } from '../../support/page.ts';

const OTTER = makeListing({
  ...{ entryId: 'o', identifiers: ['arxiv:2611.09999'], title: 'Otters <learn> & ]]> teach' },
  ...{ abstract: 'An otter learns.', categories: ['cs.LG'], authors: ['Zoë <b> & Co'] },
});
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;

async function filled(environment = {}): Promise<Pages> {
  const pages = await servePages(environment);
  await pages.record(...makeListings(2), OTTER);
  return pages;
}

describe('the Atom feed of a query', () => {
  it('is read by a parser of another author, with every text as it is', async () => {
    const pages = await filled({ PUBLIC_URL: 'https://papers.example.org' });
    const response = await pages.get('/feed.atom?q=otter');
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const feed = await new Parser({ customFields: { item: ['id'] } }).parseString(
      await response.text(),
    );
    expect(feed.title?.trim()).toBe('Papers on otter');
    expect(feed.feedUrl).toBe('https://papers.example.org/feed.atom?q=otter');
    expect(feed.link).toBe('https://papers.example.org/try?q=otter');
    expect(feed.items).toHaveLength(1);
    const [item] = feed.items;
    expect(item?.title?.trim()).toBe('Otters <learn> & ]]> teach');
    expect(item?.link).toBe('https://papers.example.org/paper/2611.09999');
    expect(item?.id).toMatch(UUID);
    expect(item?.isoDate).toBe('2026-11-24T00:00:00.000Z');
  });

  it('has the same names for every spelling, and on another host', async () => {
    const ids = async (pages: Pages, q: string) =>
      [...(await pages.text(`/feed.atom?q=${q}`)).matchAll(/<id>([^<]*)/g)].map((it) => it[1]);
    const one = await ids(await filled(), 'otter+learns');
    const other = await ids(await filled({ PUBLIC_URL: 'https://x.example' }), 'learns%20%20otter');
    expect(one).toHaveLength(2);
    expect(one).toEqual(other);
  });
});

describe('the JSON feed of a query', () => {
  it('is read by a parser of another author, with every text as it is', async () => {
    const pages = await filled();
    const response = await pages.get('/feed.json?q=otter');
    expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    const text = await response.text();
    // Its types tell of a default export that Node does not make of it.
    const parser = new (FeedMe as unknown as typeof FeedMe.default)(true);
    parser.end(text);
    await new Promise((resolve) => parser.once('finish', resolve));
    const feed = parser.done() as unknown as { items: Record<string, unknown>[] };
    expect(feed.items).toHaveLength(1);
    expect(feed.items[0]).toMatchObject({
      title: 'Otters <learn> & ]]> teach',
      url: `${pages.origin}/paper/2611.09999`,
    });
    expect(JSON.parse(text)).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      feed_url: `${pages.origin}/feed.json?q=otter`,
      items: [{ id: expect.stringMatching(UUID), authors: [{ name: 'Zoë <b> & Co' }] }],
    });
  });
});

describe('a feed', () => {
  it('without a query has the week’s papers', async () => {
    const pages = await filled();
    expect(JSON.parse(await pages.text('/feed.json')).items).toHaveLength(3);
  });

  it('has the latest hundred papers that a query matches', async () => {
    const pages = await servePages();
    const old = { listedAt: new Date('2026-11-20T00:00:00Z'), upvotes: 9 };
    await pages.record(...makeListings(101), makeListing({ ...OTTER, ...old, title: 'GRPO' }));
    const { items } = JSON.parse(await pages.text('/feed.json?q=grpo'));
    expect(items).toHaveLength(100);
    expect(items.map((it: { title: string }) => it.title)).not.toContain('GRPO');
  });

  it('of a query that can’t be read says why', async () => {
    const pages = await filled();
    const response = await pages.get('/feed.atom?q=(otter');
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringMatching(/^This parenthesis|[Pp]arenthesis/),
    ]);
  });

  it('is not sent again while it reads the same, by tag or date', async () => {
    const pages = await filled();
    const { headers } = await pages.get('/feed.atom?q=otter');
    const known = async (name: string, value: string | null) =>
      (await pages.get('/feed.atom?q=otter', { [name]: value ?? '' })).status;
    expect(await known('if-none-match', headers.get('etag'))).toBe(304);
    pages.at('2026-11-24T10:05:00Z');
    expect(await known('if-modified-since', headers.get('last-modified'))).toBe(304);
    const young = { entryId: 'y', identifiers: ['arxiv:2611.08888'], title: 'A young otter' };
    await pages.record(makeListing(young));
    pages.at('2026-11-24T10:10:00Z');
    expect(await known('if-modified-since', headers.get('last-modified'))).toBe(200);
    expect(await known('if-none-match', headers.get('etag'))).toBe(200);
  });
});
