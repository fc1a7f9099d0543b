import { describe, expect, it } from 'vitest';
import { NotAFeedError, parseFeed } from '../../src/sources/feed.ts';
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

  it('brings its first 2,000 entries, and what stands behind the last', async () => {
    const items = Array.from({ length: 3_000 }, (_, number) => `<title>T${number}</title>`);
    const xml = rss2(...items).replace('</channel>', '<lastBuildDate>2026-11-24</lastBuildDate>$&');
    const feed = await parseFeed(xml);
    expect(feed.entries).toHaveLength(2_000);
    expect(feed.entries.at(-1)?.title).toBe('T1999');
    expect(feed.updated).toEqual(new Date('2026-11-24'));
  });

  it.each([
    ['elements', '<a/>'.repeat(250_000)],
    ['elements within each other', '<a>'.repeat(250_000)],
    ['attributes', `<a ${'b="" '.repeat(250_000)}/>`],
    ['authors', '<author>A</author>'.repeat(250_000)],
  ])('with far too many %s is refused before it is parsed', async (_, xml) => {
    const parsing = parseFeed(rss2(`<title>T</title>${xml}`));
    await expect(parsing).rejects.toThrow(/^holds more than 250,000 tags and attributes/);
  });

  it('may hold as much markup in its texts as it likes', async () => {
    const html = '<b c="d">e</b>'.repeat(130_000);
    const [title, text, comment] = ['<title>T</title>', `<![CDATA[${html}]]>`, `<!-- ${html} -->`];
    const feed = await parseFeed(rss2(`${title}<description>${text}</description>${comment}`));
    expect(feed.entries[0]?.texts[0]).toHaveLength(html.length);
  });

  it('is read as far as an abstract needs it, entry by entry and in all', async () => {
    const late = (start: string, length: number) => `${start}<i>${'-'.repeat(length)}</i> LATE`;
    const entry = (_: unknown, number: number) =>
      `<title>${late('T', 60_000)}</title><link>/${number}</link><author>${'-'.repeat(60_000)}</author><author>LATE</author>
       <description>Short ${number}.</description><description>${late('Long', 30_000)}</description>`;
    const feed = await parseFeed(rss2(...Array.from({ length: 100 }, entry)));
    const listings = await parseEntries(feed, place);
    expect(JSON.stringify(listings)).not.toContain('LATE');
    const [first] = listings;
    expect(first?.title).toMatch(/^T-+$/);
    expect(first?.title.length).toBeLessThanOrEqual(2000);
    expect(first?.abstract).toMatch(/^Long-+…$/);
  });

  it('is read up to a size that no honest feed needs', async () => {
    const text = 'tide '.repeat(3_990);
    const entry = (_: unknown, number: number) =>
      `<title>T${number}</title><description>${text}</description>`;
    const feed = await parseFeed(rss2(...Array.from({ length: 400 }, entry)));
    const listings = await parseEntries(feed, place);
    expect(listings).toHaveLength(250);
    expect(listings.at(-1)).toMatchObject({
      title: 'T249',
      abstract: expect.stringMatching(/^tide .*tide…$/),
    });
  });

  it('expands no entities of its own', async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${rss2('<title>&b;</title>')}`;
    await expect(parseFeed(bomb)).rejects.toThrow(
      'is broken XML (Invalid character entity, line: 6)',
    );
  });

  it('is refused when it breaks off, though the one before it did, too', async () => {
    const broken = rss2('<title>T</title>').slice(0, -20);
    for (let time = 0; time < 3; time++)
      await expect(parseFeed(broken)).rejects.toThrow(/^is broken XML/);
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
