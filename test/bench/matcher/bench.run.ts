/**
 * `npm run bench`: papers a second of the query index, beside JavaScript's Aho-Corasick packages on
 * the same texts. Every engine's hits are compared before any time is printed.
 */
import { cpus, loadavg } from 'node:os';
import { analysePaper, type MatchablePaper } from '../../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { createQueryIndex, type QueryIndex } from '../../../src/core/matching/query-index.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { readCorpus } from './corpus.ts';
import { createPeers, normalise } from './peers.ts';
import { fieldsOf, makeBooleans, makeKeywords } from './queries.ts';
import { createRandom } from './random.ts';

const QUERIES = 100_000;
const TIMED_PAPERS = 1_000;
/** So many queries are tried one by one on so many papers, to check the index. */
const CHECKED_QUERIES = 2_000;
const CHECKED_PAPERS = 100;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

function buildIndex(queries: readonly string[]): QueryIndex<number> {
  const index = createQueryIndex<number>();
  for (const [id, query] of queries.entries()) index.add(id, parseQuery(query), id);
  return index;
}

function hitsOf(index: QueryIndex<number>, paper: MatchablePaper): number[] {
  return index.match(analysePaper(paper)).flatMap((hit) => hit.owners);
}

function expectEqual(name: string, one: Iterable<number>, other: Iterable<number>): void {
  const [a, b] = [new Set(one), new Set(other)];
  if (a.size !== b.size || [...a].some((hit) => !b.has(hit)))
    throw new Error(`${name} finds other hits: ${a.size} against ${b.size}.`);
}

function row(name: string, papers: number, ms: number, hits: number): void {
  print(`| ${name} | ${Math.round(papers / (ms / 1_000))} | ${(hits / papers).toFixed(1)} |`);
}

function benchKeywords(papers: readonly MatchablePaper[], keywords: readonly string[]): void {
  const index = buildIndex(keywords.map((keyword) => `="${keyword}"`));
  const peers = createPeers(keywords);
  const texts = papers.map((paper) => normalise(fieldsOf(paper)));
  for (const [place, paper] of papers.slice(0, CHECKED_PAPERS).entries())
    for (const peer of peers)
      expectEqual(peer.name, hitsOf(index, paper), peer.find(texts[place] ?? ''));
  print(`\n${keywords.length} distinct literal keywords, ${papers.length} papers`);
  print('| engine | papers a second | hits a paper |\n| --- | --- | --- |');
  const ours = timed(() => papers.reduce((sum, paper) => sum + hitsOf(index, paper).length, 0));
  row('Paper Route, with its analysis of the text', papers.length, ours.ms, ours.result);
  for (const peer of peers) {
    const theirs = timed(() => texts.reduce((sum, text) => sum + peer.find(text).size, 0));
    row(`${peer.name}, on words cut beforehand`, papers.length, theirs.ms, theirs.result);
  }
}

function benchBooleans(papers: readonly MatchablePaper[], queries: readonly string[]): void {
  const built = timed(() => buildIndex(queries));
  const index = built.result;
  const compiled = queries
    .slice(0, CHECKED_QUERIES)
    .map((query) => compileQuery(parseQuery(query)));
  for (const paper of papers.slice(0, CHECKED_PAPERS)) {
    const analysed = analysePaper(paper);
    const naive = compiled.flatMap((matches, id) => (matches(analysed) ? [id] : []));
    expectEqual(
      'The index',
      hitsOf(index, paper).filter((id) => id < CHECKED_QUERIES),
      naive,
    );
  }
  print(`\n${queries.length} distinct queries like ${queries[0]}, ${papers.length} papers`);
  print(`index built in ${(built.ms / 1_000).toFixed(1)} s`);
  print('| engine | papers a second | hits a paper |\n| --- | --- | --- |');
  const ours = timed(() => papers.reduce((sum, paper) => sum + hitsOf(index, paper).length, 0));
  row('Paper Route, with its analysis of the text', papers.length, ours.ms, ours.result);
}

const random = createRandom(1);
const corpus = readCorpus(random);
const papers = corpus.papers.slice(0, TIMED_PAPERS);
print(
  `${corpus.description}; Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`,
);
benchKeywords(papers, makeKeywords(corpus.papers, QUERIES, random));
benchBooleans(papers, makeBooleans(corpus.papers, QUERIES, random));
