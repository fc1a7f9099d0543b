const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text on one line, without the characters that nobody sees but that could turn the text around
 * it (controls, direction overrides) or that no server takes (lone surrogates).
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?!\s)\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/\s+/gu, ' ');
}

/**
 * The text as `render` writes it, in at most `max` UTF-16 units. A longer text is cut between two
 * graphemes before it is rendered (so never within an escape), at a word when one ends nearby,
 * and ends in "…".
 */
export function cut(
  text: string,
  max: number,
  render: (text: string) => string = (same) => same,
): string {
  const tidy = clean(text).trim();
  const whole = render(tidy);
  if (whole.length <= max) return whole;
  const shorten = (end: number) => render(atWord(tidy, end).trimEnd() + ELLIPSIS);
  const ends = graphemeEnds(tidy, max);
  let kept = lastThatFits(ends.length, (count) => shorten(ends[count - 1] ?? 0).length <= max);
  while (kept > 0 && shorten(ends[kept - 1] ?? 0).length > max) kept--;
  return kept > 0 ? shorten(ends[kept - 1] ?? 0) : '';
}

/** How many leading items fit, by binary search; `fits` is asked about counts from 1 to `count`. */
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

/** Where the graphemes end that lie whole within the first `max` units. */
function graphemeEnds(text: string, max: number): number[] {
  const window = text.slice(0, max + 1);
  return Array.from(graphemes.segment(window), ({ index, segment }) => index + segment.length)
    .filter((end) => end <= max)
    .slice(0, max);
}

/** The text up to `end`, or to the end of the last whole word when that is near. */
function atWord(text: string, end: number): string {
  const start = text.slice(0, end);
  if (text[end] === ' ') return start;
  const space = start.lastIndexOf(' ');
  return end - space <= 20 && space > end / 2 ? start.slice(0, space) : start;
}
