import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listing } from '../../../src/core/paper.ts';
import type { JsonValue } from '../../../src/core/source.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createRss } from '../../../src/sources/rss/index.ts';
import { describeSourceContract, encodeFeed } from '../../contract/sources.ts';
import { atom, JOURNAL_FEED, rss2 } from '../../support/feeds/rss.ts';
import { type LoopbackServer, startServer, testHttp } from '../../support/feeds/server.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const log = silentLog();
const POST = `<title>Why &amp;quot;tides&amp;quot; matter</title>
  <link>https://tide.example/blog/1</link>
  <guid isPermaLink="false">post-1</guid>
  <pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>
  <description>&lt;p&gt;Because p &amp;lt; 0.05&amp;nbsp;and&lt;br/&gt;n &gt; 3.&lt;/p&gt;</description>`;

describeSourceContract('An RSS feed', {
  create: (origin, http) => createRss({ url: `${origin}/feed`, http, log }),
  server: () => ({ body: rss2(POST, '<title>Second</title><link>https://tide.example/2</link>') }),
  now: NOW,
  feedIn: (encoding) => encodeFeed(rss2('<title>Café – naïve</title>'), encoding),
});

describe('An RSS or Atom feed', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startServer(() => ({ body: rss2() }));
  });
  afterEach(() => server.close());

  function read(body: string, state: JsonValue = null) {
    server.answer(() => ({ body }));
    const source = createRss({ url: `${server.origin}/feed`, http: testHttp(), log });
    return source.fetch({ since: null, state, now: NOW }, new AbortController().signal);
  }

  async function readOne(body: string): Promise<Listing> {
    const { listings } = await read(body);
    expect(listings).toHaveLength(1);
    return listings[0] as Listing;
  }

  it('brings a blog post as a person would read it', async () => {
    const name = `rss:${server.origin}/feed`;
    expect(await readOne(rss2(POST))).toMatchObject({
      source: name,
      entryId: 'post-1',
      identifiers: [`entry:${name}#post-1`],
      mentions: [],
      title: 'Why "tides" matter',
      abstract: 'Because p < 0.05 and n > 3.',
      url: 'https://tide.example/blog/1',
      listedAt: new Date('2026-11-20T08:00:00Z'),
      publishedAt: null,
    });
  });

  it('brings an Atom entry with all its authors', async () => {
    const entry = await readOne(
      atom(`<title type="html">Tides &amp;amp; &lt;em&gt;time&lt;/em&gt;</title>
        <link rel="enclosure" href="https://tide.example/1.mp3"/><link href="/posts/1"/>
        <id>tag:tide.example,2026:1</id><updated>2026-11-21T10:00:00Z</updated>
        <published>2026-11-20T10:00:00+02:00</published><category term="oceans"/><category term="cs.LG"/>
        <author><name>Mira Solberg</name><email>m@tide.example</email></author>
        <author><name>Tomas Okafor</name></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First <b>bold</b> words.</p><p>Then more.</p></div></content>`),
    );
    expect(entry).toMatchObject({
      title: 'Tides & time',
      url: `${server.origin}/posts/1`,
      authors: ['Mira Solberg', 'Tomas Okafor'],
      abstract: 'First bold words. Then more.',
      listedAt: new Date('2026-11-20T08:00:00Z'),
      categories: ['cs.LG'],
      keywords: ['oceans'],
    });
  });

  it('brings a journal article under its DOI', async () => {
    expect(await readOne(JOURNAL_FEED)).toMatchObject({
      identifiers: [
        'doi:10.5555/tide.2026.77',
        `entry:rss:${server.origin}/feed#https://journal.example/articles/77?rss=1`,
      ],
      title: 'Salt and Silicon',
      authors: ['Solberg, M.', 'Okafor, T.'],
      abstract: 'Silicon that floats.',
      url: 'https://journal.example/articles/77',
      listedAt: new Date('2026-11-19T00:00:00Z'),
    });
  });

  it.each([
    ['https://arxiv.org/abs/2611.01234v2', '2611.01234'],
    ['http://www.arxiv.org/pdf/2611.01234v3.pdf', '2611.01234'],
    ['https://huggingface.co/papers/2611.01234', '2611.01234'],
    ['https://www.alphaxiv.org/abs/2611.01234v1', '2611.01234'],
    ['https://tldr.takara.ai/p/2611.01234', '2611.01234'],
    ['https://arxiv.org/abs/cs/0112017', 'cs/0112017'],
    ['https://arxiv.org/abs/hep-th/9901001v3', 'hep-th/9901001'],
    ['https://doi.org/10.48550/arXiv.2611.01234', '2611.01234'],
  ])('knows %s for the arXiv paper that it is', async (link, id) => {
    const entry = await readOne(rss2(`<title>T</title><link>${link}</link>`));
    expect(entry.entryId).toBe(id);
    expect(entry.identifiers).toEqual([`arxiv:${id}`, `entry:${entry.source}#${id}`]);
  });

  it('keeps an entry whose guid is too long for a database', async () => {
    const guid = `https://example.org/search?q=${'a1'.repeat(4_000)}`;
    const listing = await readOne(rss2(`<title>T</title><guid isPermaLink="false">${guid}</guid>`));
    expect(listing?.entryId).toMatch(/^sha256:/);
    expect(listing?.identifiers.join().length).toBeLessThan(1_100);
  });

  it('knows an arXiv paper by its guid, whatever its link', async () => {
    const item =
      '<title>T</title><link>https://mirror.example/x</link><guid>oai:arXiv.org:2611.01234v4</guid>';
    const entry = await readOne(rss2(item));
    expect(entry.entryId).toBe('2611.01234');
    expect(entry.identifiers[0]).toBe('arxiv:2611.01234');
    expect(entry.url).toBe('https://mirror.example/x');
  });

  it.each([
    ['a DOI', '<dc:identifier>doi:10.5555/tide.9</dc:identifier>', 'doi:10.5555/tide.9'],
    ['an arXiv link', '<link>https://arxiv.org/abs/2611.01234</link>', 'arxiv:2611.01234'],
  ])('calls an entry the same when it later gains %s', async (_, gained, identifier) => {
    const early = await readOne(rss2('<title>T</title><guid>post-9</guid>'));
    const late = await readOne(rss2(`<title>T</title><guid>post-9</guid>${gained}`));
    expect(late.entryId).toBe(early.entryId);
    expect(late.identifiers).toEqual([identifier, ...early.identifiers]);
  });

  it('keeps two nameless entries of one title apart by their DOIs', async () => {
    const erratum = (doi: string) => `<title>Erratum</title><prism:doi>${doi}</prism:doi>`;
    const { listings } = await read(rss2(erratum('10.5555/tide.1'), erratum('10.5555/tide.2')));
    expect(listings.map((it) => it.entryId)).toEqual(['doi:10.5555/tide.1', 'doi:10.5555/tide.2']);
  });

  it('is not fooled by another site that has arxiv.org in its address', async () => {
    const link = 'https://evil.example/?to=https://arxiv.org/abs/2611.01234';
    const entry = await readOne(rss2(`<title>T</title><link>${link}</link>`));
    expect(entry.identifiers[0]).toMatch(/^entry:/);
  });

  it('mentions the one paper that a post links to', async () => {
    const links = ['https://arxiv.org/abs/2611.01234', 'https://arxiv.org/pdf/2611.01234v2'];
    const html = links.map((it) => `&lt;a href="${it}"&gt;paper&lt;/a&gt;`).join(' ');
    const entry = await readOne(
      rss2(`<title>T</title><guid>a</guid><description>${html}</description>`),
    );
    expect(entry.mentions).toEqual(['arxiv:2611.01234']);
  });

  it('takes addresses out of a short text, and leaves an article as it is', async () => {
    const text = 'Tides rise. Code: https://github.com/tide/ebb.';
    const post = (words: string) =>
      readOne(rss2(`<title>T</title><guid>a</guid><description>${words}</description>`));
    const addresses = ['https://github.com/tide/ebb'];
    expect(await post(text)).toMatchObject({ abstract: 'Tides rise. Code.', addresses });
    const article = 'All the words. '.repeat(300) + text;
    expect(await post(article)).toMatchObject({ abstract: article.trim(), addresses: [] });
  });

  it('mentions none when a post links to several, or only to itself', async () => {
    const two = 'https://arxiv.org/abs/2611.01234 https://doi.org/10.5555/other';
    const many = await readOne(rss2(`<title>T</title><description>${two}</description>`));
    expect(many.mentions).toEqual([]);
    const link = 'https://arxiv.org/abs/2611.01234';
    const self = await readOne(
      rss2(`<title>T</title><link>${link}</link><description>${link}</description>`),
    );
    expect(self.mentions).toEqual([]);
  });

  it('reads the whole article where the feed has it, cut between two words', async () => {
    const article = `&lt;img alt="x" src="y"/&gt;&lt;p&gt;${'long words '.repeat(2000)}&lt;/p&gt;`;
    const entry = await readOne(
      rss2(
        `<title>T</title><description>Short.</description><content:encoded>${article}</content:encoded>`,
      ),
    );
    expect(entry.abstract.length).toBeLessThanOrEqual(5000);
    expect(entry.abstract).toMatch(/^long words .*(?:long|words)…$/);
  });

  it('leaves out what WordPress adds, and a text that only repeats the title', async () => {
    const footer =
      'A tide.&lt;p&gt;The post &lt;a href="x"&gt;T&lt;/a&gt; appeared first on &lt;a href="y"&gt;Tide&lt;/a&gt;.&lt;/p&gt;';
    expect(
      (await readOne(rss2(`<title>T</title><description>${footer}</description>`))).abstract,
    ).toBe('A tide.');
    expect((await readOne(rss2('<title>T</title><description>T</description>'))).abstract).toBe('');
  });

  it.each([
    ['<author>m@tide.example (Mira Solberg)</author>', ['Mira Solberg']],
    ['<author>m@tide.example</author>', []],
    [
      '<dc:creator>Mira Solberg, Tomas Okafor and Ines Varga</dc:creator>',
      ['Mira Solberg', 'Tomas Okafor', 'Ines Varga'],
    ],
    ['<dc:creator>Solberg, Mira</dc:creator>', ['Solberg, Mira']],
    [
      '<dc:creator>Mira Solberg</dc:creator><dc:creator>Tomas Okafor</dc:creator>',
      ['Mira Solberg', 'Tomas Okafor'],
    ],
  ])('reads the authors in %s', async (xml, authors) => {
    expect((await readOne(rss2(`<title>T</title>${xml}`))).authors).toEqual(authors);
  });

  it('skips an entry with neither title nor link, and the second of two equal ones', async () => {
    const { listings } = await read(rss2('<description>Nothing</description>', POST, POST));
    expect(listings.map((it) => it.entryId)).toEqual(['post-1']);
  });

  it('lends a title to an entry that has only text and a link', async () => {
    const entry = await readOne(
      rss2('<link>https://tide.example/7</link><description>A short note.</description>'),
    );
    expect(entry.title).toBe('A short note.');
  });

  it('survives a bad date and a missing link', async () => {
    const item = '<title>T</title><pubDate>the day before</pubDate>';
    const entry = await readOne(rss2(item));
    expect(entry).toMatchObject({ listedAt: null, url: 'https://tide.example/blog/' });
    const inAtom = await readOne(atom('<title>T</title><link>x</link><published>soon</published>'));
    expect(inAtom.listedAt).toBeNull();
  });

  it('counts a date without a zone as UTC', async () => {
    const entry = await readOne(
      rss2('<title>T</title><pubDate>Fri, 20 Nov 2026 08:00:00</pubDate>'),
    );
    expect(entry.listedAt).toEqual(new Date('2026-11-20T08:00:00Z'));
  });

  it('asks only for what has changed since', async () => {
    const headers = { etag: '"v1"', 'last-modified': 'Fri, 20 Nov 2026 08:00:00 GMT' };
    server.answer((asked) =>
      asked.headers['if-none-match'] === '"v1"' ? { status: 304 } : { headers, body: rss2(POST) },
    );
    const source = createRss({ url: `${server.origin}/feed`, http: testHttp(), log });
    const fetch = (state: JsonValue) =>
      source.fetch({ since: null, state, now: NOW }, new AbortController().signal);
    const first = await fetch(null);
    const second = await fetch(first.state);
    expect([first.listings.length, second.listings.length]).toEqual([1, 0]);
    expect(server.asked[1]?.headers['if-modified-since']).toBe(headers['last-modified']);
    expect(second.state).toEqual(first.state);
  });

  it('is a source of its own for each address, and asks with its own ETag only', async () => {
    server.answer(() => ({ headers: { etag: '"v1"' }, body: rss2(POST) }));
    const make = (query: string) =>
      createRss({ url: `${server.origin}/feed?${query}`, http: testHttp(), log });
    const queries = ['author=smith', 'author=jones', 'token=one', 'token=two', 'session=2026'];
    expect(new Set(queries.map((it) => make(it).name)).size).toBe(queries.length);
    expect(make('author=smith').name).toBe(`rss:${server.origin}/feed?author=smith`);
    const signal = new AbortController().signal;
    const first = { since: null, state: null, now: NOW };
    const { state } = await make('token=one').fetch(first, signal);
    for (const query of ['token=two', 'token=one'])
      await make(query).fetch({ ...first, state }, signal);
    expect(server.asked.map((it) => it.headers['if-none-match'])).toEqual([
      undefined,
      undefined,
      '"v1"',
    ]);
    expect(JSON.stringify(state)).not.toContain('one');
  });

  it('keeps user name, password and token to itself', async () => {
    server.answer(() => ({ body: '<html>' }));
    const feed = `${server.origin}/feed?topic=ml&token=t0p`;
    const url = feed.replace('://', '://mira:pass%20word@');
    const source = createRss({ url, http: testHttp(), log });
    expect(source.name).toMatch(/\/feed\?topic=ml&token=hidden#[0-9a-f]{8}$/);
    expect(source.name).not.toMatch(/mira|pass|t0p/);
    const fetching = source.fetch(
      { since: null, state: null, now: NOW },
      new AbortController().signal,
    );
    const error = await fetching.catch((reason) => reason);
    expect(error.message).toContain(`${server.origin}/feed?topic=ml&token=hidden is a web page`);
    expect(error.message).not.toMatch(/mira|pass|t0p/);
    expect(server.asked[0]?.url.searchParams.get('token')).toBe('t0p');
    const sent = Buffer.from(server.asked[0]?.headers.authorization?.slice(6) ?? '', 'base64');
    expect(sent.toString()).toBe('mira:pass word');
  });

  it.each([
    ['<!doctype html><html><head></head></html>', 'is a web page, not a feed'],
    ['{"version":"https://jsonfeed.org/version/1.1"}', 'is JSON, not RSS or Atom'],
    ['', 'is empty'],
    ['Bad gateway', 'is not RSS or Atom'],
    ['<opml version="2.0"></opml>', 'is not RSS or Atom'],
    [rss2(POST).slice(0, 500), 'is broken XML (Unclosed root tag, line:'],
    [
      rss2('<title>Salt & Silicon</title>'),
      'is broken XML (Invalid character in entity name, line:',
    ],
  ])('says what an answer is that is no feed: %#', async (body, reason) => {
    await expect(read(body)).rejects.toThrow(reason);
    await expect(read(body)).rejects.toThrow(`${server.origin}/feed`);
  });

  it('says that a feed is empty', async () => {
    expect((await read(rss2())).silence?.reason).toBe(
      `The feed ${server.origin}/feed is empty at present.`,
    );
  });
});
