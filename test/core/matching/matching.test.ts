import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { analysePaper, type Evidence } from '../../../src/core/matching/evidence.ts';
import { createQueryIndex } from '../../../src/core/matching/query-index.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';

function paper(title: string, abstract = '', keywords: string[] = []) {
  return analysePaper({ title, abstract, keywords });
}

function find(query: string, text: string): Evidence[] | null {
  return compileQuery(parseQuery(query))(paper(text));
}

describe('words match as a reader would', () => {
  it.each([
    ['grpo', 'Training with GRPO'],
    ['agents', 'An Agent for the Web'],
    ['agent', 'Web Agents'],
    ['policy', 'Learning Policies'],
    ['GPUs', 'On a single GPU'],
    ['llm', 'LLMs as judges'],
    ['bias', 'Biases of judges'],
    ['class', 'Many classes'],
    ['box', 'Bounding boxes'],
    ['batch', 'Large batches'],
    ['cache', 'Paged caches'],
    ['hypothesis', 'Two hypotheses'],
    ['matrices', 'Low-rank matrix'],
    ['model', "A model's memory"],
    ['model', 'A model’s memory'],
    ['c++', 'Parsing C++ code.'],
    ['k-means', 'Faster k-means'],
    ['k-means', 'Faster k means'],
    ['gpt-4', 'Asking GPT-4'],
    ['muller', 'The Müller cell'],
    ['Müller', 'The Muller cell'],
    ['"state space model"', 'A State Space Model'],
    ['state model', 'A model of the state'],
    ['dpo OR grpo', 'On DPO'],
    ['grpo -survey', 'GRPO explained'],
  ])('%s in “%s”', (query, text) => {
    expect(find(query, text)).not.toBeNull();
  });

  it.each([
    ['fusion', 'A diffusion model'],
    ['rag', 'Storage and average'],
    ['sam', 'The same sample'],
    ['c', 'Parsing C++ code'],
    ['c++', 'Plan C'],
    ['"state space model"', 'State space models'],
    ['"space model"', 'A model of space'],
    ['state model', 'A model'],
    ['grpo -survey', 'A survey of GRPO'],
    ['grpo -survey', 'Surveys of GRPO'],
    ['loss', 'Losing'],
    ['analysis', 'Analyst'],
  ])('%s not in “%s”', (query, text) => {
    expect(find(query, text)).toBeNull();
  });
});

describe('evidence', () => {
  it('names the term, the field and the words around it', () => {
    const evidence = compileQuery(parseQuery('GRPO'))(
      paper(
        'Better training',
        'We train a model with group relative policy optimization, known as GRPO, and find that it needs no critic at all, which saves a lot of memory.',
      ),
    );
    expect(evidence).toEqual([
      {
        term: 'grpo',
        field: 'abstract',
        snippet:
          'We train a model with group relative policy optimization, known as GRPO, and find that it needs no critic at all, which saves a lot of…',
      },
    ]);
  });

  it('prefers the title, and finds keywords last', () => {
    const index = compileQuery(parseQuery('grpo OR "reward model"'));
    const found = index(paper('GRPO', 'GRPO again', ['reward model']));
    expect(found?.map((it) => [it.term, it.field])).toEqual([
      ['grpo', 'title'],
      ['reward model', 'keywords'],
    ]);
  });
});

const term = fc.constantFrom('a', 'b', 'cat', 'dogs', 'dog', '"cat dog"', 'c-a');
const queryText = fc.oneof(
  term,
  fc.tuple(term, term).map((parts) => parts.join(' ')),
  fc.tuple(term, term).map((parts) => parts.join(' OR ')),
  fc.tuple(term, term, term).map(([x, y, z]) => `(${x} OR ${y}) ${z}`),
  fc.tuple(term, term).map(([x, y]) => `${x} -${y}`),
  fc.tuple(term, term, term).map(([x, y, z]) => `${x} (${y} OR -${z})`),
);
const text = fc
  .array(fc.constantFrom('a', 'b', 'cat', 'dog', 'dogs', 'c', 'x'), { maxLength: 6 })
  .map((words) => words.join(' '));

describe('the index', () => {
  it('agrees with trying every query, after random additions and removals', () => {
    fc.assert(
      fc.property(
        fc.array(queryText, { maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 6 }),
        text,
        text,
        (queries, removed, title, abstract) => {
          const index = createQueryIndex<string>();
          for (const [id, query] of queries.entries()) index.add(id, parseQuery(query), `${id}`);
          for (const id of removed) index.remove(id);
          const kept = queries.flatMap((query, id) =>
            removed.includes(id) ? [] : [{ query, id }],
          );
          const analysed = paper(title, abstract, ['cat']);
          const expected = kept.flatMap(({ query, id }) => {
            const evidence = compileQuery(parseQuery(query))(analysed);
            return evidence ? [{ owner: `${id}`, evidence }] : [];
          });
          const byOwner = (a: { owner: string }, b: { owner: string }) =>
            Number(a.owner) - Number(b.owner);
          expect(index.match(analysed).sort(byOwner)).toEqual(expected.sort(byOwner));
        },
      ),
      { numRuns: 500 },
    );
  });
});
