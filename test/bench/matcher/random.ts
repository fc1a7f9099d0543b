/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** A rank from 0 to below `limit`, of which low ones are common: 1 / (rank + 1). */
  zipf(limit: number): number;
  pick<T>(from: readonly T[]): T;
}

/** @param seed any whole number; mulberry32 by Tommy Ettinger makes the numbers. */
export function createRandom(seed: number): Random {
  let state = seed | 0;

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    below: (limit) => Math.floor(next() * limit),
    zipf: (limit) => Math.floor((limit + 1) ** next()) - 1,
    pick: <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T,
  };
}
