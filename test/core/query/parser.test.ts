import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedWords } from '../../../src/core/matching/text.ts';
import { type Query, QueryError } from '../../../src/core/query/ast.ts';
import { formatQuery } from '../../../src/core/query/format.ts';
import { splitQueries } from '../../../src/core/query/list.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';

const canonical = (text: string) => formatQuery(parseQuery(text));

function errorOf(text: string): QueryError {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${text} was read without an error`);
}

describe('a query in its canonical spelling', () => {
  it.each([
    ['GRPO', 'grpo'],
    ['  reward   model ', 'reward model'],
    ['"Preference Optimization" -diffusion', '"preference optimization" -diffusion'],
    ['“preference optimization”', '"preference optimization"'],
    ['C++', 'c++'],
    ['GPT-4', 'gpt-4'],
    ['k-means', 'k-means'],
    ['grpo!', 'grpo'],
    ['Müller', 'muller'],
    ['dpo OR grpo', 'dpo OR grpo'],
    ['dpo | grpo', 'dpo OR grpo'],
    ['a AND b', 'a b'],
    ['a NOT b', 'a -b'],
    ['a –b', 'a -b'],
    ['(dpo OR grpo) -survey', '(dpo OR grpo) -survey'],
    ['a -(b c)', 'a -(b c)'],
    ['((a))', 'a'],
    ['a or b', 'a or b'],
    ['(a b) c', 'a b c'],
    ['=GRPO', '=grpo'],
    ['="Direct Preference"', '="direct preference"'],
    ['GRP*', 'grp*'],
    ['title:GRPO', 'title:grpo'],
    ['Title: "Reward Model"', 'title:"reward model"'],
    ['title:(dpo OR grpo)', 'title:dpo OR title:grpo'],
    ['title:=rag', 'title:=rag'],
    ['author:"Yann LeCun"', 'author:"yann lecun"'],
    ['by:LeCun', 'author:lecun'],
    ['category:CS.lg', 'category:cs.LG'],
    ['cat:cs', 'category:cs.*'],
    ['category:cs.*', 'category:cs.*'],
    ['has:code agent', 'has:code agent'],
    ['upvotes>=20', 'upvotes>=20'],
    ['upvotes > 19', 'upvotes>=20'],
    ['comments≥3 a', 'comments>=3 a'],
    ['votes<5 a', 'upvotes<=4 a'],
    ['-title:survey a', '-title:survey a'],
    ['-(a OR b) c', '-(a OR b) c'],
    ['$\\varepsilon$-greedy', 'epsilon-greedy'],
    ['ε-greedy', 'epsilon-greedy'],
    ['强化学习', '强化学习'],
  ])('%s is %s', (typed, expected) => {
    expect(canonical(typed)).toBe(expected);
  });
});

describe('an unreadable query says what is wrong and where', () => {
  it.each([
    ['', 0, /nothing to look for/],
    ['   ', 0, /nothing to look for/],
    ['!!!', 0, /no letter or digit/],
    ['""', 0, /no letter or digit/],
    ['a "reward model', 2, /never closed/],
    ['(dpo OR grpo', 0, /parenthesis is never closed/],
    ['dpo) grpo', 3, /never opened/],
    ['dpo OR', 6, /missing at the end/],
    ['OR dpo', 0, /missing before “OR”/],
    ['()', 1, /missing before “\)”/],
    ['-survey', 0, /only excludes/],
    ['a OR -b', 0, /only excludes/],
    ['titel:grpo', 0, /no field titel\. Did you mean title:\?/],
    ['upvots>=20', 0, /Did you mean upvotes>=20\?/],
    ['colour:red', 0, /no field colour\. There are title, abstract/],
    ['title>3', 0, /title is not a number/],
    ['upvotes:20', 0, /upvotes is a number/],
    ['upvotes<0', 0, /never be true/],
    ['has:cheese', 4, /has:code and has:project/],
    ['category:7', 9, /no arXiv category/],
    ['g*', 0, /too short/],
    ['re-rank*', 0, /one word/],
    ['title:', 6, /missing at the end/],
    ['a -a', 0, /No paper can ever match/],
    ['title:a -a', 0, /No paper can ever match/],
    ['upvotes>=20 upvotes<10', 0, /No paper can ever match/],
    ['a OR -a', 0, /only excludes/],
    ['upvotes>=0', 0, /Every paper matches this/],
    ['x '.repeat(400), 500, /at most 500/],
    ['('.repeat(100), 21, /nested too deeply/],
  ])('%s', (typed, position, message) => {
    const error = errorOf(typed);
    expect(error.message).toMatch(message);
    expect(error.position).toBe(position);
  });
});

const field = fc.constantFrom('any', 'title', 'abstract', 'keyword');
const name = fc.stringMatching(/^[a-z0-9]{2,8}$/);

const text = fc.oneof(
  fc.record({
    kind: fc.constant('text'),
    field,
    form: fc.constantFrom('word', 'literal'),
    text: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/),
  }),
  fc.record({ kind: fc.constant('text'), field, form: fc.constant('prefix'), text: name }),
  fc.record({
    kind: fc.constant('text'),
    field,
    form: fc.constantFrom('phrase'),
    text: fc.array(name, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  }),
) as fc.Arbitrary<Query>;

const fact = fc.oneof(
  fc.record({
    kind: fc.constant('fact'),
    field: fc.constantFrom('author', 'org', 'source'),
    text: name,
  }),
  fc.constant({ kind: 'fact', field: 'author', text: 'ada byron' }),
  fc.constant({ kind: 'fact', field: 'category', text: 'cs.LG' }),
  fc.constant({ kind: 'fact', field: 'category', text: 'stat.*' }),
  fc.constant({ kind: 'fact', field: 'has', text: 'code' }),
  fc.record({
    kind: fc.constant('threshold'),
    field: fc.constantFrom('upvotes', 'comments'),
    operator: fc.constantFrom('>=', '<=', '='),
    value: fc.nat(500),
  }),
) as fc.Arbitrary<Query>;

const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fact,
    group('and', tie('query')),
    group('or', tie('query')),
    tie('query').map((of): Query => ({ kind: 'not', of })),
  ),
}));

function group(kind: 'and' | 'or', part: fc.Arbitrary<Query>): fc.Arbitrary<Query> {
  return fc
    .array(part, { minLength: 2, maxLength: 3 })
    .filter((of) => of.every((it) => it.kind !== kind))
    .map((of) => ({ kind, of }));
}

const mark = fc.constantFrom(
  ...[
    'a',
    'B',
    '-',
    '"',
    '(',
    ')',
    '|',
    ' ',
    'OR',
    '“',
    '½',
    'ß',
    'İ',
    'ﬁ',
    '=',
    '*',
    ':',
    'title:',
  ],
  ...['upvotes', '>', '7', '学', '한', 'ε', 'Σ', 'º', "'s"],
);

describe('properties', () => {
  it('format and parse are inverse for every query that asks for something', () => {
    fc.assert(
      fc.property(query, (ast) => {
        const text = formatQuery(ast);
        fc.pre(text.length <= 500);
        let read: Query;
        try {
          read = parseQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          expect((error as QueryError).message).toMatch(
            /only excludes|nested too deeply|ever match|Every paper/,
          );
          return;
        }
        expect(read).toEqual(ast);
      }),
      { numRuns: 500 },
    );
  });

  it('any text is read or refused with a QueryError, and its canonical spelling is stable', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: mark, maxLength: 30 }),
    );
    fc.assert(
      fc.property(typed, (text) => {
        let read: Query;
        try {
          read = parseQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          return;
        }
        expect(parseQuery(formatQuery(read))).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });

  it('folding words twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = foldedWords(text);
        expect(foldedWords(once.join(' '))).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('several queries at once', () => {
  it.each([
    ['grpo, dpo', ['grpo', 'dpo']],
    ['grpo,, ,dpo,', ['grpo', 'dpo']],
    ['"a, b", c', ['"a, b"', 'c']],
    ['(a, b) c, d', ['(a, b) c', 'd']],
    ['“x, y”, z', ['“x, y”', 'z']],
    ['强化，学习', ['强化', '学习']],
    ['', []],
  ])('%s', (typed, expected) => {
    expect(splitQueries(typed)).toEqual(expected);
  });
});
