import { request } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import type { Listing } from '../../../src/core/paper.ts';
import { makeListing, makeListings } from '../../support/listings.ts';
import { type Pages, servePages } from '../../support/page.ts';

const YESTERDAY = new Date('2026-11-23T00:00:00Z');
const LAST_MONTH = new Date('2026-10-15T00:00:00Z');

/** Titles of papers in the order of the page. */
async function titlesOf(pages: Pages, path: string): Promise<string[]> {
  const html = await pages.text(path);
  return [...html.matchAll(/<h2><a href="[^"]*">([^<]*)</g)].map((it) => it[1] ?? '');
}

it('leaves the rest of the process its own Request and Response', async () => {
  const { Request, Response } = globalThis;
  const pages = await servePages();
  await pages.text('/');
  expect([globalThis.Request, globalThis.Response]).toEqual([Request, Response]);
});

describe('the front page', () => {
  it('shows the newest day’s papers, the most upvoted first', async () => {
    const pages = await servePages();
    const [first, second, third] = makeListings(3) as [Listing, Listing, Listing];
    await pages.record({ ...first, upvotes: 2 }, { ...second, upvotes: 30 });
    await pages.record({ ...third, upvotes: 99, listedAt: YESTERDAY });
    expect(await titlesOf(pages, '/')).toEqual([second.title, first.title]);
    expect(await pages.text('/')).toContain('<h1>Tuesday, 24 November 2026</h1>');
  });

  it('shows a day, a week and a month, and leads to those before and after', async () => {
    const pages = await servePages();
    const [first, second, third] = makeListings(3) as [Listing, Listing, Listing];
    await pages.record(
      first,
      { ...second, listedAt: YESTERDAY },
      { ...third, listedAt: LAST_MONTH },
    );
    expect(await titlesOf(pages, '/?day=2026-11-23')).toEqual([second.title]);
    expect(await titlesOf(pages, '/?week=2026-W48')).toEqual([first.title, second.title]);
    expect(await titlesOf(pages, '/?month=2026-10')).toEqual([third.title]);
    expect(await pages.text('/?day=2026-11-23')).toMatch(
      /href="\/\?day=2026-10-15"[\s\S]*href="\/\?day=2026-11-24"/,
    );
    expect(await pages.text('/?month=2026-11')).toContain('href="/?month=2026-10"');
    expect(await pages.text('/')).not.toContain('rel="next"');
  });

  it.each([
    '/?day=2026-02-30',
    '/?day=yesterday',
    '/?week=2026-W54',
    '/?month=11',
    '/?page=0',
    '/x',
  ])('says of %s that nothing is there', async (path) => {
    const pages = await servePages();
    const response = await pages.get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Nothing is here');
  });

  it('shows a long day in pages', async () => {
    const pages = await servePages();
    await pages.record(...makeListings(51, { upvotes: 1 }));
    expect(await titlesOf(pages, '/')).toHaveLength(50);
    expect(await titlesOf(pages, '/?day=2026-11-24&page=2')).toHaveLength(1);
  });

  it('says that nothing is stored yet', async () => {
    const pages = await servePages();
    expect(await pages.text('/')).toContain('No papers are stored yet.');
  });

  it('shows titles as they are, and no more', async () => {
    const pages = await servePages();
    await pages.record(makeListing({ title: '<script>alert("1")</script> & more' }));
    expect(await pages.text('/')).toContain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more',
    );
  });

  it('knows trending papers by votes and age', async () => {
    const pages = await servePages();
    const [first, second, third] = makeListings(3) as [Listing, Listing, Listing];
    await pages.record(
      { ...first, upvotes: 10 },
      { ...second, upvotes: 50, listedAt: new Date('2026-11-12T00:00:00Z') },
      { ...third, upvotes: 0 },
    );
    expect(await titlesOf(pages, '/trending')).toEqual([first.title, second.title]);
  });

  it('shows a paper within two minutes of another process, and at the second look after its own', async () => {
    const pages = await servePages();
    const [first, second, third] = makeListings(3) as [Listing, Listing, Listing];
    await pages.record(first);
    expect(await titlesOf(pages, '/')).toHaveLength(1);
    await pages.record(second);
    expect(await titlesOf(pages, '/')).toHaveLength(1);
    pages.at('2026-11-24T10:02:00Z');
    expect(await titlesOf(pages, '/')).toHaveLength(2);
    await pages.record(third);
    expect(await titlesOf(pages, '/')).toHaveLength(2);
    pages.web.refresh();
    await vi.waitUntil(async () => (await titlesOf(pages, '/')).length === 3);
  });

  it('is rendered for one visitor so often a minute, and what is kept is shown to everybody', async () => {
    const pages = await servePages({ TRUSTED_PROXIES: '127.0.0.0/8' });
    const from = async (address: string, path: string) =>
      (await pages.get(path, { 'x-forwarded-for': address })).status;
    for (let year = 1700; year < 1940; year++)
      expect(await from('9.9.9.9', `/?month=${year}-01`)).toBe(200);
    expect(await from('9.9.9.9', '/?month=1940-01')).toBe(429);
    expect(await from('9.9.9.9', '/?month=1939-01')).toBe(200);
    expect(await from('8.8.8.8', '/?month=1940-01')).toBe(200);
    expect(await from('9.9.9.9', '/?month=1940-01')).toBe(200);
  });

  it('stays kept while it is asked for, whatever others look at', async () => {
    const pages = await servePages();
    const [first, second] = makeListings(2) as [Listing, Listing];
    await pages.record(first);
    await pages.text('/');
    await pages.record(second);
    for (let year = 1700; year < 1820; year++) await pages.text(`/?month=${year}-01`);
    expect(await titlesOf(pages, '/')).toHaveLength(1);
    for (let year = 1820; year < 1930; year++) await pages.text(`/?month=${year}-01`);
    expect(await titlesOf(pages, '/')).toHaveLength(1);
  });

  it('leaves crawlers what is kept, and no questions', async () => {
    const pages = await servePages();
    const response = await pages.get('/robots.txt');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toMatch(/^User-agent: \*\nDisallow: \/search\nDisallow: \/try\n/);
  });

  it('is sent once to who has it already, and compressed to who takes that', async () => {
    const pages = await servePages();
    await pages.record(makeListing());
    const etag = (await pages.get('/')).headers.get('etag') ?? '';
    expect((await pages.get('/', { 'if-none-match': etag })).status).toBe(304);
    expect((await pages.get('/', { 'if-none-match': 'W/"other"' })).status).toBe(200);
    expect(await encodingOf(pages, 'gzip, br')).toBe('gzip');
    expect(await encodingOf(pages, 'gzip;q=0')).toBeUndefined();
  });

  it('allows no script of others, and sets no cookie', async () => {
    const pages = await servePages();
    const { headers } = await pages.get('/');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self';/,
    );
    expect(headers.get('set-cookie')).toBeNull();
    expect(await pages.text('/')).not.toMatch(/ style=| onclick=|<style|<script>/);
  });

  it('brings its own files, kept for good under their names', async () => {
    const pages = await servePages();
    const style = /href="(\/assets\/[^"]*\.css)"/.exec(await pages.text('/'))?.[1] ?? '';
    const response = await pages.get(style);
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect((await pages.get('/assets/x/page.css')).headers.get('cache-control')).toBe('no-cache');
    expect((await pages.get('/assets/x/no.css')).status).toBe(404);
  });
});

describe('without PAGE', () => {
  it('there is no page', async () => {
    const pages = await servePages({ PAGE: 'false' });
    expect((await pages.get('/')).status).toBe(404);
    expect(await pages.text('/')).toBe('Not found. There is /healthz and /readyz.\n');
  });
});

/** fetch would undo the compression and hide it. */
function encodingOf(pages: Pages, accepted: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${pages.origin}/`, { headers: { 'accept-encoding': accepted } });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.headers['content-encoding']);
    });
    asked.on('error', reject).end();
  });
}
