import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { QueryError } from '../../../src/core/query/ast.ts';
import { parseQuery, parseStored } from '../../../src/core/query/parser.ts';
import { makeAnalysed } from '../../support/papers.ts';

/** What is said of a query: that nothing or everything matches it; '' when it is taken. */
function verdictOn(query: string): string {
  try {
    parseQuery(query);
    return '';
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

const term = fc.constantFrom(
  ...['cat', 'cats', '=cats', '"cat dog"', '"dogs"', 'cat-dog', 'ca*', 'cat*', 'mice', 'mic*'],
  ...['title:cats', 'title:ca*', 'abstract:"cat dog"', 'author:byron', 'author:"a byron"'],
  ...['author:"ada byron"', 'category:cs.LG', 'category:cs.*', 'org:lab', 'org:"cat lab"'],
  ...['upvotes>=2', 'upvotes>=5', 'upvotes<=3', 'upvotes=4', 'has:code', 'source:arxiv'],
);
const part = fc.oneof(
  term,
  fc.tuple(term, term).map(([a, b]) => `(${a} OR ${b})`),
);
const query = fc
  .tuple(part, fc.array(part, { minLength: 1, maxLength: 3 }))
  .map(([wanted, excluded]) => [wanted, ...excluded.map((it) => `-${it}`)].join(' '));

const text = fc
  .array(fc.constantFrom('cat', 'cats', 'dog', 'dogs', 'mouse', 'mice', 'cap'), { maxLength: 5 })
  .map((words) => words.join(' '));
const paper = fc
  .record({
    title: text,
    abstract: text,
    authors: fc.constantFrom([], ['Ada Byron'], ['A. Byron'], ['Bea Byron']),
    categories: fc.constantFrom([], ['cs.LG'], ['cs.CL'], ['math.OC']),
    organization: fc.constantFrom(null, 'Lab', 'Cat Lab', 'Dog Lab'),
    codeUrl: fc.constantFrom(null, 'https://example.org'),
    upvotes: fc.constantFrom(null, 0, 2, 3, 4, 5, 9),
  })
  .map((values) => makeAnalysed({ ...values, sources: ['arxiv:cs.LG'] }));

describe('a query of which it is said that no paper can match it', () => {
  it('matches none', () => {
    const refused = query.filter((it) => /can ever match/.test(verdictOn(it)));
    fc.assert(
      fc.property(refused, fc.array(paper, { minLength: 10, maxLength: 10 }), (it, papers) => {
        const matches = compileQuery(parseStored(it));
        expect(papers.filter((one) => matches(one) !== null)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
