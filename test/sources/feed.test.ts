import { describe, expect, it } from 'vitest';
import { NotAFeedError, parseFeed, toDate } from '../../src/sources/feed.ts';
import { wrapInlineMarkup } from '../../src/sources/inline-markup.ts';
import { parseEntries } from '../../src/sources/rss/parse.ts';
import { atom, rss2 } from '../support/feeds/rss.ts';

const place = { source: 'rss:https://tide.example/feed', url: 'https://tide.example/feed' };

describe('A feed', () => {
  /** rss-parser alone would be busy for a minute with each of these. */
  it.each([
    ['description', rss2(`<title>T</title><description>${'&lt;'.repeat(75_000)}</description>`)],
    [
      'content:encoded',
      rss2(`<title>T</title><content:encoded>${'&lt;'.repeat(75_000)}</content:encoded>`),
    ],
    ['content', atom(`<title>T</title><content>${'&lt;'.repeat(75_000)}</content>`)],
    ['summary', atom(`<title>T</title><summary>${'&lt;'.repeat(75_000)}</summary>`)],
    ['title', rss2(`<title>T${'&lt;'.repeat(75_000)}</title>`)],
    ['author', rss2(`<title>T</title><author>${'@'.repeat(300_000)}</author>`)],
    ['guid', rss2(`<title>T</title><guid>${'a-'.repeat(150_000)}</guid>`)],
    ['open elements', rss2(`<title>T</title>${'<summary type="xhtml">'.repeat(15_000)}`)],
  ])('that is hostile in its %s is read at once', async (_, xml) => {
    expect(xml.length).toBeGreaterThan(300_000);
    const listings = await parseFeed(xml).then(
      (feed) => parseEntries(feed, place),
      (error) => error,
    );
    if (!(listings instanceof NotAFeedError)) expect(listings).toHaveLength(1);
  });

  it('expands no entities of its own', async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${rss2('<title>&b;</title>')}`;
    expect((await parseFeed(bomb)).entries[0]?.title).toBe('&b;');
  });

  it('may be RSS 0.91, or RSS without a version', async () => {
    const old = rss2('<title>T</title>').replace('version="2.0"', 'version="0.91"');
    expect((await parseFeed(old)).entries).toHaveLength(1);
    expect((await parseFeed(old.replace('version="0.91"', ''))).entries).toHaveLength(1);
  });

  it('may have elements that are empty or of a strange shape', async () => {
    const xml = rss2('', '<title/><link/><guid/><category/><author/>', '<title><b>T</b></title>');
    const titles = (await parseFeed(xml)).entries.map((it) => it.title);
    expect(titles).toEqual(['', '', '<b>T</b>']);
    expect((await parseFeed('<rss version="2.0"><channel/></rss>')).entries).toEqual([]);
    await expect(parseFeed('<rss version="2.0"/>')).rejects.toBeInstanceOf(NotAFeedError);
  });
});

describe('Markup inside an element', () => {
  it('is handed on as text, in order', () => {
    const xml = '<description>a <b>b</b> c</description><title>t &amp; u</title>';
    expect(wrapInlineMarkup(xml)).toBe(
      '<description><![CDATA[a <b>b</b> c]]></description><title>t &amp; u</title>',
    );
  });

  it.each([
    '<title><![CDATA[a <b>b</b>]]></title>',
    '<!-- <title>a <b>b</b></title> --><title>t</title>',
    '<x><![CDATA[<title><b>b</b></title>]]></x>',
    '<content src="x"/><summary>s</summary>',
    '<title>never closed <b>b</b>',
  ])('is left alone in %s', (xml) => {
    expect(wrapInlineMarkup(xml)).toBe(xml);
  });
});

describe('A date in a feed', () => {
  it.each([
    ['Mon, 29 Sep 2025 00:00:00 -0400', '2025-09-29T04:00:00.000Z'],
    ['Mon, 29 Sep 2025 00:00:00 EST', '2025-09-29T05:00:00.000Z'],
    ['2025-09-29T00:00:00-04:00', '2025-09-29T04:00:00.000Z'],
    ['2025-09-29', '2025-09-29T00:00:00.000Z'],
    [' 2025-09-29T10:00:00 ', '2025-09-29T10:00:00.000Z'],
    ['2025-09-29 10:00', '2025-09-29T10:00:00.000Z'],
    ['29 Sep 2025 10:00:00', '2025-09-29T10:00:00.000Z'],
  ])('%s', (written, iso) => {
    expect(toDate(written)?.toISOString()).toBe(iso);
  });

  it.each(['', 'soon', 'Mon, 45 Sep 2025'])('is none: "%s"', (written) => {
    expect(toDate(written)).toBeNull();
  });
});
