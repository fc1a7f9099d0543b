import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAbbreviations } from '../../src/core/matching/abbreviations.ts';
import { analysePaper } from '../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import type { Paper } from '../../src/core/paper.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import type { Storage } from '../../src/core/stores.ts';
import { preview } from '../../src/pipeline/preview.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListing } from '../support/listings.ts';

const WORDS = [
  'fine',
  'tuning',
  'finetuning',
  'c++',
  'dogs',
  'dog',
  'grpo',
  'optimisation',
  '学習',
  "don't",
];

let storage: Storage;
let papers: Paper[];
const abbreviations = createAbbreviations();
abbreviations.learn([{ short: 'grpo', long: 'dog optimization', papers: 3 }]);

beforeAll(async () => {
  storage = await openStorage('sqlite::memory:');
  const texts = fc.sample(fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }), {
    numRuns: 150,
    seed: 7,
  });
  for (const [number, words] of texts.entries())
    await storage.papers.record(
      makeListing({
        entryId: `${number}`,
        identifiers: [`entry:${number}`],
        title: words.join(' '),
        abstract: words.toReversed().join('-'),
        authors: number % 3 === 0 ? ['Mei-Ling Müller'] : ['Ada Example'],
        categories: number % 5 === 0 ? ['cs.LG'] : [],
        organization: number % 7 === 0 ? 'Dog Lab' : null,
        upvotes: number,
      }),
      new Date(),
    );
  papers = await storage.papers.listedSince(new Date(0));
});

afterAll(() => storage.close());

const term = fc.constantFrom(
  ...[
    'fine',
    'tuning',
    'fine-tuning',
    'finetuning',
    'c++',
    'dogs',
    '"fine tuning"',
    'grpo',
    '=grpo',
    'do*',
  ],
  ...[
    '"dog optimization"',
    'optimization',
    '学習',
    'title:dog',
    'author:mueller',
    'category:cs.LG',
    'org:dog',
  ],
  ...["don't", 'upvotes>=50', 'source:"hugging face"', 'has:code'],
);
const query = fc.oneof(
  term,
  fc.tuple(term, term).map(([a, b]) => `${a} ${b}`),
  fc.tuple(term, term).map(([a, b]) => `${a} OR ${b}`),
  fc.tuple(term, term, term).map(([a, b, c]) => `(${a} OR ${b}) ${c}`),
  fc.tuple(term, term).map(([a, b]) => `${a} -(zzz ${b})`),
);

describe('a preview', () => {
  it('finds by the full-text index exactly what trying every paper finds', async () => {
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const parsed = parseQuery(text);
        const matches = compileQuery(parsed);
        const expected = papers.filter(
          (it) => matches(analysePaper(it, abbreviations.expand)) !== null,
        );
        const found = await preview(parsed, new Date(0), { stores: storage, abbreviations });
        const ids = (list: readonly Paper[]) => list.map((it) => it.id).toSorted();
        expect(ids(found.map((it) => it.paper))).toEqual(ids(expected));
      }),
      { numRuns: 300 },
    );
  });
});
