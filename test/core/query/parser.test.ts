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
    ['title:grpo', 0, /not understood yet/],
    ['upvotes>=20', 0, /not understood yet/],
    ['grp*', 0, /not understood yet/],
    ['x '.repeat(400), 500, /at most 500/],
    ['('.repeat(100), 21, /nested too deeply/],
  ])('%s', (typed, position, message) => {
    const error = errorOf(typed);
    expect(error.message).toMatch(message);
    expect(error.position).toBe(position);
  });
});

const word = fc
  .stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/)
  .map((text): Query => ({ kind: 'word', text }));
const phrase = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,6}$/), { minLength: 1, maxLength: 3 })
  .map((words): Query => ({ kind: 'phrase', text: words.join(' ') }));

const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    phrase,
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
          expect((error as QueryError).message).toMatch(/only excludes|nested too deeply/);
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
      fc.string({
        unit: fc.constantFrom(
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
        ),
        maxLength: 30,
      }),
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
