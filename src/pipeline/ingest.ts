import { setImmediate } from 'node:timers/promises';
import { isNewListing, withNews } from '../core/habit.ts';
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
import type { TermWeights } from '../core/summary/term-weights.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { catchUp, type Matcher, matchPaper } from './match.ts';
import { noteLaterNews } from './revise.ts';

export interface IngestDeps {
  readonly storage: Storage;
  readonly matcher: Matcher;
  /** Learns of the abstracts of new papers. */
  readonly termWeights: TermWeights;
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

/**
 * Listings are recorded in transactions of this many; between two of them, commands get their turn.
 * What needs no database gets it after each listing.
 */
const BATCH = 50;
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
  const request = { since: status.lastSuccessAt, state: status.state, now: deps.now() };
  let result: FetchResult;
  try {
    result = await source.fetch(request, signal);
  } catch (error) {
    if (signal.aborted) return report(source, 'interrupted', 0, null);
    return recordFailure(source, deps, error);
  }
  await record(result, status, deps);
  deps.log.info({ source: source.name, listings: result.listings.length }, 'source read');
  return report(source, 'read', result.listings.length, result.silence?.reason ?? null);
}

/**
 * Papers and their matches become visible together, batch by batch; the source's state last. That
 * it brought news is noted with the first that does, so that a crash in between hides none.
 */
async function record(result: FetchResult, status: SourceStatus, deps: IngestDeps): Promise<void> {
  const now = deps.now();
  const days = result.listings.map((it) => it.listedAt);
  const ifNews = { ...status, ...withNews(status, status.lastSuccessAt, days, now) };
  let known: SourceStatus = { ...status, newsAt: status.newsAt ?? now };
  for (let start = 0; start < result.listings.length; start += BATCH) {
    if (await recordBatch(result.listings.slice(start, start + BATCH), ifNews, deps))
      known = ifNews;
    await setImmediate();
  }
  await deps.storage.sources.save({
    ...known,
    state: result.state,
    lastSuccessAt: deps.now(),
    failures: 0,
    notBefore: null,
    lastError: null,
    silence: result.silence,
  });
}

/**
 * Gives true when a listing was new.
 * @param ifNews what is known of the source when one is.
 */
async function recordBatch(
  listings: readonly Listing[],
  ifNews: SourceStatus,
  deps: IngestDeps,
): Promise<boolean> {
  const now = deps.now();
  const isFirst = ifNews.lastSuccessAt === null;
  const archived = new Date(now.getTime() - UNDATED_AGE_MS);
  const learned = await deps.storage.transaction(async (stores) => {
    await catchUp(deps.matcher, stores, deps.log);
    const forms: LongForm[] = [];
    const abstracts: string[] = [];
    let hasNews = false;
    for (const listing of listings) {
      const seenAt = isFirst && listing.listedAt === null ? archived : now;
      const recorded = await stores.papers.record(listing, seenAt);
      hasNews ||= isNewListing(recorded.before, listing.source);
      const { id, abstract } = recorded.paper;
      if (recorded.before === null) abstracts.push(abstract);
      forms.push(...(await stores.abbreviations.add(id, longFormsIn(recorded.paper))));
      const matches = matchPaper(deps.matcher, recorded, now);
      await stores.matches.add(matches, now);
      await noteLaterNews(recorded, matches, stores, now);
      await setImmediate();
    }
    if (hasNews) await stores.sources.save(ifNews);
    return { forms, abstracts, hasNews };
  });
  deps.matcher.abbreviations.learn(learned.forms);
  for (const abstract of learned.abstracts) deps.termWeights.learn(abstract);
  return learned.hasNews;
}

/** The status is read again: some of the listings may have been recorded before the failure. */
async function recordFailure(
  source: Source,
  deps: IngestDeps,
  error: unknown,
): Promise<IngestReport> {
  const status = await deps.storage.sources.get(source.name);
  const known = error instanceof SourceError ? error : undefined;
  const reason = known?.message ?? 'It could not be read because of a fault in Paper Route.';
  const reached = known?.reached ?? true;
  const failures = reached ? status.failures + 1 : status.failures;
  const wait = Math.max(sourceBackoffMs(failures), known?.retryAfterMs ?? 0);
  const notBefore = reached ? new Date(deps.now().getTime() + wait) : null;
  const newsAt = status.newsAt ?? deps.now();
  await deps.storage.sources.save({ ...status, newsAt, failures, notBefore, lastError: reason });
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
