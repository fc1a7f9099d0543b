/** Feeds in the form of arXiv's own serializer; the papers are invented. */

export interface Announcement {
  readonly id: string;
  readonly version?: number;
  readonly type?: 'new' | 'cross' | 'replace' | 'replace-cross';
  readonly title?: string;
  readonly abstract?: string;
  readonly authors?: string;
  readonly doi?: string;
  readonly categories?: readonly string[];
}

export interface FeedDay {
  /** "2026-11-24": the batch's day in US Eastern time. */
  readonly day: string;
  readonly category?: string;
  readonly items?: readonly Announcement[];
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const RSS_NAMESPACES = [
  'xmlns:arxiv="http://arxiv.org/schemas/atom"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
].join(' ');
const ATOM_NAMESPACES =
  'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us"';

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** https://rss.arxiv.org/rss/{category}, in winter time. */
export function arxivRss({ day, category = 'cs.LG', items = [] }: FeedDay): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss ${RSS_NAMESPACES} version="2.0">
  <channel>
    <title>${category} updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/${category}</link>
    <description>${category} updates on the arXiv.org e-print archive.</description>
    <atom:link href="http://rss.arxiv.org/rss/${category}" rel="self" type="application/rss+xml"/>
    <language>en-us</language>
    <lastBuildDate>${rfc822(day, '05:00:14 +0000')}</lastBuildDate>
    <managingEditor>rss-help@arxiv.org</managingEditor>
    <pubDate>${rfc822(day, '00:00:00 -0500')}</pubDate>
    <skipDays>
      <day>Sunday</day>
      <day>Saturday</day>
    </skipDays>${items.map((item) => rssItem(item, day, category)).join('')}
  </channel>
</rss>`;
}

/** https://rss.arxiv.org/atom/{category}, in winter time. */
export function arxivAtom({ day, category = 'cs.LG', items = [] }: FeedDay): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed ${ATOM_NAMESPACES}>
  <id>http://rss.arxiv.org/atom/${category}</id>
  <title>${category} updates on arXiv.org</title>
  <updated>${day}T05:00:19.866337+00:00</updated>
  <link href="http://rss.arxiv.org/atom/${category}" rel="self" type="application/atom+xml"/>
  <subtitle>${category} updates on the arXiv.org e-print archive.</subtitle>${items
    .map((item) => atomEntry(item, day, category))
    .join('')}
</feed>`;
}

/** What arXiv answers, with status 400, to a category that does not exist. */
export function arxivErrorFeed(category: string): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss ${RSS_NAMESPACES} version="2.0">
  <channel>
    <title>Feed error for query: http://rss.arxiv.org/rss/${category}</title>
    <link>http://rss.arxiv.org/rss/${category}</link>
    <description>Bad archive '${category}'. Valid archive names are: ...</description>
    <lastBuildDate>Tue, 24 Nov 2026 00:26:25 +0000</lastBuildDate>
    <pubDate>Tue, 24 Nov 2026 00:00:00 -0500</pubDate>
  </channel>
</rss>`;
}

export interface ApiWork {
  readonly id: string;
  readonly version?: number;
  /** ISO 8601: when version 1 was submitted. */
  readonly submitted: string;
  readonly title?: string;
  readonly primary?: string;
  readonly categories?: readonly string[];
}

/** https://export.arxiv.org/api/query */
export function arxivApi(works: readonly ApiWork[], total = works.length): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id>
  <title>arXiv Query: search_query=cat:cs.LG</title>
  <updated>2026-11-24T07:00:00Z</updated>
  <opensearch:itemsPerPage>${works.length}</opensearch:itemsPerPage>
  <opensearch:totalResults>${total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>${works.map(apiEntry).join('')}
</feed>`;
}

/** What the API answers, with status 200 or 400, to a query that it can't read. */
export function arxivApiError(message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
  <title>arXiv Query: search_query=x</title>
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry>
    <id>https://arxiv.org/api/errors#bad_query</id>
    <title>Error</title>
    <summary>${escapeXml(message)}</summary>
    <updated>2026-11-24T00:00:00Z</updated>
    <author><name>arXiv api core</name></author>
  </entry>
</feed>`;
}

function rssItem(item: Announcement, day: string, category: string): string {
  const it = filled(item, category);
  return `
    <item>
      <title>${escapeXml(it.title)}</title>
      <link>https://arxiv.org/abs/${it.id}</link>
      <description>${escapeXml(preamble(it))}</description>
      <guid isPermaLink="false">oai:arXiv.org:${it.id}v${it.version}</guid>
      ${it.categories.map((name) => `<category>${name}</category>`).join('\n      ')}
      <pubDate>${rfc822(day, '00:00:00 -0500')}</pubDate>
      <arxiv:announce_type>${it.type}</arxiv:announce_type>
      <dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights>
      <dc:creator>${escapeXml(it.authors)}</dc:creator>${doiElement(it.doi)}
    </item>`;
}

function atomEntry(item: Announcement, day: string, category: string): string {
  const it = filled(item, category);
  return `
  <entry>
    <id>oai:arXiv.org:${it.id}v${it.version}</id>
    <title>${escapeXml(it.title)}</title>
    <updated>${day}T05:00:19.899254+00:00</updated>
    <link href="https://arxiv.org/abs/${it.id}" rel="alternate" type="text/html"/>
    <summary>${escapeXml(preamble(it))}</summary>
    ${it.categories.map((name) => `<category term="${name}"/>`).join('\n    ')}
    <published>${day}T00:00:00-05:00</published>
    <arxiv:announce_type>${it.type}</arxiv:announce_type>
    <dc:creator>${escapeXml(it.authors)}</dc:creator>${doiElement(it.doi)}
  </entry>`;
}

function apiEntry(work: ApiWork): string {
  const { id, version = 1, submitted, title = `Late Work ${id}`, primary = 'cs.LG' } = work;
  const categories = work.categories ?? [primary];
  return `
  <entry>
    <id>http://arxiv.org/abs/${id}v${version}</id>
    <title>${escapeXml(title)}</title>
    <updated>2026-11-23T17:59:47Z</updated>
    <link href="https://arxiv.org/abs/${id}v${version}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/${id}v${version}" rel="related" type="application/pdf" title="pdf"/>
    <summary>What was said on the day that
  nobody read.</summary>
    ${categories.map((name) => `<category term="${name}" scheme="http://arxiv.org/schemas/atom"/>`).join('\n    ')}
    <published>${submitted}</published>
    <arxiv:primary_category term="${primary}"/>
    <author><name>Mira Solberg</name></author>
    <author><name>Tomas Okafor</name></author>
  </entry>`;
}

function filled(item: Announcement, category: string) {
  return {
    version: 1,
    type: 'new',
    title: `On the Tides of Gradient ${item.id}`,
    abstract: 'We study how gradients ebb.',
    authors: 'Mira Solberg, Tomas Okafor',
    doi: '',
    categories: [category],
    ...item,
  };
}

function preamble(it: { id: string; version: number; type: string; abstract: string }): string {
  return `arXiv:${it.id}v${it.version} Announce Type: ${it.type} \nAbstract: ${it.abstract}`;
}

function doiElement(doi: string): string {
  return doi && `\n      <arxiv:DOI>${doi}</arxiv:DOI>`;
}

function rfc822(day: string, time: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const [year, , dayOfMonth] = day.split('-');
  return `${WEEKDAYS[date.getUTCDay()]}, ${dayOfMonth} ${MONTHS[date.getUTCMonth()]} ${year} ${time}`;
}
