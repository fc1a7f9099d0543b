/** Small numbers that may be marked, all of them unmarked at once. */
export interface Stamps {
  /** Takes all marks away. */
  clear(): void;
  /** Marks a number. Gives true when it was not marked yet. */
  mark(id: number): boolean;
  has(id: number): boolean;
}

/**
 * Marks by the number of the round in which they were made: clearing costs nothing, and a table
 * of numbers stays in the processor's cache, as a Set does not.
 */
export function createStamps(): Stamps {
  let rounds = new Uint32Array(1_024);
  let round = 1;

  function grow(id: number): void {
    const larger = new Uint32Array(2 * id);
    larger.set(rounds);
    rounds = larger;
  }

  return {
    clear: () => {
      round++;
    },
    mark: (id) => {
      if (id >= rounds.length) grow(id);
      if (rounds[id] === round) return false;
      rounds[id] = round;
      return true;
    },
    has: (id) => rounds[id] === round,
  };
}
