/**
 * One point of the curve, in a process of its own so that its memory can be told: starts from the
 * database that the argument names, then matches papers. Prints a Measured as JSON.
 */
import { analysePaper, type MatchablePaper } from '../../../src/core/matching/analysed-paper.ts';
import type { Paper } from '../../../src/core/paper.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { keepHeapSmall } from '../../../src/lib/heap.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { loadMatcher, type Matcher, matchPaper } from '../../../src/pipeline/match.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { readCorpus } from './corpus.ts';
import type { Measured } from './point.ts';
import { makeBooleans } from './queries.ts';
import { createRandom } from './random.ts';
import { print, timed } from './timing.ts';

const TIMED_PAPERS = 500;
const ADDED = 1_000;
const TODAY = new Date('2026-11-24T00:00:00Z');

function toPaper(paper: MatchablePaper, place: number): Paper {
  const rest = { url: '', publishedAt: null, arxivId: null, machineSummary: null, moreLinks: [] };
  return { ...paper, ...rest, id: `arxiv:${place}`, listedAt: TODAY };
}

/** Milliseconds for each of a thousand new queries. */
function addingTimes(matcher: Matcher, queries: readonly string[]): number[] {
  const first = 1_000_000_000;
  const times = queries.map((query, place) => {
    const follower = { id: first + place, channelId: 1, since: TODAY };
    return timed(() => matcher.index.add(follower.id, parseQuery(query), follower)).ms;
  });
  for (const place of queries.keys()) matcher.index.remove(first + place);
  return times.sort((one, other) => one - other);
}

async function measure(url: string): Promise<Measured> {
  const storage = await openStorage(url);
  const started = performance.now();
  const matcher = await loadMatcher(storage, silentLog());
  const loadMs = performance.now() - started;
  const residentMb = process.memoryUsage.rss() / 2 ** 20;
  await storage.close();
  const corpus = readCorpus(createRandom(1)).papers;
  const papers = corpus.slice(0, TIMED_PAPERS).map(toPaper);
  const times = addingTimes(matcher, makeBooleans(corpus, ADDED, createRandom(4)));
  const find = () =>
    papers.reduce((sum, it) => sum + matcher.index.match(analysePaper(it)).queries.length, 0);
  const match = () =>
    papers.reduce(
      (sum, paper) => sum + matchPaper(matcher, { paper, before: null }, TODAY).length,
      0,
    );
  find();
  const [found, matched] = [timed(find), timed(match)];
  return {
    loadMs,
    residentMb,
    addMs: times[ADDED / 2] ?? 0,
    slowAddMs: times[Math.floor(ADDED * 0.99)] ?? 0,
    findMs: found.ms / papers.length,
    queriesPerPaper: found.result / papers.length,
    matchMs: matched.ms / papers.length,
    matchesPerPaper: matched.result / papers.length,
  };
}

keepHeapSmall();
print(JSON.stringify(await measure(process.argv[2] ?? '')));
