import type { TextTerm } from '../query/ast.ts';
import { createNumberLists } from './number-lists.ts';
import { type AnalysedText, analyse, joinAt, joined, type Word, wholeStem } from './text.ts';
import { createTransitions } from './transitions.ts';
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
 * None at first. Words and stems that terms need are numbered. A word is filed under its stem, a
 * hyphenated one under its longest part's, and is then suspected; phrases form a trie over words
 * (Aho and Corasick's failure links are left out: phrases are short, and starting again at every
 * word costs less); what may be implied is filed under all its stems as one.
 */
export function createTextTerms(): TextTerms {
  const vocabulary = createVocabulary();
  const words = createNumberLists();
  const hyphenated = createNumberLists();
  const implied = createNumberLists();
  const trie = createTransitions();
  const phrases = createNumberLists();
  /** How many terms are compared by stem. */
  let stems = 0;

  function change(action: Action, { form, text }: TextTerm, id: number): void {
    const parts = analyse(text).words;
    if (form !== 'word') phrases[action](endOf(parts), id);
    if (form !== 'literal') implied[action](vocabulary.add(wholeStem(parts)), id);
    if (form === 'word') changeStems(action, parts, id);
  }

  function changeStems(action: Action, parts: readonly Word[], id: number): void {
    const lists = parts.length === 1 ? words : hyphenated;
    for (const stem of longestOf(parts)) lists[action](vocabulary.add(stem), id);
    stems += action === 'add' ? 1 : -1;
  }

  function endOf(parts: readonly Word[]): number {
    return parts.reduce((node, { folded }) => trie.add(node, vocabulary.add(folded)), 0);
  }

  function readPhrases(numbers: readonly number[], place: number, found: Tell): void {
    let node = 0;
    for (let at = place; at < numbers.length; at++) {
      node = trie.get(node, numbers[at] ?? UNKNOWN);
      if (node === 0) return;
      phrases.each(node, found);
    }
  }

  /** Only what the text itself holds is part of a phrase. */
  function ownNumber({ folded, implied }: Word): number {
    return implied ? UNKNOWN : vocabulary.get(folded);
  }

  function stemNumber({ folded, stem, implied }: Word, number: number): number {
    return stem === folded && !implied ? number : vocabulary.get(stem);
  }

  function readStem(stem: number, found: Tell, suspected: Tell): void {
    if (stem === UNKNOWN) return;
    words.each(stem, found);
    hyphenated.each(stem, suspected);
  }

  function readJoin(text: AnalysedText, place: number, found: Tell, suspected: Tell): void {
    const join = joinAt(text.text, text.words, place);
    if (join !== undefined) readStem(vocabulary.get(join), found, suspected);
  }

  return {
    add: (term, id) => change('add', term, id),
    remove: (term, id) => change('remove', term, id),
    read(text, found, suspected) {
      const numbers = text.words.map(ownNumber);
      for (const [place, word] of text.words.entries()) {
        const number = numbers[place] ?? UNKNOWN;
        if (number !== UNKNOWN) readPhrases(numbers, place, found);
        if (stems > 0) readStem(stemNumber(word, number), found, suspected);
        if (stems > 0) readJoin(text, place, found, suspected);
        if (word.implied) implied.each(vocabulary.get(word.stem), found);
      }
    },
  };
}

/**
 * Of "fine-tuning", the stems of its longest part: by itself, and as one with either neighbour. A
 * text that holds the term holds one of these.
 */
function longestOf(parts: readonly Word[]): Set<string> {
  const lengths = parts.map((part) => part.stem.length);
  const place = lengths.indexOf(Math.max(...lengths));
  const [before, part, after] = [parts[place - 1], parts[place], parts[place + 1]];
  const stems = new Set<string>();
  if (part) stems.add(part.stem);
  if (part && before) stems.add(joined(before.folded, part.folded));
  if (part && after) stems.add(joined(part.folded, after.folded));
  return stems;
}
