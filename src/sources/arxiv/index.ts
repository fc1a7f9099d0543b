import type { Listing } from '../../core/paper.ts';
import {
  type FetchRequest,
  type FetchResult,
  type Source,
  SourceError,
} from '../../core/source.ts';
import type { HttpClient } from '../../lib/http.ts';
import type { Log } from '../../lib/log.ts';
import { conditionalHeaders, validatorsOf } from '../conditional.ts';
import { readBatch } from './batch.ts';
import { askArxiv } from './client.ts';
import { sourceName } from './parse.ts';
import type { Politeness } from './politeness.ts';
import { recover } from './recover.ts';
import { silenceOf } from './silence.ts';
import { advance, type Gap, readState, type State } from './state.ts';

export { createPoliteness, type Politeness } from './politeness.ts';

export interface ArxivOptions {
  /** A category ("cs.LG") or a small archive ("hep-th"); a feed holds 2,000 entries at most. */
  readonly category: string;
  /** The feeds' address without the category: "https://rss.arxiv.org/rss". */
  readonly feedUrl: string;
  /** The export API's address: "https://export.arxiv.org/api/query". */
  readonly apiUrl: string;
  readonly http: HttpClient;
  /** Shared by all arXiv sources. */
  readonly politeness: Politeness;
  /** Also revisions of older works; they are no news by default. */
  readonly includeReplacements: boolean;
  readonly log: Log;
}

/** What one fetch works with. */
interface Round {
  readonly options: ArxivOptions;
  readonly request: FetchRequest;
  readonly signal: AbortSignal;
}

/**
 * One arXiv category: its daily feed, asked for conditionally, and after missed days the export
 * API for what was announced meanwhile. An API that fails costs nothing but time: the gap stays
 * in the state until it is filled.
 */
export function createArxiv(options: ArxivOptions): Source {
  return {
    name: sourceName(options.category),
    fetch: (request, signal) => fetchCategory({ options, request, signal }),
  };
}

async function fetchCategory(round: Round): Promise<FetchResult> {
  const { options, request } = round;
  const { state, listings } = await readFeedOnce(round, readState(request.state));
  const filled = await fillGap(round, state.gap);
  return {
    listings: [...listings, ...without(filled.listings, listings)],
    state: { ...state, gap: filled.gap },
    silence: silenceOf(options.category, state, request.now),
  };
}

async function readFeedOnce(round: Round, before: State | null) {
  const { category, feedUrl, includeReplacements } = round.options;
  const { now } = round.request;
  const url = `${withPath(feedUrl, '/rss')}/${category}`;
  const headers = conditionalHeaders(before?.validators ?? null, url);
  const response = await ask(round, url, headers);
  if (response.status === 304 && before) return { state: before, listings: [] };
  const batch = await readBatch(response.text, { category, includeReplacements, url, now });
  const state = { ...advance(before, batch, now), validators: validatorsOf(response, url) };
  return { state, listings: batch.listings };
}

async function fillGap(
  round: Round,
  gap: Gap | null,
): Promise<{ listings: readonly Listing[]; gap: Gap | null }> {
  const { now } = round.request;
  if (gap === null || (gap.notBefore !== null && new Date(gap.notBefore) > now)) {
    return { listings: [], gap };
  }
  const { category } = round.options;
  const apiUrl = withPath(round.options.apiUrl, '/api/query');
  const askApi = async (url: string) => (await ask(round, url, {})).text;
  try {
    return { listings: await recover(gap, { category, apiUrl, ask: askApi }), gap: null };
  } catch (error) {
    return { listings: [], gap: postpone(round, gap, error) };
  }
}

/** An API failure is no reason to withhold today's papers. */
function postpone({ options, request, signal }: Round, gap: Gap, error: unknown): Gap {
  if (!(error instanceof SourceError) || signal.aborted) throw error;
  const { from, to } = gap;
  options.log.warn(
    { category: options.category, from, to, reason: error.message },
    'missed arXiv batches are not recovered yet',
  );
  const rest = error.retryAfterMs;
  const until = rest === undefined ? null : new Date(request.now.getTime() + rest).toISOString();
  return { ...gap, notBefore: until };
}

function ask({ options, request, signal }: Round, url: string, headers: Record<string, string>) {
  return askArxiv(options, url, { headers, signal, now: request.now });
}

/** A bare server gets arXiv's own path; any other address is taken as it is. */
function withPath(address: string, path: string): string {
  const bare = address.replace(/\/+$/, '');
  return URL.parse(bare)?.pathname === '/' ? bare + path : bare;
}

function without(listings: readonly Listing[], known: readonly Listing[]): Listing[] {
  const ids = new Set(known.map((it) => it.entryId));
  return listings.filter((it) => !ids.has(it.entryId));
}
