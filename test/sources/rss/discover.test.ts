import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SourceError } from '../../../src/core/source.ts';
import { createFeedFinder, feedLinks } from '../../../src/sources/rss/discover.ts';
import { atom, JOURNAL_FEED, rss2 } from '../../support/feeds/rss.ts';
import { type LoopbackServer, startServer, testHttp } from '../../support/feeds/server.ts';

const NOW = () => new Date('2026-11-24T10:00:00Z');
const HTML = { 'content-type': 'text/html' };

let server: LoopbackServer;
beforeEach(async () => {
  server = await startServer(() => ({ body: rss2() }));
});
afterEach(() => server.close());

function find(path: string, signal = new AbortController().signal) {
  return createFeedFinder({ http: testHttp(), now: NOW })(server.origin + path, signal);
}

async function failure(path: string): Promise<string> {
  const error = await find(path).catch((reason) => reason);
  expect(error).toBeInstanceOf(SourceError);
  return error.message.replaceAll(server.origin, '');
}

/** A page at /blog whose head holds this; every other path answers with the feed. */
function serve(head: string, feed = rss2()): void {
  server.answer(({ url }) =>
    url.pathname === '/blog'
      ? { headers: HTML, body: `<!doctype html><html><head>${head}</head><body></body></html>` }
      : { body: feed },
  );
}

describe('Finding a feed', () => {
  it.each([
    ['RSS 2.0', rss2(), 'The Tide Lab'],
    ['Atom', atom(), 'The Tide Lab'],
    ['RSS 1.0', JOURNAL_FEED, 'Journal of Tides'],
  ])('takes the address of %s itself, with its title', async (_, body, title) => {
    server.answer(() => ({ body }));
    expect(await find('/feed')).toEqual({ url: `${server.origin}/feed`, title, others: [] });
  });

  it('follows what a page names, and names the others', async () => {
    serve(`
      <link rel="stylesheet" href="/style.css">
      <link rel="alternate" type="text/html" hreflang="de" href="/de">
      <LINK REL="Alternate" TYPE="Application/RSS+XML; charset=utf-8" HREF=" feed.xml ">
      <link rel="alternate" type="application/atom+xml" href="https://other.example/atom">
      <link rel="alternate" type="application/rss+xml" href="/blog/comments">`);
    expect(await find('/blog')).toEqual({
      url: `${server.origin}/feed.xml`,
      title: 'The Tide Lab',
      others: ['https://other.example/atom', `${server.origin}/blog/comments`],
    });
    expect(server.paths()).toEqual(['/blog', '/feed.xml']);
  });

  it('reads relative addresses from where the page was redirected to', async () => {
    server.answer(({ url }) => {
      if (url.pathname === '/') return { status: 301, headers: { location: '/en/blog/' } };
      if (url.pathname !== '/en/blog/') return { body: rss2() };
      return { body: '<link rel=alternate type=application/rss+xml href=rss>' };
    });
    expect((await find('/')).url).toBe(`${server.origin}/en/blog/rss`);
  });

  it('cleans the title and cuts a long one', async () => {
    const title = `<![CDATA[ Salt &amp; <b>Silicon</b>\n${'tide '.repeat(50)}]]>`;
    server.answer(() => ({ body: rss2().replace('The Tide Lab', title) }));
    const found = await find('/feed');
    expect(found.title).toMatch(/^Salt & Silicon tide tide .*…$/);
    expect(found.title.length).toBeLessThanOrEqual(100);
  });

  it('guesses no address', async () => {
    serve('<title>A blog</title>');
    expect(await failure('/blog')).toBe(
      '/blog is a web page, not a feed, and names no feed: give the address of the feed itself, none is guessed.',
    );
    expect(server.paths()).toEqual(['/blog']);
  });

  it.each([
    ['JSON', '{"items": []}', 'is JSON, not RSS or Atom'],
    ['nothing', '', 'is empty'],
    ['text', 'hello', 'is not RSS or Atom'],
    ['a broken feed', '<rss version="2.0"><channel><title>A & B</title>', 'is broken XML'],
    ['other XML', '<?xml version="1.0"?><sitemap></sitemap>', 'is not RSS or Atom'],
  ])('says what an address is that holds %s', async (_, body, reason) => {
    server.answer(() => ({ body }));
    expect(await failure('/x')).toContain(`/x ${reason}`);
  });

  it('says when the named feed is none', async () => {
    serve('<link rel="alternate" type="application/rss+xml" href="/feed">', 'gone');
    expect(await failure('/blog')).toBe(
      '/blog names /feed as its feed, which is not RSS or Atom: give the address of a feed.',
    );
  });

  it('says when nothing stands there, and shows no secret', async () => {
    server.answer(() => ({ status: 404 }));
    expect(await failure('/feed?token=s3cret')).toBe(
      '/feed?token=hidden does not exist (HTTP 404): check the address.',
    );
  });

  it('is asked for with the guard at each step', async () => {
    const place = server.origin.slice('http://'.length);
    const http = testHttp({ guard: { allow: [place] } });
    serve('<link rel="alternate" type="application/rss+xml" href="http://127.0.0.1:8000/">');
    const found = createFeedFinder({ http, now: NOW })(
      `${server.origin}/blog`,
      new AbortController().signal,
    );
    await expect(found).rejects.toThrow('127.0.0.1 has no public address');
  });

  it('stops when told to', async () => {
    server.answer(() => 'silence');
    const stopping = new AbortController();
    const found = find('/feed', stopping.signal);
    stopping.abort();
    await expect(found).rejects.toThrow(/was stopped/);
  });
});

describe('The feeds that a page names', () => {
  const link = (href: string, type = 'rss') =>
    `<link rel="alternate" type="application/${type}+xml" href="${href}">`;

  it.each([
    ['an absolute one', link('https://a.example/f'), ['https://a.example/f']],
    ['one without a scheme', link('//a.example/f'), ['https://a.example/f']],
    ['a query', link('?feed=rss2&amp;lang=de'), ['https://tide.example/blog/?feed=rss2&lang=de']],
    ['the same one twice', link('/f') + link('/f'), ['https://tide.example/f']],
    ['after base', `<base href="/x/">${link('f')}`, ['https://tide.example/x/f']],
    ['before base', `${link('f')}<base href="https://b.example/y/">`, ['https://b.example/y/f']],
    ['a broken base', `<base href="http://[">${link('f')}`, ['https://tide.example/blog/f']],
    [
      'the first of two bases',
      `<base href=/x/><base href=/y/>${link('f')}`,
      ['https://tide.example/x/f'],
    ],
    ['in the body', `<body>${link('f', 'atom')}`, ['https://tide.example/blog/f']],
    ['without a user name', link('https://u:p@a.example/f'), ['https://a.example/f']],
    ['no script', link('javascript:alert(1)'), []],
    ['no file', link('file:///etc/passwd'), []],
    ['no empty address', link(''), []],
    ['nothing in a comment', `<!-- ${link('f')} -->`, []],
    ['nothing in a script', `<script>'${link('f')}'</script>`, []],
    ['no JSON feed', '<link rel="alternate" type="application/feed+json" href="f">', []],
    ['no other relation', '<link rel="self" type="application/rss+xml" href="f">', []],
    ['no link without a type', '<link rel="alternate" href="f">', []],
  ])('%s', (_, html, expected) => {
    expect(feedLinks(html, 'https://tide.example/blog/')).toEqual(expected);
  });

  it('at the beginning of a page that is all open tags', () => {
    const html = link('/f') + '<div>'.repeat(1_000_000) + link('/late');
    expect(feedLinks(html, 'https://tide.example/')).toEqual(['https://tide.example/f']);
  });

  it('no more than fifty', () => {
    const html = Array.from({ length: 80 }, (_, place) => link(`/${place}`)).join('');
    expect(feedLinks(html, 'https://tide.example/')).toHaveLength(50);
  });
});
