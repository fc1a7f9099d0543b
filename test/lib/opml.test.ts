import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpml, readOpml, writeOpml } from '../../src/lib/opml.ts';

describe('OPML', () => {
  it('is written as the specification asks', () => {
    const feeds = [{ title: 'Salt & "Silicon" <b>', url: 'https://tide.example/?a=1&b=2' }];
    expect(writeOpml('Feeds', feeds)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <opml version="2.0">
        <head>
          <title>Feeds</title>
        </head>
        <body>
          <outline type="rss" text="Salt &amp; &quot;Silicon&quot; &lt;b&gt;" title="Salt &amp; &quot;Silicon&quot; &lt;b&gt;" xmlUrl="https://tide.example/?a=1&amp;b=2"/>
        </body>
      </opml>
      "
    `);
  });

  it('is read as it was written', () => {
    const title = fc.string({ unit: 'grapheme' }).map((it) => it.replace(/\p{Cc}/gu, ' ').trim());
    const feed = fc.record({ title, url: fc.webUrl({ withQueryParameters: true }) });
    fc.assert(
      fc.property(fc.array(feed), (feeds) => {
        const found = readOpml(writeOpml('Feeds', feeds));
        expect(found.map(({ title, url }) => ({ title, url }))).toEqual(feeds);
      }),
    );
  });

  it('of other programs is read, folders, odd capitals and missing titles included', () => {
    const text = `\ufeff<?xml version="1.0"?>
<!-- from a reader -->
<OPML version="1.0"><body>
  <outline text="Blogs">
    <outline text="Tide" xmlurl='https://tide.example/feed' htmlUrl="https://tide.example/"/>
    <Outline XMLURL="https://salt.example/feed"></Outline>
  </outline>
  <outline text="no feed" htmlUrl="https://foam.example/"/>
  <!-- <outline xmlUrl="https://hidden.example/feed"/> -->
</body></OPML>`;
    expect(isOpml(text)).toBe(true);
    expect(readOpml(text)).toEqual([
      { title: 'Tide', url: 'https://tide.example/feed', line: 5 },
      { title: '', url: 'https://salt.example/feed', line: 6 },
    ]);
  });

  it.each(['grpo <opml', '<rss version="2.0"/>', '', '<opmlx>'])('is not “%s”', (text) => {
    expect(isOpml(text)).toBe(false);
  });

  it('that is broken gives what can be read', () => {
    const text = '<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="htt';
    expect(readOpml(text).map((it) => it.url)).toEqual(['https://a.example/']);
  });
});
