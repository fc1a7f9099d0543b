import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysedPaper } from '../../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { queryKey } from '../../../src/core/query/format.ts';
import { parseStored } from '../../../src/core/query/parser.ts';
import { makeAnalysed } from '../../support/papers.ts';

const keyOf = (text: string) => queryKey(parseStored(text));

describe('one subscription', () => {
  it.each([
    ['GRPO', 'grpo'],
    ['reward hacking', 'hacking rewards reward'],
    ['fine-tuning', 'finetuning'],
    ['data-sets', 'dataset'],
    ['gpt-4', 'gpt4'],
    ['k-means', 'kmeans'],
    ['re-ranking', 'reranking'],
    ['behaviour', 'behavior'],
    ['a --b', 'a b'],
    ['a -(b OR c)', 'a -b -c'],
    ['a -(-(b OR c))', '(c OR b) a'],
    ['a -(b c)', 'a (-c OR -b)'],
    ['author:"Jana Müller"', 'author:"Mueller, Jana"'],
  ])('%s and %s', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });
});

describe('two subscriptions', () => {
  it.each([
    ['state-of-the-art', 'stateoftheart'],
    ['in-to', 'into'],
    ['a-part', 'apart'],
    ['3-d', '3d'],
    ['fine tuning', 'finetuning'],
    ['"agents"', 'agents'],
    ['=agents', '=agent'],
    ['a -(b c)', 'a -b -c'],
    ['author:"Michal Kowal"', 'author:"Michael Kowal"'],
  ])('%s and %s', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

/** Every two of these that have the same key find the same papers. */
function expectAlike(queries: Iterable<string>, papers: readonly AnalysedPaper[]): void {
  const byKey = Map.groupBy(new Set(queries), keyOf);
  for (const [key, alike] of byKey) {
    const found = alike.map((query) => {
      const matches = compileQuery(parseStored(query));
      return papers.map((paper) => matches(paper) !== null);
    });
    for (const [place, it] of found.entries())
      expect(it, `${key}: ${alike[0]} and ${alike[place]}`).toEqual(found[0]);
  }
}

describe('queries with the same key find the same', () => {
  const words = 'gpt 4 405b k mean fine tuning re rank in to a part co 2 state of art x'.split(' ');

  /** Each way to write some words: with a space, a hyphen or nothing between each two. */
  function writings([first = '', ...others]: readonly string[]): string[] {
    return others.reduce(
      (written, word) => written.flatMap((it) => [' ', '-', ''].map((sign) => it + sign + word)),
      [first],
    );
  }

  it('whether the parts of a word have hyphens or not', () => {
    const runs = words.flatMap((one) =>
      words.flatMap((two) => [
        [one, two],
        [one, two, 'mean'],
        [one, two, '3'],
      ]),
    );
    for (const run of runs) {
      const papers = writings(run).map((it) => makeAnalysed({ title: `On ${it} again` }));
      expectAlike([run.join('-'), run.join('')], papers);
    }
  });

  it('however they are grouped', () => {
    const term = fc.constantFrom('cat', 'dog', 'has:code');
    const { query } = fc.letrec<{ query: string }>((tie) => ({
      query: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        term,
        fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a} ${b})`),
        fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a} OR ${b})`),
        tie('query').map((it) => `-${it}`),
      ),
    }));
    const papers = ['', 'cat', 'dog', 'dog of a cat'].flatMap((title) =>
      [null, 'https://example.org'].map((codeUrl) => makeAnalysed({ title, codeUrl })),
    );
    fc.assert(
      fc.property(fc.array(query, { minLength: 20, maxLength: 40 }), (queries) =>
        expectAlike(queries, papers),
      ),
      { numRuns: 100 },
    );
  });
});
