/** Small numbers, each with any number of ids. */
export interface NumberLists {
  add(key: number, id: number): void;
  remove(key: number, id: number): void;
  /** Calls `tell` with each id of a key. */
  each(key: number, tell: (id: number) => void): void;
}

const NOBODY = -1;

/**
 * Nearly all keys have one id or none: the first of each stands in one table, which is quicker to
 * look at than a list for each; the others stand apart.
 */
export function createNumberLists(): NumberLists {
  let firsts = new Int32Array(1_024).fill(NOBODY);
  const others = new Map<number, readonly number[]>();

  function grow(key: number): void {
    const larger = new Int32Array(2 * key).fill(NOBODY);
    larger.set(firsts);
    firsts = larger;
  }

  function put(key: number, [first = NOBODY, ...more]: readonly number[]): void {
    firsts[key] = first;
    if (more.length > 0) others.set(key, more);
    else others.delete(key);
  }

  function listOf(key: number): number[] {
    const first = firsts[key] ?? NOBODY;
    return first === NOBODY ? [] : [first, ...(others.get(key) ?? [])];
  }

  return {
    add: (key, id) => {
      if (key >= firsts.length) grow(key);
      put(key, [...listOf(key), id]);
    },
    remove: (key, id) => {
      const left = listOf(key).filter((it) => it !== id);
      if (key < firsts.length) put(key, left);
    },
    each: (key, tell) => {
      const first = firsts[key] ?? NOBODY;
      if (first === NOBODY) return;
      tell(first);
      if (others.size > 0) for (const id of others.get(key) ?? []) tell(id);
    },
  };
}
