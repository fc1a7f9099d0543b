import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAbbreviations } from '../../src/core/matching/abbreviations.ts';
import { type AnalysedPaper, analysePaper } from '../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import type { Paper } from '../../src/core/paper.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import type { Storage } from '../../src/core/stores.ts';
import { preview } from '../../src/pipeline/preview.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListing } from '../support/listings.ts';
import { lastingDatabase } from '../support/store.ts';

const WORDS = [
  'fine',
  'tuning',
  'finetuning',
  'c++',
  'dogs',
  'dog',
  'GRPO',
  'optimisation',
  '学習',
  "don't",
  'FMs',
  'foundation models',
  'SAM',
  'its',
  'ITS',
  'GPT 4',
];

let storage: Storage;
let papers: Paper[];
let analysed: AnalysedPaper[];
const abbreviations = createAbbreviations();
abbreviations.learn([
  { short: 'GRPO', long: 'dog optimization', papers: 3 },
  { short: 'FM', long: 'foundation model', papers: 3 },
  { short: 'ITS', long: 'fine dog', papers: 3 },
  // It means several things.
  { short: 'SAM', long: 'dog dog', papers: 5 },
  { short: 'SAM', long: 'tuning dog', papers: 5 },
]);

beforeAll(async () => {
  storage = await openStorage(await lastingDatabase());
  const texts = fc.sample(fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }), {
    numRuns: 200,
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
  analysed = papers.map((it) => analysePaper(it, abbreviations.expand));
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
  ...['fm', 'fms', '"foundation models"', 'foundation-model', 'foundationmodel', 'sam', 'its'],
  ...['"dog dog"', 'tuning-dog', '"fine dog"', 'gr', 'po', 'gpt4', 'gpt-4', '4'],
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
        const expected = papers.filter((_, at) => matches(analysed[at] as AnalysedPaper) !== null);
        const found = await preview(parsed, new Date(0), { stores: storage, abbreviations });
        const ids = (list: readonly Paper[]) => list.map((it) => it.id).toSorted();
        expect(ids(found.map((it) => it.paper))).toEqual(ids(expected));
      }),
      { numRuns: 300 },
    );
  });
});
