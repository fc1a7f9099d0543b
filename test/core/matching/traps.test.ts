import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAbbreviations, longFormsIn } from '../../../src/core/matching/abbreviations.ts';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { createQueryIndex } from '../../../src/core/matching/query-index.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { type Announced, analyseAnnounced, hasCorpus, readCorpus } from './traps/corpus.ts';
import readings from './traps/readings.json' with { type: 'json' };
import { printScores, type Score } from './traps/scores.ts';
import { LEARNED, TRAPS, type Trap } from './traps/table.ts';

/** Enough real papers for the learned forms, whose analysis takes longer. */
const LEARNED_PAPERS = 1000;

/** All queries of the tables, as subscriptions are kept. */
const index = createQueryIndex<string>();
const queries = [...TRAPS.flatMap(([, traps]) => traps), ...readings, ...LEARNED];
for (const [id, { query }] of queries.entries()) index.add(id, parseQuery(query), query);

/** What the index finds in each paper, looked up once. */
const hits = new WeakMap<Announced, ReadonlySet<string>>();

function hitsOf(paper: Announced): ReadonlySet<string> {
  const known = hits.get(paper);
  if (known) return known;
  const found = new Set(index.match(paper.analysed).queries.flatMap(({ owners }) => owners));
  hits.set(paper, found);
  return found;
}

/** The papers that a query finds, tried by itself; the index finds the same. */
function find(query: string, papers: readonly Announced[]): Set<string> {
  const matches = compileQuery(parseQuery(query));
  const found = papers.filter((it) => matches(it.analysed) !== null);
  expect(papers.filter((it) => hitsOf(it).has(query))).toEqual(found);
  return new Set(found.map(({ id }) => id));
}

function withText(pattern: RegExp, papers: readonly Announced[]): Set<string> {
  return new Set(papers.filter(({ text }) => pattern.test(text)).map(({ id }) => id));
}

/** Nothing is missed, and nothing that only looks alike is found. */
function expectExact({ query, written, alike }: Trap, papers: readonly Announced[]): Score {
  const found = find(query, papers);
  const meant = withText(written, papers);
  const lookAlikes = withText(alike, papers).difference(meant);
  expect([...meant.difference(found)], 'missed').toEqual([]);
  expect([...found.difference(meant)], 'found wrongly').toEqual([]);
  expect(meant.size).toBeGreaterThan(0);
  expect(lookAlikes.size).toBeGreaterThan(0);
  const right = found.intersection(meant).size;
  return {
    query,
    found: found.size,
    alike: lookAlikes.size,
    precision: right / found.size,
    recall: right / meant.size,
  };
}

describe.skipIf(!hasCorpus)('On real abstracts (../shared/data/papers-corpus, if present)', () => {
  const scores: Score[] = [];
  let papers: Announced[] = [];
  beforeAll(() => {
    papers = readCorpus();
  });
  afterAll(() => printScores(scores));

  describe.each(TRAPS)('%s', (_, traps) => {
    it.each(traps)('$query finds what is meant, and nothing alike', (trap) => {
      scores.push(expectExact(trap, papers));
    });
  });

  describe('papers that were read, with the words that decide', () => {
    it.each(readings)('$query', ({ query, finds, not }) => {
      const [yes, no] = [new Map(Object.entries(finds)), new Map(Object.entries(not))];
      const read = papers.filter(({ id }) => yes.has(id) || no.has(id));
      for (const { id, text } of read) expect(text).toContain(yes.get(id) ?? no.get(id));
      expect(read.length).toBe(yes.size + no.size);
      expect(find(query, read)).toEqual(new Set(yes.keys()));
    });
  });

  describe('with the abbreviations that these abstracts define', () => {
    let some: Announced[] = [];
    beforeAll(() => {
      const abbreviations = createAbbreviations();
      for (const paper of papers) abbreviations.learn(longFormsIn(paper));
      some = papers
        .slice(0, LEARNED_PAPERS)
        .map((paper) => ({ ...paper, analysed: analyseAnnounced(paper, abbreviations.expand) }));
    });

    it.each(LEARNED)('$query finds short and long form', (trap) => {
      const score = expectExact(trap, some);
      scores.push({ ...score, query: `${score.query} (learned)` });
    });
  });
});
