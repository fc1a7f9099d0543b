import type { Habit } from './habit.ts';
import type { Listing } from './paper.ts';

/** Anything that JSON can carry; what a source wants to remember between two fetches. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export interface FetchRequest {
  /** Time of the last fetch that succeeded; null at the first. */
  readonly since: Date | null;
  /** What the last successful fetch returned as its state; null at the first. */
  readonly state: JsonValue;
  readonly now: Date;
}

/** Why a source lists nothing new, in its own words. */
export interface Explanation {
  /** One sentence. */
  readonly reason: string;
  /** True when nothing was to be expected: a weekend, a holiday. */
  readonly expected: boolean;
}

export interface FetchResult {
  readonly listings: readonly Listing[];
  /** Kept once all listings are, and handed to the next fetch. */
  readonly state: JsonValue;
  /** Why there is nothing new, when the source knows; null otherwise. */
  readonly silence: Explanation | null;
}

/** Where listings come from. */
export interface Source {
  /** Stable name: "hugging-face", "arxiv:cs.LG", "rss:https://example.org/feed". */
  readonly name: string;
  /** Rejects with a SourceError. A source is never fetched twice at the same time. */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchResult>;
}

/** However long a source wants to be left alone, or fails, it is asked again after this time. */
export const LONGEST_REST_MS = 6 * 3_600_000;

/** A source that could not be read: one sentence for people, no secret in it. */
export class SourceError extends Error {
  /** How long the source asked us to stay away, in milliseconds; 6 hours at most. */
  readonly retryAfterMs: number | undefined;
  /** False when nothing answered at all (no network), true when the source itself refused. */
  readonly reached: boolean;

  constructor(
    message: string,
    options: { retryAfterMs?: number; reached: boolean; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'SourceError';
    this.retryAfterMs = options.retryAfterMs && Math.min(options.retryAfterMs, LONGEST_REST_MS);
    this.reached = options.reached;
  }
}

/** What is known of a source between two fetches. */
export interface SourceStatus extends Habit {
  readonly name: string;
  readonly state: JsonValue;
  readonly lastSuccessAt: Date | null;
  /** How many fetches in a row have failed. */
  readonly failures: number;
  /** Not to be fetched before this time. */
  readonly notBefore: Date | null;
  readonly lastError: string | null;
  readonly silence: Explanation | null;
}

/** What is known of a source that was never fetched. */
export function freshStatus(name: string): SourceStatus {
  return {
    name,
    state: null,
    lastSuccessAt: null,
    failures: 0,
    notBefore: null,
    lastError: null,
    silence: null,
    newsAt: null,
    gaps: [],
  };
}

export interface SourceStore {
  /** The status of a source; a fresh one when it was never fetched. */
  get(name: string): Promise<SourceStatus>;
  save(status: SourceStatus): Promise<void>;
}

const FIRST_BACKOFF_MS = 60_000;

/** How long to leave a failing source alone, in milliseconds: 1, 2, 4 … minutes, 6 hours at most. */
export function sourceBackoffMs(failures: number): number {
  return Math.min(LONGEST_REST_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
}
