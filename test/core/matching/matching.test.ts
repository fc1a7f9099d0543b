import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import type { Evidence } from '../../../src/core/matching/evidence.ts';
import { createQueryIndex } from '../../../src/core/matching/query-index.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { makeAnalysed } from '../../support/papers.ts';

function paper(title: string, abstract = '', keywords: string[] = []) {
  return makeAnalysed({ title, abstract, keywords });
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
    ['fine-tuning', 'Fine tuning a model'],
    ['fine-tuning', 'Finetuning a model'],
    ['finetuning', 'Fine-tuning a model'],
    ['finetuning', 'Fine tuning a model'],
    ['fine tuning', 'Finetuning a model'],
    ['datasets', 'A data set of faces'],
    ['re-ranking', 'Reranking answers'],
    ['reranking', 'Re-ranking answers'],
    ['"fine tuning"', 'Fine-tuning a model'],
    ['behavior', 'The behaviour of agents'],
    ['optimization', 'Policy optimisation'],
    ['modelling', 'Language modeling'],
    ['labeled', 'Labelled data'],
    ['epsilon-greedy', 'An $\\varepsilon$-greedy policy'],
    ['ε-greedy', 'An $\\varepsilon$-greedy policy'],
    ['强化学习', '基于强化学习的推理'],
    ['強化', '深層強化学習'],
    ['한국어', '한국어를 위한 모델'],
    ['データセット', '大規模データセットの構築'],
    ['強化*', '深層強化学習'],
    ['AI', 'サーバーAIの設計'],
    ['gpt4', 'Asking GPT 4'],
    ['gpt4', 'Asking GPT-4'],
    ['gpt-4', 'Asking GPT4'],
    ['kmeans', 'Faster k means'],
    ['unet', 'A U Net'],
    ['reranking', 'Re ranking answers'],
    ['l2', 'The $L_2$ norm'],
    ['co2', 'Storing CO_2'],
    ['co2', 'Storing CO₂'],
    ['s2ft', 'S²FT is sparse'],
    ['transform*', 'Vision Transformers'],
    ['=agents', 'Two agents'],
    ['title:agent', 'An Agent'],
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
    ['into', 'Looking in to it'],
    ['apart', 'It is a part of it'],
    ['a100', 'With a 100 MB cache'],
    ['3d', 'Of rank 3 D is made'],
    ['"finetuning"', 'Fine-tuning a model'],
    ['=agent', 'Two agents'],
    ['form*', 'Transformers'],
    ['abstract:agent', 'An Agent'],
    ['学習強化', '深層強化学習'],
    ['タデ', '大規模データセット'],
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
        range: [67, 71],
        implied: false,
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

describe('what a listing says', () => {
  const listed = makeAnalysed({
    title: 'A Paper',
    authors: ['Yann LeCun', 'J. Müller', "Andr\\'e Dupont", 'Mei-Ling Chen'],
    categories: ['cs.LG', 'stat.ML'],
    keywords: ['reward model'],
    sources: ['hugging-face', 'arxiv:cs.LG', 'rss:https://blog.example.org/feed'],
    organization: 'University of Somewhere',
    codeUrl: 'https://example.org/code',
    upvotes: 20,
    comments: 0,
  });
  const matches = (query: string) => compileQuery(parseQuery(query))(listed) !== null;

  it.each([
    ['author:"Yann LeCun"'],
    ['author:"Y. LeCun"'],
    ['author:lecun'],
    ['author:"Jan Müller"'],
    ['author:Muller'],
    ['author:Mueller'],
    ['author:"André Dupont"'],
    ['author:"Mei Ling Chen"'],
    ['category:cs.LG'],
    ['category:cs.*'],
    ['category:stat'],
    ['keyword:"reward model"'],
    ['keyword:reward'],
    ['source:arxiv'],
    ['source:"hugging face"'],
    ['source:blog.example.org'],
    ['org:"somewhere university" OR org:university'],
    ['has:code'],
    ['upvotes>=20'],
    ['upvotes=20'],
    ['comments<1 a'],
    ['paper upvotes>19 -has:project'],
  ])('%s', (query) => {
    expect(matches(query)).toBe(true);
  });

  it.each([
    ['author:"Zoe LeCun"'],
    ['author:Dup'],
    ['category:cs.CL'],
    ['category:math.*'],
    ['keyword:paper'],
    ['source:openreview'],
    ['has:project'],
    ['upvotes>20'],
    ['comments>0'],
    ['paper -upvotes>=20'],
  ])('not %s', (query) => {
    expect(matches(query)).toBe(false);
  });

  it('has no upvotes where no source counts them', () => {
    expect(compileQuery(parseQuery('upvotes>=0 a'))(makeAnalysed({ title: 'a' }))).toBeNull();
  });
});

const term = fc.constantFrom(
  ...['a', 'b', 'cat', 'dogs', 'dog', '"cat dog"', 'c-a', 'catdog', 'cat-dog', 'do*', '=dogs'],
  ...[
    'title:cat',
    'abstract:dog',
    'author:byron',
    'category:cs.LG',
    'has:code',
    'upvotes>=5',
    'org:cat',
  ],
);
const queryText = fc.oneof(
  term,
  fc.tuple(term, term).map((parts) => parts.join(' ')),
  fc.tuple(term, term).map((parts) => parts.join(' OR ')),
  fc.tuple(term, term, term).map(([x, y, z]) => `(${x} OR ${y}) ${z}`),
  fc.tuple(term, term).map(([x, y]) => `${x} -(x ${y})`),
  fc.tuple(term, term, term).map(([x, y, z]) => `${x} (${y} OR -zzz ${z})`),
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
          const analysed = makeAnalysed({
            title,
            abstract,
            keywords: ['cat'],
            authors: ['A. Byron'],
            categories: ['cs.LG'],
            upvotes: abstract.length,
            organization: 'Cat & Co',
          });
          const expected = kept.flatMap(({ query, id }) => {
            const evidence = compileQuery(parseQuery(query))(analysed);
            return evidence ? [{ owner: `${id}`, evidence }] : [];
          });
          const byOwner = (a: { owner: string }, b: { owner: string }) =>
            Number(a.owner) - Number(b.owner);
          const hits = index.match(analysed);
          const found = hits.queries.flatMap((query) =>
            query.owners.map((owner) => ({ owner, evidence: hits.evidence(query) })),
          );
          expect(found.sort(byOwner)).toEqual(expected.sort(byOwner));
        },
      ),
      { numRuns: 500 },
    );
  });
});
