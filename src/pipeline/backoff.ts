const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;
/** The longest wait that a platform may ask for, in milliseconds. */
const LONGEST_WISH_MS = 3_600_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: the platform's own wish, or
 * 5, 10, 20 … seconds, 15 minutes at most, each up to a quarter longer.
 */
export function waitAfter(failures: number, wished: number | undefined): number {
  if (wished !== undefined) return Math.min(wished, LONGEST_WISH_MS);
  const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(backoff * (1 + Math.random() / 4));
}
