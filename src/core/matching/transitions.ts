/** The edges of a trie over numbered words; node 0 is the root. */
export interface Transitions {
  /** The child of a node under a word, which is made when it is missing. */
  add(node: number, word: number): number;
  /** The child of a node under a word; 0 when there is none. */
  get(node: number, word: number): number;
}

/** Node, word and child of an edge. */
const WIDTH = 3;

/**
 * A hash table with open addressing in one array of numbers: an edge is found at one place in the
 * memory, where a Map for each node needs five. At most half of it is filled. Nodes are numbered
 * from 1 and never removed.
 */
export function createTransitions(): Transitions {
  let slots = 1_024;
  let table = new Int32Array(slots * WIDTH);
  let nodes = 0;

  /** Where an edge stands, or the free place where it would. */
  function placeOf(node: number, word: number): number {
    let slot = hash(node, word) & (slots - 1);
    for (;;) {
      const place = slot * WIDTH;
      if (table[place + 2] === 0 || (table[place] === node && table[place + 1] === word))
        return place;
      slot = (slot + 1) & (slots - 1);
    }
  }

  function put(node: number, word: number, child: number): void {
    table.set([node, word, child], placeOf(node, word));
  }

  function grow(): void {
    const edges = table;
    slots *= 2;
    table = new Int32Array(slots * WIDTH);
    for (let place = 0; place < edges.length; place += WIDTH) {
      const [node = 0, word = 0, child = 0] = edges.subarray(place, place + WIDTH);
      if (child !== 0) put(node, word, child);
    }
  }

  function get(node: number, word: number): number {
    return table[placeOf(node, word) + 2] ?? 0;
  }

  return {
    get,
    add: (node, word) => {
      const known = get(node, word);
      if (known !== 0) return known;
      nodes++;
      if (nodes * 2 > slots) grow();
      put(node, word, nodes);
      return nodes;
    },
  };
}

function hash(node: number, word: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
