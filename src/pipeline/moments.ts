/** The moment so many milliseconds later. */
export function after(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}

/** The later of two moments; the one where there is no other. */
export function laterOf(one: Date, other: Date | null): Date {
  return other && other > one ? other : one;
}

/** The first of some moments; null for none. */
export function earliest(moments: readonly Date[]): Date | null {
  return moments.toSorted((one, other) => +one - +other)[0] ?? null;
}
