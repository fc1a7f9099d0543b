import { createNumberLists } from './number-lists.ts';
import { createTransitions } from './transitions.ts';
import { UNKNOWN } from './vocabulary.ts';

/** Runs of numbered words, each with any number of ids, found from where they begin. */
export interface Runs {
  add(run: readonly number[], id: number): void;
  remove(run: readonly number[], id: number): void;
  /**
   * Calls `tell` with the ids of all runs that begin at a place of a text.
   * @param words of the text, as numbers.
   * @param joins at each place, that word and the next one as one; UNKNOWN or nothing where they
   *   are none.
   */
  read(
    words: readonly number[],
    joins: readonly number[],
    place: number,
    tell: (id: number) => void,
  ): void;
}

const ROOT = 0;

/** A trie over words. */
export function createRuns(): Runs {
  const trie = createTransitions();
  const lists = createNumberLists();

  function endOf(run: readonly number[]): number {
    return run.reduce((node, word) => trie.add(node, word), ROOT);
  }

  function readFrom(
    node: number,
    words: readonly number[],
    joins: readonly number[],
    place: number,
    tell: (id: number) => void,
  ): void {
    step(node, words[place], words, joins, place + 1, tell);
    step(node, joins[place], words, joins, place + 2, tell);
  }

  function step(
    node: number,
    word: number | undefined,
    words: readonly number[],
    joins: readonly number[],
    place: number,
    tell: (id: number) => void,
  ): void {
    if (word === undefined || word === UNKNOWN) return;
    const next = trie.get(node, word);
    if (next === ROOT) return;
    lists.each(next, tell);
    readFrom(next, words, joins, place, tell);
  }

  return {
    add: (run, id) => lists.add(endOf(run), id),
    remove: (run, id) => lists.remove(endOf(run), id),
    read: (words, joins, place, tell) => readFrom(ROOT, words, joins, place, tell),
  };
}
