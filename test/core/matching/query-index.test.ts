import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAbbreviations } from '../../../src/core/matching/abbreviations.ts';
import { type AnalysedPaper, analysePaper } from '../../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { createQueryIndex, type QueryIndex } from '../../../src/core/matching/query-index.ts';
import { createTransitions } from '../../../src/core/matching/transitions.ts';
import { readWords, WORD } from '../../../src/core/matching/words.ts';
import { formatQuery } from '../../../src/core/query/format.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { makeAnalysed } from '../../support/papers.ts';

/** Who wants a paper, and why, in the order of their ids. */
function wantedBy(index: QueryIndex<number>, paper: AnalysedPaper) {
  const { queries, evidence } = index.match(paper);
  return queries
    .flatMap((query) => query.owners.map((owner) => ({ owner, evidence: evidence(query) })))
    .sort((one, other) => one.owner - other.owner);
}

/** The same by trying every query. */
function wantedByTrying(queries: ReadonlyMap<number, string>, paper: AnalysedPaper) {
  return [...queries]
    .flatMap(([owner, query]) => {
      const evidence = compileQuery(parseQuery(query))(paper);
      return evidence ? [{ owner, evidence }] : [];
    })
    .sort((one, other) => one.owner - other.owner);
}

function indexOf(...queries: string[]): QueryIndex<number> {
  const index = createQueryIndex<number>();
  for (const [id, query] of queries.entries()) index.add(id, parseQuery(query), id);
  return index;
}

function ownersOf(index: QueryIndex<number>, title: string): number[] {
  return wantedBy(index, makeAnalysed({ title })).map((it) => it.owner);
}

describe('subscriptions', () => {
  it('of a thousand channels to one query are one hit', () => {
    const index = createQueryIndex<number>();
    const query = parseQuery('grpo');
    for (let id = 0; id < 1_000; id++) index.add(id, query, id);
    const { queries } = index.match(makeAnalysed({ title: 'GRPO' }));
    expect(queries.map((it) => [it.query, it.owners.length])).toEqual([['grpo', 1_000]]);
  });

  it('join a query that others follow, by its spelling', () => {
    const index = indexOf('dpo OR grpo');
    expect(index.join(7, formatQuery(parseQuery('DPO | GRPO')), 7)).toBe(true);
    expect(index.join(8, 'ppo', 8)).toBe(false);
    expect(ownersOf(index, 'DPO')).toEqual([0, 7]);
  });

  it('end for one channel and go on for the others', () => {
    const index = indexOf('grpo', 'grpo', '"policy gradient"', 'fine-tuning');
    for (const id of [0, 2, 3, 99]) index.remove(id);
    expect(ownersOf(index, 'GRPO, a policy gradient for fine-tuning')).toEqual([1]);
    index.add(2, parseQuery('"policy gradient"'), 2);
    expect(ownersOf(index, 'A policy gradient')).toEqual([2]);
  });

  it('of queries with more cases than are told apart still match', () => {
    const many = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
    const any = Array.from({ length: 70 }, (_, place) => `w${place}`);
    const nested = `(${any.slice(0, 20).join(' OR ')}) (${any.slice(20, 40).join(' OR ')})`;
    const index = indexOf(many.join(' '), any.join(' OR '), nested);
    expect(ownersOf(index, many.toReversed().join(' '))).toEqual([0]);
    expect(ownersOf(index, many.slice(1).join(' '))).toEqual([]);
    expect(ownersOf(index, 'w69')).toEqual([1]);
    expect(ownersOf(index, 'w3 w33')).toEqual([1, 2]);
    expect(ownersOf(index, 'w3 w4')).toEqual([1]);
  });

  it('find what a text implies, unless they are literal', () => {
    const abbreviations = createAbbreviations();
    abbreviations.learn([{ short: 'GRPO', long: 'group policy', papers: 9 }]);
    const index = indexOf('grpo', '"grpo"', '=grpo', '"group policy"', 'group-policy');
    const titled = (title: string) =>
      analysePaper(makeAnalysed({ title }).paper, abbreviations.expand);
    const owners = (title: string) => wantedBy(index, titled(title)).map((it) => it.owner);
    expect(owners('A group policy')).toEqual([0, 1, 3, 4]);
    expect(owners('GRPO again')).toEqual([0, 1, 2, 3, 4]);
  });

  it('to a word that JavaScript objects have, too, are like any other', () => {
    const index = indexOf('constructor', '"constructor"', 'prototype');
    expect(ownersOf(index, 'A constructor of proofs')).toEqual([0, 1]);
    expect(ownersOf(index, 'A proof')).toEqual([]);
  });
});

const letter = fc.constantFrom(
  ...['a', 'b', 'ab', 'ba', 'GRPO', 'GRPOs', 'cat', 'cats', 'catab', 'group', 'policy', '4'],
);
const phrase = fc.array(letter, { minLength: 1, maxLength: 3 });
const term = fc.oneof(
  letter,
  phrase.map((words) => `"${words.join(' ')}"`),
  phrase.map((words) => `="${words.join(' ')}"`),
  phrase.map((words) => words.join('-')),
  fc.tuple(fc.constantFrom('title', 'abstract', 'keyword'), letter).map((it) => it.join(':')),
  fc.constantFrom('po*', 'gr*', 'upvotes>=2', 'has:code', 'author:byron', 'category:cs.*'),
  fc.constantFrom(
    'org:"university of cats"',
    'org:cat-lab',
    'author:"A. Byron"',
    'source:huggingface',
  ),
);
const query = fc.oneof(
  term,
  fc.array(letter, { minLength: 2, maxLength: 5 }).map((words) => words.join(' ')),
  fc.tuple(term, term, term).map(([x, y, z]) => `(${x} ${y} -${z}) OR (${z} ${x})`),
  fc.tuple(term, term, term).map(([x, y, z]) => `${x} -(${y} ${z})`),
  fc.tuple(term, term, term).map(([x, y, z]) => `${x} -(${y} OR -${z})`),
  fc.tuple(term, term).map(([x, y]) => `${x} OR -${y} ${x}`),
);
const readable = query.filter((text) => {
  try {
    return Boolean(parseQuery(text));
  } catch {
    return false;
  }
});
const text = fc
  .array(fc.tuple(letter, fc.constantFrom(' ', '-', ', ', '_')), { maxLength: 8 })
  .map((words) => words.flat().join(''));
const step = fc.record({ remove: fc.boolean(), id: fc.nat(15), query: readable, title: text });

describe('the index agrees with trying every query', () => {
  it('while subscriptions come and go, and where abbreviations are implied', () => {
    const abbreviations = createAbbreviations();
    abbreviations.learn([{ short: 'GRPO', long: 'group policy', papers: 9 }]);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), text, (steps, abstract) => {
        const index = createQueryIndex<number>();
        const queries = new Map<number, string>();
        for (const { remove, id, query, title } of steps) {
          index.remove(id);
          queries.delete(id);
          if (!remove) index.add(id, parseQuery(query), id);
          if (!remove) queries.set(id, query);
          const facts = { authors: ['Ada E. Byron'], organization: 'Cat Lab, University of Cats' };
          const listed = makeAnalysed({
            title,
            abstract,
            keywords: ['cats'],
            upvotes: 2,
            ...facts,
          });
          const paper = analysePaper(listed.paper, abbreviations.expand);
          expect(wantedBy(index, paper)).toEqual(wantedByTrying(queries, paper));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('reading words', () => {
  const pieces = fc.constantFrom(
    ...['a', 'Bc', '9', ' ', '-', '.', "'", '’', '+', '#', 's', 're', 'é', 'e\u0301', '强', 'ば'],
    ...['𝒳', '–', '😀', '/', '\n', 'i.e.', '++', "'s", 'constructor'],
  );

  it('by hand finds the words that the expression finds', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const written = parts.join('');
        const found = readWords(written).map(({ start, end }) => [start, end]);
        const wanted = [...written.matchAll(WORD)];
        expect(found).toEqual(wanted.map((it) => [it.index, it.index + it[0].length]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives a word the same forms whatever was read before', () => {
    const once = readWords('Models of C++, l’été');
    for (let word = 0; word < 100_000; word++) readWords(`w${word}`);
    expect(readWords('Models of C++, l’été')).toEqual(once);
  });
});

describe('a trie', () => {
  it('keeps its edges as it grows', () => {
    const trie = createTransitions();
    const nodes = Array.from({ length: 5_000 }, (_, word) => trie.add(word % 7, word));
    expect(nodes.map((_, word) => trie.get(word % 7, word))).toEqual(nodes);
    expect(trie.get(3, 5_001)).toBe(0);
  });
});
