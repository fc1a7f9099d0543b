import { setImmediate } from 'node:timers/promises';
import { type LongForm, longFormsIn } from '../core/matching/abbreviations.ts';
import type { Listing } from '../core/paper.ts';
import {
  type FetchResult,
  type Source,
  SourceError,
  type SourceStatus,
  sourceBackoffMs,
} from '../core/source.ts';
import type { Storage } from '../core/stores.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { catchUp, type Matcher, matchPaper } from './match.ts';

export interface IngestDeps {
  readonly storage: Storage;
  readonly matcher: Matcher;
  readonly now: Clock;
  readonly log: Log;
}

export interface IngestReport {
  readonly source: string;
  readonly outcome: 'read' | 'failed' | 'resting' | 'interrupted';
  readonly listings: number;
  /** Why nothing came: the error, or the source's own explanation. */
  readonly reason: string | null;
  /** False when nothing answered at all. */
  readonly reached: boolean;
}

/** Listings are recorded in transactions of this many; between two of them, commands get their turn. */
const BATCH = 50;
/** The longest rest that a source may ask for, in milliseconds. */
const LONGEST_WISH_MS = 24 * 3_600_000;
/** Undated entries at a feed's first reading are its archive, not news: they count as seen this long ago. */
const UNDATED_AGE_MS = 3 * 86_400_000;

/**
 * Reads one source: fetch, merge its listings into papers, match each paper against all
 * subscriptions. A source that answers badly is left alone for a growing time; one that nothing
 * answers for (no network) is asked again at the next poll. Never rejects.
 */
export async function ingest(
  source: Source,
  deps: IngestDeps,
  signal: AbortSignal,
): Promise<IngestReport> {
  try {
    const status = await deps.storage.sources.get(source.name);
    if (status.notBefore && status.notBefore > deps.now())
      return report(source, 'resting', 0, status.lastError);
    return await read(source, status, deps, signal);
  } catch (error) {
    deps.log.error({ err: error, source: source.name }, 'a source could not be recorded');
    return report(source, 'failed', 0, 'It could not be stored; the log says why.');
  }
}

async function read(
  source: Source,
  status: SourceStatus,
  deps: IngestDeps,
  signal: AbortSignal,
): Promise<IngestReport> {
  try {
    const request = { since: status.lastSuccessAt, state: status.state, now: deps.now() };
    const result = await source.fetch(request, signal);
    await record(result, status, deps);
    deps.log.info({ source: source.name, listings: result.listings.length }, 'source read');
    return report(source, 'read', result.listings.length, result.silence);
  } catch (error) {
    if (signal.aborted) return report(source, 'interrupted', 0, null);
    return recordFailure(source, status, deps, error);
  }
}

/** Papers and their matches become visible together, batch by batch; the source's state last. */
async function record(result: FetchResult, status: SourceStatus, deps: IngestDeps): Promise<void> {
  const isFirst = status.lastSuccessAt === null;
  for (let start = 0; start < result.listings.length; start += BATCH) {
    await recordBatch(result.listings.slice(start, start + BATCH), isFirst, deps);
    await setImmediate();
  }
  await deps.storage.sources.save({
    name: status.name,
    state: result.state,
    lastSuccessAt: deps.now(),
    failures: 0,
    notBefore: null,
    lastError: null,
    silence: result.silence,
  });
}

async function recordBatch(
  listings: readonly Listing[],
  isFirst: boolean,
  deps: IngestDeps,
): Promise<void> {
  const now = deps.now();
  const archived = new Date(now.getTime() - UNDATED_AGE_MS);
  const learned = await deps.storage.transaction(async (stores) => {
    await catchUp(deps.matcher, stores, deps.log);
    const forms: LongForm[] = [];
    for (const listing of listings) {
      const seenAt = isFirst && listing.listedAt === null ? archived : now;
      const recorded = await stores.papers.record(listing, seenAt);
      const { id } = recorded.paper;
      forms.push(...(await stores.abbreviations.add(id, longFormsIn(recorded.paper))));
      await stores.matches.add(matchPaper(deps.matcher, recorded, now), now);
    }
    return forms;
  });
  deps.matcher.abbreviations.learn(learned);
}

async function recordFailure(
  source: Source,
  status: SourceStatus,
  deps: IngestDeps,
  error: unknown,
): Promise<IngestReport> {
  const known = error instanceof SourceError ? error : undefined;
  const reason = known?.message ?? 'It could not be read because of a fault in Paper Route.';
  const reached = known?.reached ?? true;
  const failures = reached ? status.failures + 1 : status.failures;
  const wait = Math.max(
    sourceBackoffMs(failures),
    Math.min(known?.retryAfterMs ?? 0, LONGEST_WISH_MS),
  );
  const notBefore = reached ? new Date(deps.now().getTime() + wait) : null;
  await deps.storage.sources.save({ ...status, failures, notBefore, lastError: reason });
  deps.log.warn(
    { source: source.name, failures, notBefore, err: known ? undefined : error },
    reason,
  );
  return { ...report(source, 'failed', 0, reason), reached };
}

function report(
  source: Source,
  outcome: IngestReport['outcome'],
  listings: number,
  reason: string | null,
): IngestReport {
  return { source: source.name, outcome, listings, reason, reached: true };
}
