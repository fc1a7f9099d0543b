import { compile } from 'html-to-text';

/** Tags that occur in titles and abstracts, which are otherwise plain text. */
const INLINE_TAGS = 'abbr|br|cite|div|em|font|li|ol|small|span|strike|strong|sub|sup|tt|ul';
/** Tags of a web page, and of the JATS and MathML that journals put into feeds. */
const PAGE_TAGS = `${INLINE_TAGS}|article|aside|audio|blockquote|body|button|center|code|col|colgroup|dd|del|details|dl|dt|embed|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|img|input|ins|kbd|label|link|main|mark|math|meta|nav|noscript|object|option|picture|pre|samp|script|section|select|source|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|time|tr|var|video|wbr|m(?:row|i|o|n|sub|sup|frac|text|space)|(?:jats|mml|xhtml):[\\w-]+`;

const INLINE = strayBracket(INLINE_TAGS);
const PAGE = strayBracket(PAGE_TAGS);
const STRAY_AMPERSAND = /&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});)/gi;
/** Beyond this many characters a page is not read: far more than any abstract needs. */
const LONGEST_HTML = 100_000;

const INVISIBLE = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g;
const CONTROL = /\p{Cc}/gu;

const SKIPPED = ['img', 'hr', 'svg', 'iframe', 'noscript', 'audio', 'video'];
const BLOCKS = ['blockquote', 'dd', 'dt', 'details', 'figcaption', 'figure', 'summary', 'td', 'th'];
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const convert = compile({
  wordwrap: false,
  // Escaping makes five characters of one; html-to-text warns on the console beyond its limit.
  limits: { maxInputLength: 6 * LONGEST_HTML, maxDepth: 64, ellipsis: '' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'ul', options: { itemPrefix: ' ' } },
    ...SKIPPED.map((selector) => ({ selector, format: 'skip' })),
    ...BLOCKS.map((selector) => ({ selector, format: 'block' })),
    ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/**
 * A title or an abstract as plain text on one line: inline tags, entities and control characters
 * are gone, everything else stays, "p < 0.05 and n > 3" and "<think>" included.
 */
export function cleanText(text: string): string {
  return toPlain(text, INLINE);
}

/** A piece of a web page as plain text on one line; pictures, films, styles and scripts are dropped. */
export function htmlToPlain(html: string): string {
  return toPlain(html, PAGE);
}

/** White space collapsed, control and invisible characters removed, broken surrogates replaced. */
export function oneLine(text: string): string {
  const visible = text.toWellFormed().replace(INVISIBLE, '').replace(CONTROL, ' ');
  return visible.replace(/\s+/g, ' ').trim();
}

/** At most `max` UTF-16 units, cut between two words and closed with "…". */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max - 1);
  const end = room.lastIndexOf(' ');
  return `${(end > 0 ? room.slice(0, end) : room).toWellFormed()}…`;
}

/** Characters that only look like markup are escaped first, so that no words are lost with it. */
function toPlain(html: string, bracket: RegExp): string {
  const input = html.slice(0, LONGEST_HTML).replace(/<!\[CDATA\[|\]\]>/g, '');
  if (!/[<&]/.test(input)) return oneLine(input);
  const safe = withoutComments(input).replace(bracket, '&lt;').replace(STRAY_AMPERSAND, '&amp;');
  return oneLine(convert(safe));
}

/** Finds each "<" that opens none of these tags; one-letter tags have attributes or stand bare. */
function strayBracket(tags: string): RegExp {
  const long = `/?(?:${tags})(?:\\s[^<>]*|/)?>`;
  const short = '/?[abipqsu](?:\\s+[\\w:-]+\\s*=[^<>]*|\\s*/?)>';
  return new RegExp(`<(?!${long}|${short})`, 'gi');
}

/** Comments by indexOf, not by a pattern: a thousand unclosed ones must not cost a thousand scans. */
function withoutComments(html: string): string {
  let kept = '';
  let from = 0;
  while (true) {
    const start = html.indexOf('<!--', from);
    const end = start < 0 ? -1 : html.indexOf('-->', start);
    if (end < 0) return kept + html.slice(from);
    kept += `${html.slice(from, start)} `;
    from = end + 3;
  }
}
