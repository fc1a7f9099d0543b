import { describe, expect, it } from 'vitest';
import {
  type Abbreviations,
  createAbbreviations,
  longFormsIn,
} from '../../../src/core/matching/abbreviations.ts';
import { analysePaper } from '../../../src/core/matching/analysed-paper.ts';
import { findDefinitions } from '../../../src/core/matching/definitions.ts';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { makeAnalysed } from '../../support/papers.ts';

describe('definitions in a text', () => {
  it.each([
    [
      'We use Group Relative Policy Optimization (GRPO) here.',
      'GRPO',
      'Group Relative Policy Optimization',
    ],
    ['Large language models (LLMs) are large.', 'LLMs', 'Large language models'],
    ['a Mixture-of-Experts (MoE) layer', 'MoE', 'Mixture-of-Experts'],
    ['Low-Rank Adaptation (LoRA) is cheap', 'LoRA', 'Low-Rank Adaptation'],
    [
      'with GRPO (Group Relative Policy Optimization) we',
      'GRPO',
      'Group Relative Policy Optimization',
    ],
    ['retrieval-augmented generation (RAG; see above)', 'RAG', 'retrieval-augmented generation'],
    ['chain of thought (CoT) prompts', 'CoT', 'chain of thought'],
    ['the segment anything model (SAM)', 'SAM', 'segment anything model'],
  ])('%s', (text, short, long) => {
    expect(findDefinitions(text)).toEqual([{ short, long }]);
  });

  it.each([
    ['It works well (see Figure 3).'],
    ['in three languages (English, German)'],
    ['a result (2024) of ours'],
    ['with the usual method (ours)'],
    ['accuracy rose (p < 0.05)'],
    ['the model (GPT-4) is'],
  ])('none in: %s', (text) => {
    expect(findDefinitions(text)).toEqual([]);
  });

  it('are looked for in a time that grows with the text, whatever its parentheses', () => {
    const hostile = [
      `${'a '.repeat(50_000)}(`,
      '('.repeat(100_000),
      `${'x'.repeat(100_000)} (A)`,
      'a ('.repeat(30_000),
    ];
    for (const text of hostile) expect(findDefinitions(text)).toEqual([]);
  });

  it('are kept without case and number, once a paper', () => {
    const paper = {
      title: 'Large Language Models (LLMs)',
      abstract: 'A large language model (LLM) is large.',
    };
    expect(longFormsIn(paper)).toEqual([{ short: 'llm', long: 'large language model' }]);
  });
});

describe('an abbreviation', () => {
  const GRPO = { short: 'grpo', long: 'group relative policy optimization' };

  function learned(papers: number): Abbreviations {
    const abbreviations = createAbbreviations();
    abbreviations.learn([{ ...GRPO, papers }]);
    return abbreviations;
  }

  function find(abbreviations: Abbreviations, query: string, title: string) {
    const { paper } = makeAnalysed({ title });
    return compileQuery(parseQuery(query))(analysePaper(paper, abbreviations.expand));
  }

  it('finds its long form once three papers define it, and says so', () => {
    const title = 'On Group-Relative Policy Optimisation';
    expect(find(learned(2), 'grpo', title)).toBeNull();
    expect(find(learned(3), 'grpo', title)).toEqual([
      { term: 'grpo', field: 'title', snippet: title, range: [3, title.length], implied: true },
    ]);
  });

  it('is found by its long form', () => {
    const query = '"group relative policy optimization"';
    expect(find(learned(3), query, 'Stable GRPO')?.[0]).toMatchObject({
      implied: true,
      range: [7, 11],
    });
    expect(find(learned(2), query, 'Stable GRPO')).toBeNull();
  });

  it('does not bring the single words of its long form along', () => {
    expect(find(learned(3), 'policy', 'Stable GRPO')).toBeNull();
    expect(find(learned(3), '"relative policy"', 'Stable GRPO')).toBeNull();
  });

  it('behind = is only itself', () => {
    expect(find(learned(3), '=grpo', 'Group relative policy optimization')).toBeNull();
    expect(find(learned(3), '=grpo', 'GRPO')).not.toBeNull();
  });

  it('with several meanings finds each of them, but stands for none', () => {
    const abbreviations = createAbbreviations();
    const other = { short: 'sam', long: 'sharpness aware minimization', papers: 5 };
    abbreviations.learn([{ short: 'sam', long: 'segment anything model', papers: 5 }, other]);
    expect(find(abbreviations, 'sam', 'Sharpness-aware minimization')).not.toBeNull();
    expect(find(abbreviations, 'sam', 'The segment anything model')).not.toBeNull();
    expect(find(abbreviations, '"segment anything model"', 'SAM is flat')).toBeNull();
  });

  it('does not tie the end of a text to what it implies', () => {
    expect(find(learned(3), '"stable grpo group"', 'Stable GRPO')).toBeNull();
    expect(
      find(learned(3), '"optimization grpo"', 'A group relative policy optimization'),
    ).toBeNull();
  });
});
