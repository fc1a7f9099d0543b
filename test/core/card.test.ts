import { describe, expect, it } from 'vitest';
import { reasonText } from '../../src/core/card.ts';
import { createAbbreviations } from '../../src/core/matching/abbreviations.ts';
import { analysePaper } from '../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import { plainText } from '../../src/core/message.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { makeAnalysed } from '../support/papers.ts';

const abbreviations = createAbbreviations();
abbreviations.learn([
  { short: 'RAG', long: 'retrieval augmented generation', papers: 3 },
  { short: 'FM', long: 'foundation model', papers: 3 },
]);

describe('a card says by what a term was found', () => {
  it.each([
    ['retrieval-augmented-generation', 'A RAG bot', ' by its abbreviation'],
    ['"retrieval augmented generation"', 'A RAG bot', ' by its abbreviation'],
    ['rag', 'Retrieval-augmented generation', ' by its long form'],
    ['rag', 'A RAG bot', ''],
    ['fm', 'Two FMs', ''],
  ])('%s in “%s”%s', (query, title, by) => {
    const { paper } = makeAnalysed({ title });
    const evidence = compileQuery(parseQuery(query))(analysePaper(paper, abbreviations.expand));
    const text = plainText(reasonText({ query, evidence: evidence ?? [] }));
    expect(text).toBe(`Matched ${query.replaceAll('"', '')}${by} in the title`);
  });
});

describe('a card says where a term stands', () => {
  const abstract =
    'We measure tides. They rise at dawn. A robust benchmark follows them for a year.';
  const { paper } = makeAnalysed({ title: 'Tides', abstract });
  const evidence = compileQuery(parseQuery('benchmark'))(analysePaper(paper)) ?? [];
  const matched = (summary: string) =>
    plainText(reasonText({ query: 'benchmark', evidence }, summary));

  it('with the words around it, where the reader has not just read them', () => {
    expect(matched('We measure tides.')).toMatch(/^Matched benchmark in the abstract: .*robust/);
  });

  it('and no more where its summary holds them', () => {
    expect(matched(abstract)).toBe('Matched benchmark in the abstract');
  });
});
