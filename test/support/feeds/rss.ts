/** Feeds of invented blogs and journals, each element given as XML. */

/** An RSS 2.0 feed with these items; each item is the XML inside <item>. */
export function rss2(...items: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
  <channel>
    <title>The Tide Lab</title>
    <link>https://tide.example/blog/</link>
    <description>Notes from the shore</description>
    ${items.map((item) => `<item>${item}</item>`).join('\n    ')}
  </channel>
</rss>`;
}

/** An Atom feed with these entries; each entry is the XML inside <entry>. */
export function atom(...entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="text">The Tide Lab</title>
  <link rel="self" href="https://tide.example/atom.xml"/>
  <link href="https://tide.example/"/>
  <updated>2026-11-20T08:00:00Z</updated>
  <id>tag:tide.example,2026:blog</id>
  ${entries.map((entry) => `<entry>${entry}</entry>`).join('\n  ')}
</feed>`;
}

/** An RSS 1.0 feed as journals publish it, with one article. */
export const JOURNAL_FEED = `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
  <channel rdf:about="https://journal.example/rss">
    <title>Journal of Tides</title>
    <link>https://journal.example</link>
    <description>Tides, weekly</description>
    <items><rdf:Seq><rdf:li rdf:resource="https://journal.example/articles/77"/></rdf:Seq></items>
  </channel>
  <item rdf:about="https://journal.example/articles/77?rss=1">
    <title>Salt &lt;i&gt;and&lt;/i&gt; Silicon</title>
    <link>https://journal.example/articles/77</link>
    <description>&lt;p&gt;Silicon that floats.&lt;/p&gt;</description>
    <dc:creator>Solberg, M.</dc:creator>
    <dc:creator>Okafor, T.</dc:creator>
    <dc:date>2026-11-19</dc:date>
    <dc:identifier>doi:10.5555/TIDE.2026.77</dc:identifier>
    <prism:doi>10.5555/tide.2026.77</prism:doi>
  </item>
</rdf:RDF>`;
