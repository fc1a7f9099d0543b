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

/** Signs of scripts without spaces, as the inside of a character class; ー lengthens a Japanese sound. */
export const SIGNS = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ーｰ';

/**
 * Letters and digits of any script, with the possessive 's and the signs that belong to a name
 * (c++, c#), or small letters with a full stop behind each (i.i.d.). A hyphen, a space or a slash
 * separates words; in scripts without spaces, each sign is a word.
 */
export const WORD = new RegExp(
  [
    '(?:\\p{Ll}\\.){2,}\\p{Ll}?(?![\\p{L}\\p{N}])',
    `[${SIGNS}]`,
    `[[\\p{L}\\p{N}]--[${SIGNS}]][[\\p{L}\\p{N}\\p{M}]--[${SIGNS}]]*(?:(?:\\+\\+|#)(?![\\p{L}\\p{N}])|['’](?:[sStTdDmM]|[rR][eE]|[vV][eE]|[lL]{2})(?![\\p{L}\\p{N}]))?`,
  ].join('|'),
  'gv',
);

const WORD_HERE = new RegExp(WORD.source, 'vy');

/**
 * Finds the words of a text, each with its place: those of WORD. Plain words of ASCII letters and
 * digits, nearly all there are, are read by hand; the expression alone takes twice the time.
 */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < text.length; ) {
    const start = at;
    let hash = 0;
    let code = text.charCodeAt(at);
    while (isPlain(code)) {
      hash = (Math.imul(hash, 31) + code) | 0;
      code = text.charCodeAt(++at);
    }
    if (mayGoOn(code, at - start)) {
      at = endOfWord(text, start);
      hash = (Math.imul(hash, 31) + code + at - start) | 0;
    }
    if (at > start) words.push(makeWord(text, start, at, hash));
    else at = start + widthAt(text, start);
  }
  return words;
}

/** A folded word in the form in which words are compared. */
export function toStem(folded: string): string {
  return american(stem(folded));
}

/** An ASCII letter or digit; the code past the end of a text is NaN. */
function isPlain(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

/** True where a word of so many plain letters may have more to it than those. */
function mayGoOn(code: number, letters: number): boolean {
  if (code > 127) return true;
  if (letters === 1 && code === FULL_STOP) return true;
  return letters > 0 && (code === APOSTROPHE || code === PLUS || code === HASH);
}

const [HASH, APOSTROPHE, PLUS, FULL_STOP] = [35, 39, 43, 46];

/** Where the word that begins here ends; its own place when none does. */
function endOfWord(text: string, start: number): number {
  WORD_HERE.lastIndex = start;
  return WORD_HERE.test(text) ? WORD_HERE.lastIndex : start;
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** A word as written, and the forms in which it is compared. */
interface Forms {
  readonly written: string;
  readonly folded: string;
  readonly stem: string;
}

/**
 * Texts repeat themselves: the forms of 97 words of 100 are known from an earlier text. Each word
 * has one slot; one that needs it, too, takes it over, so that the memory is bounded. Compared with
 * a Map this needs no slice of the text to look up a word, which is half of the time.
 */
const SLOTS = 2 ** 16;
const known: (Forms | undefined)[] = new Array(SLOTS).fill(undefined);
/** What strangers send must not fill the memory. */
const LONGEST_KNOWN = 40;

function makeWord(text: string, start: number, end: number, hash: number): Word {
  const { folded, stem } = formsOf(text, start, end, (hash ^ (hash >>> 16)) & (SLOTS - 1));
  return { folded, stem, start, end, implied: false };
}

function formsOf(text: string, start: number, end: number, slot: number): Forms {
  const forms = known[slot];
  if (forms && forms.written.length === end - start && text.startsWith(forms.written, start))
    return forms;
  const written = detached(text.slice(start, end));
  const folded = fold(written);
  const made = { written, folded, stem: toStem(folded) };
  if (written.length <= LONGEST_KNOWN) known[slot] = made;
  return made;
}

/** The same letters in a string of their own: a slice would keep its whole abstract in memory. */
function detached(word: string): string {
  return word.split('').join('');
}
