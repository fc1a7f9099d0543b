import { compile } from 'html-to-text';
import { showTex } from './tex/index.ts';

/** Tags that occur in titles and abstracts, which are otherwise plain text. */
const INLINE_TAGS = 'abbr|br|cite|div|em|font|li|ol|small|span|strike|strong|sub|sup|tt|ul';
/** Tags of a web page, and of the JATS and MathML that journals put into feeds. */
const PAGE_TAGS = `${INLINE_TAGS}|article|aside|audio|blockquote|body|button|center|code|col|colgroup|dd|del|details|dl|dt|embed|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|img|input|ins|kbd|label|link|main|mark|math|meta|nav|noscript|object|option|picture|pre|samp|script|section|select|source|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|time|tr|var|video|wbr|m(?:row|i|o|n|sub|sup|frac|text|space)|(?:jats|mml|xhtml):[\\w-]+`;

const INLINE = strayBracket(INLINE_TAGS);
const PAGE = strayBracket(PAGE_TAGS);
const STRAY_AMPERSAND = /&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});)/gi;
/** Beyond this many characters a page is not read: far more than any abstract needs. */
const LONGEST_HTML = 100_000;

/** Characters that nobody sees: some hide in words, some turn the text around them. */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g;
const BLANKS = /[\p{Cc}\s]+/gu;

const ELLIPSIS = '…';
/** A cut goes back to the end of a word that is at most this many UTF-16 units away. */
const NEARBY = 20;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

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
 * A title or an abstract as plain text on one line: inline tags, entities, control characters and
 * TeX are gone, everything else stays, "p < 0.05 and n > 3" and "<think>" included.
 */
export function cleanText(text: string): string {
  return toPlain(text, INLINE);
}

/** A plain text on one line with what its TeX shows. */
export function withoutTex(text: string): string {
  return oneLine(showTex(text));
}

/** A piece of a web page as plain text on one line; pictures, films, styles and scripts are dropped. */
export function htmlToPlain(html: string): string {
  return toPlain(html, PAGE);
}

/** A line that breaks neither between a number and its noun ("4 comments") nor before a "·". */
export function unbroken(line: string): string {
  return line.replace(/(?<=\d) (?=\p{L})| (?=· )/gu, '\u00a0');
}

/** `clean`, without blanks at the ends. */
export function oneLine(text: string): string {
  return clean(text).trim();
}

/**
 * A piece of a line: control characters and runs of blanks are one space, invisible characters
 * (direction marks among them) are gone, half a surrogate pair is U+FFFD.
 */
export function clean(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '').replace(BLANKS, ' ');
}

/**
 * The text as `render` writes it, in at most `max` UTF-16 units. A longer text is cut between two
 * graphemes before it is rendered (so never within an escape), at a word when one ends nearby,
 * and ends in "…"; it is empty when not even that fits.
 */
export function cutAtWord(text: string, max: number, render = same): string {
  const whole = render(text);
  if (whole.length <= max) return whole;
  const ends = [0, ...graphemeEnds(text, max)];
  const shorten = (index: number) => render(atWord(text, ends[index] ?? 0).trimEnd() + ELLIPSIS);
  let index = lastThatFits(ends.length - 1, (it) => shorten(it).length <= max);
  while (index > 0 && shorten(index).length > max) index--;
  const shortened = shorten(index);
  return shortened.length <= max ? shortened : '';
}

function same(text: string): string {
  return text;
}

/** Where the graphemes end that lie whole within the first `max` units. */
function graphemeEnds(text: string, max: number): number[] {
  const window = text.slice(0, max + 1);
  return Array.from(
    graphemes.segment(window),
    ({ index, segment }) => index + segment.length,
  ).filter((end) => end <= max);
}

/** The text up to `end`, or to the end of the last whole word when that is near. */
function atWord(text: string, end: number): string {
  const start = text.slice(0, end);
  if (text[end] === ' ') return start;
  const space = start.lastIndexOf(' ');
  return end - space <= NEARBY && space > end / 2 ? start.slice(0, space) : start;
}

/** The largest number up to `count` that fits, by binary search; `fits` is asked from 1 on. */
function lastThatFits(count: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Characters that only look like markup are escaped first, so that no words are lost with it. */
function toPlain(html: string, bracket: RegExp): string {
  const input = html.slice(0, LONGEST_HTML).replace(/<!\[CDATA\[|\]\]>/g, '');
  if (!/[<&]/.test(input)) return withoutTex(input);
  const safe = withoutComments(input).replace(bracket, '&lt;').replace(STRAY_AMPERSAND, '&amp;');
  return withoutTex(convert(safe));
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
