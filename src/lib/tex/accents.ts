import { groupAt, type Piece, type Source } from './source.ts';

/** Accents by their sign or letter in TeX, as combining characters. */
const MARKS: Readonly<Record<string, string>> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  b: '\u0331',
  c: '\u0327',
  d: '\u0323',
  H: '\u030b',
  k: '\u0328',
  r: '\u030a',
  u: '\u0306',
  v: '\u030c',
};
/** I'm, don't, they've, whose apostrophe somebody escaped. */
const CONTRACTION = /(?:s|t|d|m|re|ve|ll)(?!\p{L})/iuy;
/** The letter under an accent: o, {o}, \i, {\i}; letters as accents need braces or a blank. */
const LETTER = /\s?\{\s*\\?(\p{L})\s*\}|\s?\\([ij])(?![A-Za-z])\s?|(\p{L})/uy;
const LETTER_APART = /\s?\{\s*\\?(\p{L})\s*\}|\s?\\([ij])(?![A-Za-z])\s?|\s(\p{L})/uy;

/**
 * Reads \"o, \v{s}, \'{\i}, at the sign behind the backslash; null when no letter of Unicode has
 * this accent, and for quotes that are escaped: \"a\", don\'t.
 */
export function readAccent(source: Source, at: number): Piece | null {
  const sign = source.text[at] ?? '';
  const mark = MARKS[sign];
  if (mark === undefined || isQuote(source.text, at)) return null;
  const pattern = /[A-Za-z]/.test(sign) ? LETTER_APART : LETTER;
  pattern.lastIndex = at + 1;
  const found = pattern.exec(source.text);
  const letter = found?.[1] ?? found?.[2] ?? found?.[3];
  if (letter === undefined) return wordInBraces(source, at, mark);
  if (/^ \p{L}/u.test(found?.[0] ?? '') && !isApart(source.text, at)) return null;
  const shown = (letter + mark).normalize('NFC');
  return [...shown].length > 1 ? null : { shown, end: pattern.lastIndex };
}

/** "Fran\c cois", "\v Cech", "\k a"; in "\d and" the command is a pattern's. */
function isApart(text: string, at: number): boolean {
  if (!/[cvkHur]/.test(text[at] ?? '')) return false;
  return (
    /\p{L}/u.test(text[at - 2] ?? '') ||
    /^ (?:\p{Lu}|\p{L}(?!\p{L}))/u.test(text.slice(at + 1, at + 5))
  );
}

/** \'{on}: the accent is that of the first letter. */
function wordInBraces(source: Source, at: number, mark: string): Piece | null {
  const group = /\W/.test(source.text[at] ?? '') ? groupAt(source, at + 1) : null;
  const word = group && /^\p{L}{2,20}$/u.exec(source.text.slice(group.from, group.to))?.[0];
  return word ? { shown: (word[0] + mark + word.slice(1)).normalize('NFC'), end: group.end } : null;
}

function isQuote(text: string, at: number): boolean {
  const sign = text[at];
  CONTRACTION.lastIndex = at + 1;
  if (sign === "'") return /\p{L}/u.test(text[at - 2] ?? '') && CONTRACTION.test(text);
  if (sign !== '"' || !/^$|[\s([{]/.test(text[at - 2] ?? '')) return false;
  return /\S\\"(?![\p{L}{\\])/u.test(text.slice(at + 1, at + 200));
}
