import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { createQueryIndex } from '../../../src/core/matching/query-index.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { makeAnalysed } from '../../support/papers.ts';

function isFound(query: string, name: string): boolean {
  return compileQuery(parseQuery(`author:"${query}"`))(makeAnalysed({ authors: [name] })) !== null;
}

describe('an author is found', () => {
  it.each([
    ['LeCun, Y.', 'Yann LeCun'],
    ['LeCun, Yann', 'Y. LeCun'],
    ['Yann LeCun', 'LeCun, Yann'],
    ['J.B. Alayrac', 'Jean-Baptiste Alayrac'],
    ['j.b. alayrac', 'J.-B. Alayrac'],
    ['Geoffrey E. Hinton', 'Geoffrey Hinton'],
    ['Geoffrey E. Hinton', 'G. Hinton'],
    ['Geoffrey Hinton', 'Geoffrey E. Hinton'],
    ['J. J. Hopfield', 'John Hopfield'],
    ['Michael Jordan', 'M. I. Jordan'],
    ['Jörg Müller', 'Joerg Mueller'],
    ['Joerg Mueller', 'Jorg Muller'],
    ['Schrödinger', 'Erwin Schroedinger'],
    ['Goedel', "Kurt G\\'odel"],
    ['张三', '张三'],
    ['Zoe Xue', 'Zoë Xue'],
  ])('%s: %s', (query, name) => {
    expect(isFound(query, name)).toBe(true);
  });
});

describe('another author is not found', () => {
  it.each([
    ['Michal Kowal', 'Michael Kowal'],
    ['Michael Kowal', 'Michal Kowal'],
    ['Rafal Nowak', 'Rafael Nowak'],
    ['Xu', 'Ming Xue'],
    ['Sue Chen', 'Su Chen'],
    ['Geoffrey E. Hinton', 'Geoffrey F. Hinton'],
    ['E. Hinton', 'Hinton'],
    ['Geoffrey Everest Hinton', 'Geoffrey Hinton'],
    ['J. J. Hopfield', 'K. Hopfield'],
    ['LeCun, Y.', 'Zoe LeCun'],
  ])('%s: %s', (query, name) => {
    expect(isFound(query, name)).toBe(false);
  });
});

describe('the index', () => {
  const part = fc.constantFrom(
    'Yann',
    'Y.',
    'J.-B.',
    'Michael',
    'Michal',
    'Müller',
    'Mueller',
    'E.',
  );
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));

  it('finds the authors that trying every query finds', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), fc.array(name), (wanted, authors) => {
        const queries = wanted.map((it) => parseQuery(`author:"${it}"`));
        const index = createQueryIndex<number>();
        for (const [id, query] of queries.entries()) index.add(id, query, id);
        const paper = makeAnalysed({ authors });
        const found = index.match(paper).queries.flatMap((it) => it.owners);
        const expected = [...queries.keys()].filter((id) => {
          const query = queries[id];
          return query && compileQuery(query)(paper) !== null;
        });
        expect(found.sort((a, b) => a - b)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
