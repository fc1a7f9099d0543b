import type { TextTerm } from '../query/ast.ts';
import { createMultimap, type Multimap } from './multimap.ts';
import { createPhraseTrie } from './phrase-trie.ts';
import { type AnalysedText, analyse, joinAt, joined, type Word, wholeStem } from './text.ts';

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

/** None at first. */
export function createTextTerms(): TextTerms {
  const words = createMultimap<number>();
  const hyphenated = createMultimap<number>();
  const implied = createMultimap<number>();
  const phrases = createPhraseTrie();

  function change(action: 'add' | 'remove', { form, text }: TextTerm, id: number): void {
    const parts = analyse(text).words;
    const isOneWord = form === 'word' && parts.length === 1;
    if (form !== 'literal' && !isOneWord) implied[action](wholeStem(parts), id);
    if (form !== 'word') phrases[action](foldedOf(parts), id);
    else if (isOneWord) words[action](wholeStem(parts), id);
    else for (const stem of longestChoice(parts)) hyphenated[action](stem, id);
  }

  function readStem(stem: string, found: Tell, suspected: Tell): void {
    tellAll(words, stem, found);
    if (hyphenated.size > 0) tellAll(hyphenated, stem, suspected);
  }

  return {
    add: (term, id) => change('add', term, id),
    remove: (term, id) => change('remove', term, id),
    read(text, found, suspected) {
      const joining = words.size > 0 || hyphenated.size > 0;
      for (let place = 0; place < text.words.length; place++) {
        const word = text.words[place] as Word;
        if (word.implied) tellAll(implied, word.stem, found);
        else phrases.read(text.words, place, found);
        if (!joining) continue;
        readStem(word.stem, found, suspected);
        const join = joinAt(text.text, text.words, place);
        if (join !== undefined) readStem(join, found, suspected);
      }
    },
  };
}

function tellAll(ids: Multimap<number>, key: string, tell: Tell): void {
  for (const id of ids.get(key)) tell(id);
}

function foldedOf(words: readonly Word[]): string[] {
  return words.map((word) => word.folded);
}

/**
 * Of "fine-tuning", the stems of its longest word: by itself, and as one with either neighbour. A
 * text that holds the term holds one of these.
 */
function longestChoice(words: readonly Word[]): Set<string> {
  const lengths = words.map((word) => word.stem.length);
  const place = lengths.indexOf(Math.max(...lengths));
  const [before, word, after] = [words[place - 1], words[place], words[place + 1]];
  const choice = new Set<string>();
  if (word) choice.add(word.stem);
  if (word && before) choice.add(joined(before.folded, word.folded));
  if (word && after) choice.add(joined(word.folded, after.folded));
  return choice;
}
