import type { TextForm } from '../query/ast.ts';
import type { Run } from './evidence.ts';
import { type AnalysedText, analyse, joined, type Word, wholeStem } from './text.ts';

/** Looks for a term in a text. Gives the first place, those that the text itself holds first. */
export type Finder = (text: AnalysedText) => Run | undefined;

/** Prepares the search for a term of a query. */
export function createFinder(form: TextForm, text: string): Finder {
  const wanted = analyse(text).words;
  if (form === 'prefix') return (analysed) => findPrefix(analysed, text);
  const fits = form === 'word' ? byStem : form === 'phrase' ? byLetters : byOwnLetters;
  return (analysed) => findRun(analysed, wanted, fits, form === 'word');
}

type Fits = (word: Word, wanted: Word) => boolean;

const byStem: Fits = (word, wanted) => word.stem === wanted.stem;
const byLetters: Fits = (word, wanted) => word.folded === wanted.folded;
const byOwnLetters: Fits = (word, wanted) => !word.implied && word.folded === wanted.folded;

function findRun(
  text: AnalysedText,
  wanted: readonly Word[],
  fits: Fits,
  joining: boolean,
): Run | undefined {
  for (const place of startsOf(text, wanted, joining)) {
    const last = lastOfRun(text, place, wanted, 0, fits, joining);
    const [first, end] = [text.words[place], text.words[last]];
    if (first && end && !first.implied) return { first, last: end };
  }
  return fits === byOwnLetters ? undefined : findImplied(text, wanted);
}

/** What the text holds in another form is one word of it, under its whole stem. */
function findImplied(text: AnalysedText, wanted: readonly Word[]): Run | undefined {
  const places = text.places.get(wholeStem(wanted)) ?? [];
  const word = places.map((place) => text.words[place]).find((it) => it?.implied);
  return word && { first: word, last: word };
}

function startsOf(
  text: AnalysedText,
  wanted: readonly Word[],
  joining: boolean,
): readonly number[] {
  const [first, second] = wanted;
  if (!first) return [];
  const places = text.places.get(first.stem) ?? [];
  if (!joining) return places;
  const asOne = second ? text.places.get(joined(first.folded, second.folded)) : undefined;
  const asTwo = text.joins.get(first.stem);
  return asOne || asTwo ? [...places, ...(asOne ?? []), ...(asTwo ?? [])] : places;
}

/** The place of the last word of a run that starts at `place`; -1 when there is none. */
function lastOfRun(
  text: AnalysedText,
  place: number,
  wanted: readonly Word[],
  from: number,
  fits: Fits,
  joining: boolean,
): number {
  const [want, next] = [wanted[from], wanted[from + 1]];
  if (!want) return place - 1;
  const word = text.words[place];
  if (!word) return -1;
  const go = (words: number, wants: number) =>
    lastOfRun(text, place + words, wanted, from + wants, fits, joining);
  if (fits(word, want)) {
    const last = go(1, 1);
    if (last !== -1) return last;
  }
  if (!joining) return -1;
  if (text.joins.get(want.stem)?.includes(place)) return go(2, 1);
  return next && word.stem === joined(want.folded, next.folded) ? go(1, 2) : -1;
}

function findPrefix(text: AnalysedText, prefix: string): Run | undefined {
  const word = text.words.find((it) => !it.implied && it.folded.startsWith(prefix));
  return word && { first: word, last: word };
}
