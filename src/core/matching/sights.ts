import type { FactTerm, Term, TextTerm } from '../query/ast.ts';
import { createFinder } from './run.ts';
import { type AnalysedText, analyse, joined, type Word, wholeStem } from './text.ts';

/** Looks closer at a place where a term may stand. */
export type Confirm = (text: AnalysedText, place: number) => boolean;

/** By what a term is noticed when a text is read word by word. */
export interface Sight {
  /** The stem of a word, of two that may be written as one, or of a whole long form. */
  readonly stem: string;
  /** The stem of the word that must follow; null when any may. */
  readonly next: string | null;
  /** Null when the stem alone is proof enough. */
  readonly confirm: Confirm | null;
  /** True when two neighbours that make this stem together show it as well. */
  readonly joinable: boolean;
}

/** How many papers of a sample have a word with this stem; 0 when unknown. */
export type Frequency = (stem: string) => number;

/**
 * The sights of a term that is no prefix: a text that holds it shows at least one of them. Of
 * several words, those that fewest papers have are looked out for.
 */
export function sightsOf(term: TextTerm, frequency: Frequency): Sight[] {
  const words = analyse(term.text).words;
  const [word] = words;
  if (!word) return [];
  const joinable = term.form === 'word';
  if (words.length === 1)
    return [{ stem: word.stem, next: null, confirm: confirmOne(term, word), joinable }];
  const implied = { stem: wholeStem(words), next: null, confirm: isImplied, joinable: false };
  if (term.form === 'word') return [...joiningSights(term, words, frequency), implied];
  const pair = pairSight(words, frequency);
  return term.form === 'phrase' ? [pair, implied] : [pair];
}

/** How common the commonest sight of a term is; the shorter of two unknown words counts as commoner. */
export function commonness(term: Term, frequency: Frequency): number {
  if (term.kind === 'threshold') return Number.POSITIVE_INFINITY;
  if (term.kind === 'fact') return FACTS[term.field];
  if (term.form === 'prefix') return PREFIXES / term.text.length;
  return Math.max(
    ...sightsOf(term, frequency).map(({ stem, next }) => rate(stem, next, frequency)),
  );
}

/** Beside counts in a sample of some thousand papers: a name is rare, a category is not. */
const FACTS: Readonly<Record<FactTerm['field'], number>> = {
  author: 1,
  org: 10,
  category: 1_000,
  source: 1_000,
  has: 1_000,
};
const PREFIXES = 1_000;

function rate(stem: string, next: string | null, frequency: Frequency): number {
  const one = frequency(stem) + 1 / (1 + stem.length);
  return next === null ? one : Math.min(one, rate(next, null, frequency)) / 2;
}

function confirmOne({ form }: TextTerm, { folded }: Word): Confirm | null {
  if (form === 'word') return null;
  const asPhrase = form === 'phrase';
  return ({ words }, place) => {
    const word = words[place];
    return word !== undefined && (word.implied ? asPhrase : word.folded === folded);
  };
}

function isImplied({ words }: AnalysedText, place: number): boolean {
  return words[place]?.implied === true;
}

/** Two neighbours in a phrase: far fewer papers have both than have either. */
function pairSight(words: readonly Word[], frequency: Frequency): Sight {
  const pairs = words
    .slice(1)
    .map((next, offset) => ({ offset, word: words[offset] ?? next, next }));
  const cost = (pair: { word: Word; next: Word }) =>
    rate(pair.word.stem, pair.next.stem, frequency);
  const rarest = pairs.reduce((best, pair) => (cost(pair) < cost(best) ? pair : best));
  const folded = words.map((word) => word.folded);
  const confirm: Confirm = (text, place) =>
    folded.every((it, at) => {
      const word = text.words[place - rarest.offset + at];
      return word?.folded === it && !word.implied;
    });
  return { stem: rarest.word.stem, next: rarest.next.stem, confirm, joinable: false };
}

/** Of "fine-tuning", one word: by itself, or as one with its neighbour. */
function joiningSights(term: TextTerm, words: readonly Word[], frequency: Frequency): Sight[] {
  const choices = words.map((word, place) => {
    const [before, after] = [words[place - 1], words[place + 1]];
    const joints = [
      before && joined(before.folded, word.folded),
      after && joined(word.folded, after.folded),
    ];
    return [...new Set([word.stem, ...joints.filter((it) => it !== undefined)])];
  });
  const cost = (stems: readonly string[]) =>
    Math.max(...stems.map((it) => rate(it, null, frequency)));
  const rarest = choices.reduce((best, stems) => (cost(stems) < cost(best) ? stems : best));
  const find = createFinder(term.form, term.text);
  const confirm: Confirm = (text) => find(text) !== undefined;
  return rarest.map((stem) => ({ stem, next: null, confirm, joinable: true }));
}
