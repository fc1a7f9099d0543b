/**
 * `npm run bench`: papers a second of the query index, beside JavaScript's Aho-Corasick packages on
 * the same texts, and its cost from a thousand to a million subscriptions. Every engine's hits are
 * compared before any time is printed. With `--picture` the curve of docs/matching.md is drawn anew.
 */
import { cpus, loadavg } from 'node:os';
import { analysePaper, type MatchablePaper } from '../../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { createQueryIndex, type QueryIndex } from '../../../src/core/matching/query-index.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { readCorpus } from './corpus.ts';
import { benchCurve } from './curve.ts';
import { createPeers, normalise } from './peers.ts';
import { fieldsOf, makeBooleans, makeKeywords } from './queries.ts';
import { createRandom } from './random.ts';
import { print, race, timed } from './timing.ts';

const QUERIES = 100_000;
const TIMED_PAPERS = 1_000;
/** So many papers are also tried against every query one by one, to check the index. */
const CHECKED_PAPERS = 20;

type Papers = readonly MatchablePaper[];

function buildIndex(queries: readonly string[]): QueryIndex<number> {
  const { ms, result } = timed(() => {
    const index = createQueryIndex<number>();
    for (const [id, query] of queries.entries()) index.add(id, parseQuery(query), id);
    return index;
  });
  print(`Index built in ${(ms / 1_000).toFixed(1)} s, parsing included.`);
  return result;
}

function hitsOf(index: QueryIndex<number>, paper: MatchablePaper): number[] {
  return index.match(analysePaper(paper)).queries.flatMap((query) => query.owners);
}

function countHits(index: QueryIndex<number>, papers: Papers): number {
  return papers.reduce((sum, paper) => sum + hitsOf(index, paper).length, 0);
}

function countWithEvidence(index: QueryIndex<number>, papers: Papers): number {
  return papers.reduce((sum, paper) => {
    const { queries, evidence } = index.match(analysePaper(paper));
    return sum + queries.filter((query) => evidence(query).length > 0).length;
  }, 0);
}

function contestants(index: QueryIndex<number>, papers: Papers) {
  return [
    { name: '**Paper Route**, from the plain text', run: () => countHits(index, papers) },
    { name: '… and evidence for every hit', run: () => countWithEvidence(index, papers) },
  ];
}

function expectEqual(name: string, one: Iterable<number>, other: Iterable<number>): void {
  const [a, b] = [new Set(one), new Set(other)];
  if (a.size !== b.size || !a.isSubsetOf(b))
    throw new Error(`${name} finds other hits: ${a.size} against ${b.size}.`);
}

function benchKeywords(papers: Papers, keywords: readonly string[]): void {
  print(`\n## ${QUERIES.toLocaleString('en')} distinct literal keywords\n`);
  const index = buildIndex(keywords.map((keyword) => `="${keyword}"`));
  const peers = createPeers(keywords);
  const texts = papers.map((paper) => normalise(fieldsOf(paper)));
  for (const [place, paper] of papers.entries())
    for (const peer of peers)
      expectEqual(peer.name, hitsOf(index, paper), peer.find(texts[place] ?? ''));
  print(`The hits of all engines are equal on ${papers.length} papers.\n`);
  const theirs = peers.map((peer) => ({
    name: `${peer.name}, words cut and folded beforehand`,
    run: () => texts.reduce((sum, text) => sum + peer.find(text).size, 0),
  }));
  race(papers.length, [...contestants(index, papers), ...theirs]);
}

function benchBooleans(papers: Papers, queries: readonly string[]): void {
  print(`\n## ${QUERIES.toLocaleString('en')} distinct queries like \`${queries[0]}\`\n`);
  const index = buildIndex(queries);
  const compiled = queries.map((query) => compileQuery(parseQuery(query)));
  const tryAll = (paper: MatchablePaper) => {
    const analysed = analysePaper(paper);
    return compiled.flatMap((matches, id) => (matches(analysed) ? [id] : []));
  };
  const checked = papers.slice(0, CHECKED_PAPERS);
  const naive = timed(() => checked.map(tryAll));
  for (const [place, paper] of checked.entries())
    expectEqual('The index', hitsOf(index, paper), naive.result[place] ?? []);
  print(`The hits equal those of trying every query on ${checked.length} papers,`);
  print(`which reads ${(checked.length / (naive.ms / 1_000)).toFixed(1)} papers a second.\n`);
  race(papers.length, contestants(index, papers));
}

const random = createRandom(1);
const corpus = readCorpus(random);
const papers = corpus.papers.slice(0, TIMED_PAPERS);
const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}`;
print(`${corpus.description}, the first ${papers.length} timed; ${machine}.`);
print(`Load average ${loadavg()[0]?.toFixed(1)}; above 1.5 the figures are too low.`);
benchKeywords(papers, makeKeywords(corpus.papers, QUERIES, random));
benchBooleans(papers, makeBooleans(corpus.papers, QUERIES, random));
await benchCurve(process.argv.includes('--picture'));
