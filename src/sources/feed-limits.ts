/** arXiv's feeds, the longest that we know, have at most this many entries (measured). */
export const MOST_ENTRIES = 2_000;
/**
 * Tags and attributes of a feed. arXiv's longest feed has 25,000, one with 50 authors an entry
 * 200,000; the XML parser takes about a second for this many.
 */
export const MOST_MARKUP = 250_000;

const TOKEN = /<!\[CDATA\[|<!--|<\/(?:item|entry)\s*>|<[^!?/]|=\s*["']/g;

/**
 * A feed without the entries beyond the first 2,000; null when it holds more markup than any feed
 * needs. Linear in the input, so that a hostile feed costs nothing more than its bytes.
 */
export function withinLimits(xml: string): string | null {
  let [markup, entries, endOfKept, endOfAll] = [0, 0, xml.length, xml.length];
  for (const { token, end } of tokens(xml)) {
    if (token.startsWith('</')) {
      endOfAll = end;
      if (++entries === MOST_ENTRIES) endOfKept = end;
    } else if (entries < MOST_ENTRIES && ++markup > MOST_MARKUP) return null;
  }
  return entries > MOST_ENTRIES ? xml.slice(0, endOfKept) + xml.slice(endOfAll) : xml;
}

/** Each token outside of comments and CDATA sections, with the place where it ends. */
function* tokens(xml: string): Generator<{ token: string; end: number }> {
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(xml); match; match = pattern.exec(xml)) {
    const [token] = match;
    if (!token.startsWith('<!')) yield { token, end: pattern.lastIndex };
    else {
      const end = xml.indexOf(token === '<!--' ? '-->' : ']]>', pattern.lastIndex);
      if (end < 0) return;
      pattern.lastIndex = end;
    }
  }
}
