import { Parser } from 'htmlparser2';

/** A feed in a list of feeds. */
export interface OpmlFeed {
  /** Empty where the list gives none. */
  readonly title: string;
  /** As written: it may be no web address at all. */
  readonly url: string;
  /** Where it stands, from 1. */
  readonly line: number;
}

/** A list of feeds as OPML 2.0: http://opml.org/spec2.opml */
export function writeOpml(title: string, feeds: readonly Omit<OpmlFeed, 'line'>[]): string {
  const outlines = feeds.map(
    (feed) =>
      `    <outline type="rss" text="${toXml(feed.title)}" title="${toXml(feed.title)}" xmlUrl="${toXml(feed.url)}"/>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>${toXml(title)}</title>
  </head>
  <body>
${outlines.join('')}  </body>
</opml>
`;
}

/** True of a text that begins like OPML. */
export function isOpml(text: string): boolean {
  return /^\s*</.test(text) && /<opml[\s>]/i.test(text.slice(0, 5_000));
}

/** The feeds of a list, those in folders, too, in their order. */
export function readOpml(text: string): OpmlFeed[] {
  const found: (Omit<OpmlFeed, 'line'> & { readonly at: number })[] = [];
  const parser = new Parser(
    {
      onopentag(name, written) {
        const attributes = lowerCased(written);
        const url = attributes.xmlurl?.trim() ?? '';
        if (name.toLowerCase() !== 'outline' || url === '') return;
        const title = (attributes.title || attributes.text || '').trim();
        found.push({ title, url, at: parser.startIndex });
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  return withLines(text, found);
}

/** Counts the lines once for all. */
function withLines(
  text: string,
  found: readonly (Omit<OpmlFeed, 'line'> & { readonly at: number })[],
): OpmlFeed[] {
  let [line, place] = [1, 0];
  return found.map(({ title, url, at }) => {
    line += text.slice(place, at).split('\n').length - 1;
    place = at;
    return { title, url, line };
  });
}

/** Some programs write xmlurl, or XMLURL. */
function lowerCased(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k.toLowerCase(), v]));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** For an attribute or an element; XML takes no control characters, and only whole characters. */
function toXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, ' ')
    .replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
}
