/** How many there are of each kind at this moment; nothing is kept of those of which there are none. */
export interface Tally {
  of(kind: string): number;
  add(kind: string): void;
  /** Takes one away that was added. */
  remove(kind: string): void;
}

export function createTally(): Tally {
  const numbers = new Map<string, number>();
  const of = (kind: string) => numbers.get(kind) ?? 0;
  return {
    of,
    add: (kind) => void numbers.set(kind, of(kind) + 1),
    remove(kind) {
      if (of(kind) > 1) numbers.set(kind, of(kind) - 1);
      else numbers.delete(kind);
    },
  };
}
