import { LONGEST_REST_MS } from '../../core/source.ts';
import type { HttpHeaders } from '../../lib/http.ts';

export interface RateLimit {
  /** Requests left in this window. */
  readonly left: number;
  /** Until the window ends, in milliseconds; 6 hours at most. */
  readonly resetMs: number;
}

/**
 * Hugging Face says after each call how many are left: `RateLimit: "api";r=498;t=120`
 * (https://huggingface.co/docs/hub/rate-limits). Of several buckets the emptiest counts.
 * Null when the header is missing or unreadable.
 */
export function readRateLimit(headers: HttpHeaders): RateLimit | null {
  const buckets = (headers.get('ratelimit') ?? '').split(',').map(readBucket);
  const known = buckets.filter((bucket) => bucket !== null);
  return known.toSorted((one, other) => one.left - other.left)[0] ?? null;
}

function readBucket(bucket: string): RateLimit | null {
  const left = /;\s*r=(\d+)/.exec(bucket)?.[1];
  const seconds = /;\s*t=(\d+)/.exec(bucket)?.[1];
  if (left === undefined || seconds === undefined) return null;
  return { left: Number(left), resetMs: Math.min(Number(seconds) * 1000, LONGEST_REST_MS) };
}
