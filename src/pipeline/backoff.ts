const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;
/** The longest wait that a platform may ask for, in milliseconds. */
const LONGEST_WISH_MS = 3_600_000;

/**
 * How long to wait after a failure, in milliseconds: the platform's own wish, or as long as all
 * waits before it together and 5 s (so 5, 10, 20 … seconds), 15 minutes at most, and up to a
 * quarter longer, so that those who failed together don't come back together.
 * @param waitedMs the waits before it, in milliseconds.
 */
export function waitAfter(waitedMs: number, wished: number | undefined): number {
  if (wished !== undefined) return Math.min(wished, LONGEST_WISH_MS);
  const backoff = Math.min(LONGEST_MS, FIRST_MS + waitedMs);
  return Math.round(backoff * (1 + Math.random() / 4));
}
