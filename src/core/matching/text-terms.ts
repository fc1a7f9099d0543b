import type { TextTerm } from '../query/ast.ts';
import { createNumberLists } from './number-lists.ts';
import { createRuns } from './runs.ts';
import { type AnalysedText, analyse, joinAt, joined, type Word, wholeStem } from './text.ts';
import { createVocabulary, UNKNOWN } from './vocabulary.ts';

/** Words, phrases and literals, found by reading a text once, whatever their number. */
export interface TextTerms {
  add(term: TextTerm, id: number): void;
  /** Takes back what was added with the same arguments. */
  remove(term: TextTerm, id: number): void;
  /**
   * Tells which terms a text has, and some of them repeatedly.
   * @param found called for a term that stands in the text.
   * @param suspected called for one that may: some of its words stand there.
   */
  read(text: AnalysedText, found: Tell, suspected: Tell): void;
}

type Tell = (id: number) => void;
type Action = 'add' | 'remove';

/**
 * None at first. Words and stems that terms need are numbered. A word is filed under its stem;
 * phrases form a trie over words, hyphenated words one over stems (Aho and Corasick's failure
 * links are left out: both are short, and starting again at every word costs less); what may be
 * implied is filed under all its stems as one.
 */
export function createTextTerms(): TextTerms {
  const vocabulary = createVocabulary();
  const words = createNumberLists();
  const implied = createNumberLists();
  const phrases = createRuns();
  const hyphenated = createRuns();
  /** Hyphenated words under two of their parts as one. */
  const joints = createNumberLists();
  /** How many terms are compared by stem, and how many of them have a hyphen. */
  const counts = { stems: 0, hyphens: 0 };

  function change(action: Action, { form, text }: TextTerm, id: number): void {
    const parts = analyse(text).words;
    if (form !== 'word') phrases[action](numbersOf(parts, 'folded'), id);
    if (form !== 'literal') implied[action](vocabulary.add(wholeStem(parts)), id);
    if (form === 'word') changeStems(action, parts, id);
  }

  function changeStems(action: Action, parts: readonly Word[], id: number): void {
    const one = action === 'add' ? 1 : -1;
    counts.stems += one;
    const [stem = UNKNOWN, ...others] = numbersOf(parts, 'stem');
    if (others.length === 0) words[action](stem, id);
    else {
      counts.hyphens += one;
      hyphenated[action]([stem, ...others], id);
      for (const joint of jointsOf(parts)) joints[action](vocabulary.add(joint), id);
    }
  }

  function numbersOf(parts: readonly Word[], form: 'folded' | 'stem'): number[] {
    return parts.map((part) => vocabulary.add(part[form]));
  }

  /** Only what the text itself holds is part of a phrase. */
  function ownNumber({ folded, implied }: Word): number {
    return implied ? UNKNOWN : vocabulary.get(folded);
  }

  function stemNumber({ folded, stem, implied }: Word, number: number): number {
    return stem === folded && !implied ? number : vocabulary.get(stem);
  }

  function joinNumber(text: AnalysedText, place: number): number {
    const join = joinAt(text.text, text.words, place);
    return join === undefined ? UNKNOWN : vocabulary.get(join);
  }

  function readStem(stem: number, found: Tell, suspected: Tell): void {
    if (stem === UNKNOWN) return;
    words.each(stem, found);
    if (counts.hyphens > 0) joints.each(stem, suspected);
  }

  function readStems(
    text: AnalysedText,
    numbers: readonly number[],
    found: Tell,
    suspected: Tell,
  ): void {
    const stems = text.words.map((word, place) => stemNumber(word, numbers[place] ?? UNKNOWN));
    const joins = text.words.map((_, place) => joinNumber(text, place));
    for (let place = 0; place < stems.length; place++) {
      readStem(stems[place] ?? UNKNOWN, found, suspected);
      readStem(joins[place] ?? UNKNOWN, found, suspected);
      if (counts.hyphens > 0) hyphenated.read(stems, joins, place, suspected);
    }
  }

  return {
    add: (term, id) => change('add', term, id),
    remove: (term, id) => change('remove', term, id),
    read(text, found, suspected) {
      const numbers = text.words.map(ownNumber);
      for (const [place, word] of text.words.entries()) {
        if (numbers[place] !== UNKNOWN) phrases.read(numbers, NO_JOINS, place, found);
        if (word.implied) implied.each(vocabulary.get(word.stem), found);
      }
      if (counts.stems > 0) readStems(text, numbers, found, suspected);
    },
  };
}

const NO_JOINS: readonly number[] = [];

/** Each two neighbouring parts as one word: a text may write them so. */
function jointsOf(parts: readonly Word[]): Set<string> {
  return new Set(
    parts.flatMap((part, place) => {
      const next = parts[place + 1];
      return next ? [joined(part.folded, next.folded)] : [];
    }),
  );
}
