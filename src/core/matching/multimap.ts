/** Keys with any number of values each. */
export interface Multimap<T> {
  readonly size: number;
  get(key: string): readonly T[];
  add(key: string, value: T): void;
  remove(key: string, value: T): void;
}

const NONE: readonly never[] = [];

/** Lists are as long as they must be: most hold one value, and there are many. */
export function createMultimap<T>(): Multimap<T> {
  const lists = new Map<string, readonly T[]>();
  const get = (key: string) => lists.get(key) ?? NONE;
  return {
    get size() {
      return lists.size;
    },
    get,
    add: (key, value) => {
      lists.set(key, [...get(key), value]);
    },
    remove: (key, value) => {
      const others = get(key).filter((it) => it !== value);
      if (others.length > 0) lists.set(key, others);
      else lists.delete(key);
    },
  };
}
