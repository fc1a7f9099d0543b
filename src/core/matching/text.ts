import { readWords, toStem, type Word } from './words.ts';

export { SIGNS, toStem, type Word } from './words.ts';

export interface AnalysedText {
  readonly text: string;
  readonly words: readonly Word[];
  /** Places in `words` of each stem; made when first asked for. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Places of two neighbours that are also written as one word: "fine tuning" at "finetuning". */
  readonly joins: ReadonlyMap<string, readonly number[]>;
}

/** Shortest neighbours that a space may join. */
const MIN_JOINED = 3;
/**
 * Shorter ones that a space may join to the next word: parts of words that are no words themselves,
 * and letters; "a" and "i" are words.
 */
const HALVES: ReadonlySet<string> = new Set([
  ...'bcdefghjklmnopqrstuvwxyz',
  ...['bi', 'co', 'de', 're', 'un'],
]);

/** Finds the words of a text, each with its place. */
export function analyse(text: string): AnalysedText {
  return withWords(text, readWords(text));
}

/** A text with these words, its own and the implied ones. */
export function withWords(text: string, words: readonly Word[]): AnalysedText {
  let places: Map<string, number[]> | undefined;
  let joins: Map<string, number[]> | undefined;
  return {
    text,
    words,
    get places() {
      places ??= placesOf(words);
      return places;
    },
    get joins() {
      joins ??= joinsOf(text, words);
      return joins;
    },
  };
}

/** The stem of the word at a place and its next, written as one; undefined where they may not be. */
export function joinAt(text: string, words: readonly Word[], place: number): string | undefined {
  const [word, next] = [words[place], words[place + 1]];
  if (!word || !next || !mayJoin(text, word, next)) return undefined;
  return joined(word.folded, next.folded);
}

/** Two words as one, in its stem: "fine", "tunings" is "finetuning". */
export function joined(one: string, other: string): string {
  return toStem(one + other);
}

/** The stems of a term as one key: "group relative policy optimization". */
export function wholeStem(words: readonly Pick<Word, 'stem'>[]): string {
  return words.map((word) => word.stem).join(' ');
}

/** The words of a text without case and accents, in order. */
export function foldedWords(text: string): string[] {
  return readWords(text.normalize('NFKC')).map((word) => word.folded);
}

function placesOf(words: readonly Word[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let place = 0; place < words.length; place++) put(places, words[place]?.stem, place);
  return places;
}

function joinsOf(text: string, words: readonly Word[]): Map<string, number[]> {
  const joins = new Map<string, number[]>();
  for (let place = 0; place < words.length; place++) put(joins, joinAt(text, words, place), place);
  return joins;
}

function mayJoin(text: string, one: Word, other: Word): boolean {
  if (one.implied || other.implied || other.start - one.end !== 1) return false;
  if (text[one.end] === ' ') return mayBeOne(one.folded, other.folded);
  return /[-‐‑–_]/.test(text[one.end] ?? '');
}

/**
 * True of two words that are one, also with a space between them: "data set" is "dataset", "GPT 4"
 * is "GPT4", "k means" is "kmeans", "re ranking" is "reranking"; but "in to" is not "into".
 */
export function mayBeOne(one: string, other: string): boolean {
  if (other.length >= MIN_JOINED && (one.length >= MIN_JOINED || HALVES.has(one))) return true;
  return one.length > 1 && isDigit(other.charCodeAt(0)) && !isDigit(one.charCodeAt(one.length - 1));
}

/** Of ASCII. */
function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function put(places: Map<string, number[]>, key: string | undefined, place: number): void {
  if (key === undefined) return;
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}
