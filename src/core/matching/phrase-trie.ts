import type { Word } from './text.ts';

/** Phrases, by their words without case and accents. */
export interface PhraseTrie {
  add(words: readonly string[], id: number): void;
  /** Takes back what was added with the same arguments. */
  remove(words: readonly string[], id: number): void;
  /** Calls `found` with each phrase that begins at a place. */
  read(words: readonly Word[], place: number, found: (id: number) => void): void;
}

interface Node {
  /** Phrases that end here. */
  ids: readonly number[];
  next: Map<string, Node> | null;
}

/**
 * A trie over words. Aho and Corasick's failure links are left out: phrases are so short that
 * starting again at every word costs less than following the links.
 */
export function createPhraseTrie(): PhraseTrie {
  const root: Node = { ids: [], next: null };
  return {
    add: (words, id) => {
      const end = words.reduce(childOf, root);
      end.ids = [...end.ids, id];
    },
    remove: (words, id) => {
      removeFrom(root, words, id);
    },
    read: (words, place, found) => {
      let at = place;
      for (let node = follow(root, words[at]); node; node = follow(node, words[++at]))
        for (const id of node.ids) found(id);
    },
  };
}

function follow(node: Node, word: Word | undefined): Node | undefined {
  return word && node.next ? node.next.get(word.folded) : undefined;
}

function childOf(node: Node, word: string): Node {
  node.next ??= new Map();
  const child = node.next.get(word) ?? { ids: [], next: null };
  node.next.set(word, child);
  return child;
}

/** Gives whether the node is of no more use. */
function removeFrom(node: Node, words: readonly string[], id: number): boolean {
  const [word, ...rest] = words;
  const child = word === undefined ? undefined : node.next?.get(word);
  if (word === undefined) node.ids = node.ids.filter((it) => it !== id);
  else if (child && removeFrom(child, rest, id)) node.next?.delete(word);
  if (node.next?.size === 0) node.next = null;
  return node.ids.length === 0 && node.next === null;
}
