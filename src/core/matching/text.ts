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
  /** Places in `words` of each stem; made when first asked for. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Places of two neighbours that are also written as one word: "fine tuning" at "finetuning". */
  readonly joins: ReadonlyMap<string, readonly number[]>;
}

/**
 * Letters and digits of any script, with the possessive 's and the signs that belong to a name
 * (c++, c#), or small letters with a full stop behind each (i.i.d.). A hyphen, a space or a slash
 * separates words; in scripts without spaces, each sign is a word.
 */
const WORD =
  /(?:\p{Ll}\.){2,}\p{Ll}?(?![\p{L}\p{N}])|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[[\p{L}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]][[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]*(?:(?:\+\+|#)(?![\p{L}\p{N}])|['’](?:[sStTdDmM]|[rR][eE]|[vV][eE]|[lL]{2})(?![\p{L}\p{N}]))?/gv;

/** Shortest neighbours that a space may join: "data set" is "dataset", but "in to" is not "into". */
const MIN_JOINED = 3;

/** Finds the words of a text, each with its place. */
export function analyse(text: string): AnalysedText {
  return withWords(text, Array.from(text.matchAll(WORD), toWord));
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

/** The places of each stem, and of neighbours as one word. */
export function index(
  text: string,
  words: readonly Word[],
): Pick<AnalysedText, 'places' | 'joins'> {
  return withWords(text, words);
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
  return Array.from(text.normalize('NFKC').matchAll(WORD), (match) => fold(match[0]));
}

/** A folded word in the form in which words are compared. */
export function toStem(folded: string): string {
  return american(stem(folded));
}

function toWord(match: RegExpExecArray): Word {
  const [word] = match;
  const { folded, stem } = formsOf(word);
  return { folded, stem, start: match.index, end: match.index + word.length, implied: false };
}

/** The forms in which a word is compared. */
type Forms = Pick<Word, 'folded' | 'stem'>;

/** Text repeats itself: of 208 words in an abstract, 200 were met in the last thousand abstracts. */
const remembered = new Map<string, Forms>();
const MOST_REMEMBERED = 50_000;
/** Longer words are rare, and what strangers send must not fill the memory. */
const LONGEST_REMEMBERED = 32;

function formsOf(word: string): Forms {
  const known = remembered.get(word);
  if (known) return known;
  const folded = fold(detached(word));
  const forms = { folded, stem: toStem(folded) };
  if (word.length > LONGEST_REMEMBERED) return forms;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(detached(word), forms);
  return forms;
}

/** The same letters in a string of their own: a slice would keep its whole abstract in memory. */
function detached(word: string): string {
  return word.split('').join('');
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
  if (text[one.end] === ' ')
    return one.folded.length >= MIN_JOINED && other.folded.length >= MIN_JOINED;
  return /[-‐‑–]/.test(text[one.end] ?? '');
}

function put(places: Map<string, number[]>, key: string | undefined, place: number): void {
  if (key === undefined) return;
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}
