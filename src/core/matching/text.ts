import { stem } from './stem.ts';

/** One word of a text. */
export interface Word {
  /** Without case and accents: "models", "c++". */
  readonly folded: string;
  /** Also without its plural: "model". */
  readonly stem: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface AnalysedText {
  readonly text: string;
  readonly words: readonly Word[];
  /** Places in `words` of each stem. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/**
 * Letters and digits of any script, with the possessive 's and the signs that belong to a name
 * (c++, c#). A hyphen, a space or a slash separates words.
 */
const WORD =
  /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:(?:\+\+|#)(?![\p{L}\p{N}])|['’]\p{L}{1,2}(?![\p{L}\p{N}]))?/gu;

/** Finds the words of a text, each with its place. */
export function analyse(text: string): AnalysedText {
  const found = [...text.matchAll(WORD)].map(toWord);
  const places = new Map<string, number[]>();
  found.forEach((word, place) => {
    const known = places.get(word.stem);
    if (known) known.push(place);
    else places.set(word.stem, [place]);
  });
  return { text, words: found, places };
}

/** The words of a text without case and accents, in order. */
export function foldedWords(text: string): string[] {
  return Array.from(text.normalize('NFKD').matchAll(WORD), (match) => fold(match[0]));
}

function toWord(match: RegExpExecArray): Word {
  const folded = fold(match[0]);
  return { folded, stem: stem(folded), start: match.index, end: match.index + match[0].length };
}

function fold(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/['’]s?$/, '')
    .replace('’', "'");
}
