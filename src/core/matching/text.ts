import { fold } from './fold.ts';
import { american } from './spelling.ts';
import { stem } from './stem.ts';

/** One word of a text. */
export interface Word {
  /** Without case and accents: "models", "c++". */
  readonly folded: string;
  /** Also without its plural, and in American spelling: "model". */
  readonly stem: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** True of a word that the text does not hold, but its abbreviation or long form does. */
  readonly implied: boolean;
}

export interface AnalysedText {
  readonly text: string;
  readonly words: readonly Word[];
  /** Places in `words` of each stem. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Places of two neighbours that are also written as one word: "fine tuning" at "finetuning". */
  readonly joins: ReadonlyMap<string, readonly number[]>;
}

/**
 * Letters and digits of any script, with the possessive 's and the signs that belong to a name
 * (c++, c#). A hyphen, a space or a slash separates words; in scripts without spaces, each sign is
 * a word.
 */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[[\p{L}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]][[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]*(?:(?:\+\+|#)(?![\p{L}\p{N}])|['’](?:[sStTdDmM]|[rR][eE]|[vV][eE]|[lL]{2})(?![\p{L}\p{N}]))?/gv;

/** Shortest neighbours that a space may join: "data set" is "dataset", but "in to" is not "into". */
const MIN_JOINED = 3;

/** Finds the words of a text, each with its place. */
export function analyse(text: string): AnalysedText {
  const words = [...text.matchAll(WORD)].map(toWord);
  return { text, words, ...index(text, words) };
}

/** The places of each stem, and of neighbours as one word. */
export function index(
  text: string,
  words: readonly Word[],
): Pick<AnalysedText, 'places' | 'joins'> {
  const places = new Map<string, number[]>();
  const joins = new Map<string, number[]>();
  for (const [place, word] of words.entries()) {
    put(places, word.stem, place);
    const next = words[place + 1];
    if (next && mayJoin(text, word, next)) put(joins, joined(word.folded, next.folded), place);
  }
  return { places, joins };
}

/** Two words as one, in its stem: "fine", "tunings" is "finetuning". */
export function joined(one: string, other: string): string {
  return toStem(one + other);
}

/** The words of a text without case and accents, in order. */
export function foldedWords(text: string): string[] {
  return Array.from(text.normalize('NFKC').matchAll(WORD), (match) => fold(match[0]));
}

/** A folded word in the form in which words are compared. */
export function toStem(folded: string): string {
  return american(stem(folded));
}

function toWord(match: RegExpExecArray): Word {
  const folded = fold(match[0]);
  const start = match.index;
  return { folded, stem: toStem(folded), start, end: start + match[0].length, implied: false };
}

function mayJoin(text: string, one: Word, other: Word): boolean {
  if (one.implied || other.implied || other.start - one.end !== 1) return false;
  if (/[-‐‑–]/.test(text[one.end] ?? '')) return true;
  const shortest = Math.min(one.folded.length, other.folded.length);
  return text[one.end] === ' ' && shortest >= MIN_JOINED;
}

function put(places: Map<string, number[]>, key: string, place: number): void {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}
