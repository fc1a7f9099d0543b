const NAMES = ['title', 'description', 'content:encoded', 'content', 'summary'] as const;
const OPENING = new RegExp(`<!\\[CDATA\\[|<!--|<(${NAMES.join('|')})(?:\\s[^<>]*)?>`, 'g');

/**
 * Wraps text that holds elements (Atom's type="xhtml", careless RSS) in CDATA, so that the XML
 * parser hands it on as one string of markup with its words in order. Linear in the input.
 */
export function wrapInlineMarkup(xml: string): string {
  let result = '';
  let from = 0;
  for (const opening of openings(xml)) {
    const inner = xml.slice(opening.start, opening.end);
    if (!holdsElements(inner)) continue;
    result += `${xml.slice(from, opening.start)}<![CDATA[${inner.replaceAll(']]>', ']]&gt;')}]]>`;
    from = opening.end;
  }
  return result + xml.slice(from);
}

function holdsElements(inner: string): boolean {
  return /<[a-z]/i.test(inner) && !inner.includes('<![CDATA[');
}

/** Where the content of each named element starts and ends, in order, none inside another. */
function* openings(xml: string): Generator<{ start: number; end: number }> {
  const pattern = new RegExp(OPENING);
  for (let match = pattern.exec(xml); match; match = pattern.exec(xml)) {
    const [tag, name] = match;
    if (tag.endsWith('/>')) continue;
    const closing = name ? `</${name}` : tag === '<!--' ? '-->' : ']]>';
    const end = xml.indexOf(closing, pattern.lastIndex);
    if (end < 0) return;
    if (name) yield { start: pattern.lastIndex, end };
    pattern.lastIndex = end;
  }
}
