import { describe, expect, it, vi } from 'vitest';
import { MESSAGE } from '../../contract/stores/world.ts';
import { makeListing, makeListings } from '../../support/listings.ts';
import { PAGE_NOW, type Pages, servePages } from '../../support/page.ts';

const OLD = new Date('2026-03-01T00:00:00Z');
const OTTER = makeListing({
  ...{ entryId: 'o', identifiers: ['arxiv:2611.09999'], title: 'Otters <learn>' },
  abstract: 'An otter learns to open shells.',
});

async function filled(): Promise<Pages> {
  const pages = await servePages();
  await pages.record(...makeListings(2), OTTER);
  return pages;
}

const ask = (path: string, q: string) => `${path}?${new URLSearchParams({ q })}`;

describe('a search', () => {
  it('finds what a query matches in the whole archive, the latest first, with the evidence marked', async () => {
    const pages = await filled();
    const old = { entryId: 'p', identifiers: ['arxiv:2603.00001'], listedAt: OLD };
    await pages.record(makeListing({ ...old, title: 'An old otter' }));
    const html = await pages.text(ask('/search', 'otter'));
    expect(html).toMatch(
      /<mark>Otters<\/mark> &lt;learn&gt;[\s\S]*<mark>otter<\/mark>[\s\S]*An old <mark>otter/,
    );
    expect(html).not.toContain('Invented Paper');
  });

  it('shows where a query is wrong', async () => {
    const pages = await filled();
    const html = await pages.text(ask('/search', 'otter <b>:x (shell'));
    expect(html).toContain('This query can’t be read.');
    expect(html).toContain('otter &lt;b&gt;:x (shell\n<b>');
    expect(html).toContain('value="otter &lt;b&gt;:x (shell"');
  });

  it('says what is wrong with a query as a whole, without a place', async () => {
    const pages = await filled();
    const html = await pages.text(ask('/search', '-otter'));
    expect(html).toContain('This only excludes.');
    expect(html).not.toContain('<pre');
  });

  it('tells of operators in small letters and of sources that there are not', async () => {
    const pages = await filled();
    expect(await pages.text(ask('/search', 'otter or shell'))).toContain('Did you mean');
    expect(await pages.text(ask('/search', 'otter source:nature'))).toContain('No source here');
  });

  it('has pages', async () => {
    const pages = await servePages();
    await pages.record(...makeListings(31));
    expect(await pages.text(ask('/search', 'grpo'))).toContain('rel="next"');
    const second = await pages.text(`${ask('/search', 'grpo')}&page=2`);
    expect(second.match(/<article>/g)).toHaveLength(1);
    expect((await pages.get(`${ask('/search', 'grpo')}&page=999`)).status).toBe(404);
  });

  it('of one address is answered so often a minute', async () => {
    const pages = await filled();
    const search = () => pages.get(ask('/search', 'otter'));
    for (let number = 0; number < 60; number++) expect((await search()).status).toBe(200);
    const refused = await search();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await pages.get('/')).status).toBe(200);
  });

  it('behind a proxy is counted by who asks, and not by who it says it is', async () => {
    const pages = await servePages({ TRUSTED_PROXIES: '127.0.0.0/8' });
    const from = (address: string) =>
      pages.get(ask('/search', 'otter'), { 'x-forwarded-for': `6.6.6.6, ${address}` });
    for (let number = 0; number < 60; number++) await from('9.9.9.9');
    expect((await from('9.9.9.9')).status).toBe(429);
    expect((await from('8.8.8.8')).status).toBe(200);
  });

  it('waits beside three at most of the same visitor, so that one shuts out nobody', async () => {
    const pages = await servePages({ TRUSTED_PROXIES: '127.0.0.0/8' });
    const from = (address: string, number: number) =>
      pages.get(ask(PATHS[number % 4] ?? '', `otter${number}`), { 'x-forwarded-for': address });
    const release = await holdDatabase(pages);
    const statuses: number[] = [];
    const many = Array.from({ length: 30 }, async (_, number) =>
      statuses.push((await from('9.9.9.9', number)).status),
    );
    await vi.waitUntil(() => statuses.length === 27, 10_000);
    const other = from('8.8.8.8', 0);
    release();
    expect((await other).status).toBe(200);
    await Promise.all(many);
    expect(statuses.filter((it) => it === 429)).toHaveLength(27);
    expect(statuses.slice(27)).toEqual([200, 200, 200]);
    expect((await from('9.9.9.9', 30)).status).toBe(200);
  });
});

const PATHS = ['/search', '/try', '/feed.atom', '/feed.json'];

/** Nothing else is read from the database until the returned function is called. */
async function holdDatabase({ storage }: Pages): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  void storage.transaction(async () => {
    held.resolve();
    await released.promise;
  });
  await held.promise;
  return released.resolve;
}

describe('trying a query', () => {
  it('shows what it would have brought, why, and how to follow it', async () => {
    const pages = await filled();
    const html = await pages.text(ask('/try', '"otter learns"'));
    expect(html).toMatch(/role="status"><b>&quot;otter learns&quot;<\/b>: 1 paper since/);
    expect(html).toContain('1 paper since 24 Nov 2026, where the archive begins.');
    expect(html).toContain('Matched <mark>otter learns</mark> in the abstract');
    expect(html).toContain('<p class="summary">An <mark>otter learns</mark> to open shells.</p>');
    expect(html).toContain('<code>/subscribe &quot;otter learns&quot;</code>');
    expect(html).toContain('href="/feed.atom?q=%22otter+learns%22"');
    expect(html).toContain('href="/feed.json?q=%22otter+learns%22"');
  });

  it('proposes another query where this one brings nothing', async () => {
    const pages = await filled();
    expect(await pages.text(ask('/try', 'otter whale'))).toMatch(/Wider: <a href="\/try\?q=otter"/);
  });

  it('begins with examples that can be read', async () => {
    const pages = await filled();
    const examples = [...(await pages.text('/try')).matchAll(/href="(\/try\?q=[^"]*)"/g)];
    expect(examples.length).toBeGreaterThan(5);
    for (const [, path = ''] of examples)
      expect(await pages.text(path), path).not.toContain('can’t be read');
  });
});

describe('a paper’s own page', () => {
  it('tells all that is known, and in how many channels it was posted', async () => {
    const pages = await servePages();
    await pages.record(
      makeListing({ machineSummary: 'It is invented.', categories: ['cs.LG'], keywords: ['x'] }),
      makeListing({ source: 'arxiv:cs.LG', url: 'https://arxiv.org/abs/2611.00001' }),
    );
    const { storage } = pages;
    const address = { platform: 'slack', workspace: 'T1', channel: 'SECRET' };
    const { id } = await storage.channels.ensure(address, { kind: 'at-once' }, PAGE_NOW);
    const post = { id: 'd1', message: MESSAGE, papers: ['arxiv:2611.00001'] };
    await storage.outbox.put(id, [post], PAGE_NOW);
    const claim = await storage.outbox.claim(id, PAGE_NOW, 1_000);
    const sent = { kind: 'sent', receipt: { messageId: '1' } } as const;
    if (claim) await storage.outbox.settle(claim, sent, PAGE_NOW);
    const html = await pages.text('/paper/2611.00001');
    expect(html).toContain('We invent a method. It works on three benchmarks.');
    expect(html).toContain('It is invented. <small>(summary by a language model)</small>');
    expect(html).toContain('Posted in 1 channel by this bot');
    expect(html).toContain(
      '<a href="https://arxiv.org/abs/2611.00001" rel="noreferrer">arXiv cs.LG',
    );
    expect(html).not.toContain('SECRET');
  });

  it('has one address, whatever the paper is called', async () => {
    const pages = await servePages();
    const doi = {
      source: 'rss:https://example.org/j',
      entryId: 'j',
      identifiers: ['doi:10.1000/1'],
    };
    await pages.record(makeListing(), makeListing({ ...doi, title: 'Other' }));
    const versioned = await pages.get('/paper/2611.00001v2');
    expect(versioned.headers.get('location')).toBe('/paper/2611.00001');
    const path = (await pages.get('/paper/10.1000/1')).headers.get('location') ?? '';
    expect(path).toMatch(/^\/paper\/~[0-9a-z]{11}$/);
    expect(await pages.text(path)).toContain('<h1>Other</h1>');
    expect((await pages.get('/paper/2699.00001')).status).toBe(404);
  });
});
