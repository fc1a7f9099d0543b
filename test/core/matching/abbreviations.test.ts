import { describe, expect, it } from 'vitest';
import {
  type Abbreviations,
  createAbbreviations,
  longFormsIn,
} from '../../../src/core/matching/abbreviations.ts';
import { analysePaper } from '../../../src/core/matching/analysed-paper.ts';
import { findDefinitions } from '../../../src/core/matching/definitions.ts';
import { compileQuery } from '../../../src/core/matching/evaluate.ts';
import { standInOf } from '../../../src/core/matching/evidence.ts';
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

  it('are kept in the singular, once a paper', () => {
    const paper = {
      title: 'Large Language Models (LLMs)',
      abstract: 'A large language model (LLM) is large.',
    };
    expect(longFormsIn(paper)).toEqual([{ short: 'LLM', long: 'large language model' }]);
  });

  it('are kept in the letters of the abbreviation, which tell it from a word', () => {
    const shortsIn = (abstract: string) =>
      longFormsIn({ title: '', abstract }).map((it) => it.short);
    expect(shortsIn('Low-rank adaptation (LoRA) and knowledge graphs (KGs)')).toEqual([
      'LoRA',
      'KG',
    ]);
    expect(shortsIn('Intelligent transportation systems (ITS)')).toEqual(['ITS']);
    expect(shortsIn('a hierarchical encoder (He)')).toEqual([]);
    expect(shortsIn('a peer to peer (p2p) network')).toEqual([]);
  });
});

describe('an abbreviation', () => {
  const GRPO = { short: 'GRPO', long: 'group relative policy optimization' };

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

  it('that other processes have learned is counted up to what is stored', () => {
    const abbreviations = learned(1);
    const title = 'Group Relative Policy Optimization';
    for (let times = 0; times < 3; times++) abbreviations.catchUp([{ ...GRPO, papers: 2 }]);
    expect(find(abbreviations, 'grpo', title)).toBeNull();
    abbreviations.catchUp([{ ...GRPO, papers: 3 }]);
    expect(find(abbreviations, 'grpo', title)).not.toBeNull();
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

  it('with several meanings stays as it is, in both directions', () => {
    const abbreviations = createAbbreviations();
    const other = { short: 'SAM', long: 'sharpness aware minimization', papers: 5 };
    abbreviations.learn([{ short: 'SAM', long: 'segment anything model', papers: 5 }, other]);
    expect(find(abbreviations, 'sam', 'Sharpness-aware minimization')).toBeNull();
    expect(find(abbreviations, 'sam', 'The segment anything model')).toBeNull();
    expect(find(abbreviations, '"segment anything model"', 'SAM is flat')).toBeNull();
    abbreviations.learn([{ ...other, papers: 50 }]);
    expect(find(abbreviations, 'sam', 'Sharpness-aware minimization')).not.toBeNull();
    expect(find(abbreviations, 'sam', 'The segment anything model')).toBeNull();
    expect(find(abbreviations, '"sharpness aware minimization"', 'SAM is flat')).not.toBeNull();
    abbreviations.learn([{ short: 'SAM', long: 'system advisor model', papers: 50 }]);
    expect(find(abbreviations, 'sam', 'Sharpness-aware minimization')).toBeNull();
  });

  it.each([
    ['ITS', '"intelligent transportation systems"', 'A model and its loss'],
    ['IT', '"information technology"', 'Making it work'],
    ['WHO', '"world health organization"', 'Those who learn'],
    ['HE', '"homomorphic encryption"', 'He et al. said that he would'],
    ['MS', '"model splitting"', 'Within 5 ms'],
    ['US', '"united states"', 'All of us'],
    ['ALL', '"acute lymphoblastic leukemia"', 'Attention is all you need'],
    ['AS', '"attention sink"', 'As it was'],
  ])('%s is written in capitals: %s is not in “%s”', (short, long, words) => {
    const abbreviations = createAbbreviations();
    const singular = long
      .replaceAll('"', '')
      .replace('systems', 'system')
      .replace('states', 'state');
    abbreviations.learn([{ short, long: singular, papers: 30 }]);
    expect(find(abbreviations, long, words)).toBeNull();
    expect(find(abbreviations, long.replaceAll('"', '').replaceAll(' ', '-'), words)).toBeNull();
    expect(find(abbreviations, long, `${words}: ${short}`)).toMatchObject([{ implied: true }]);
  });

  it('in small letters, as earlier versions kept it, stands for nothing', () => {
    const abbreviations = createAbbreviations();
    abbreviations.learn([{ short: 'its', long: 'intelligent transportation system', papers: 9 }]);
    expect(find(abbreviations, '"intelligent transportation system"', 'its ITS')).toBeNull();
    expect(find(abbreviations, 'its', 'An intelligent transportation system')).toBeNull();
  });

  it('is told from the same letters in another case', () => {
    const abbreviations = createAbbreviations();
    abbreviations.learn([
      { short: 'LoRA', long: 'low rank adaptation', papers: 48 },
      { short: 'LoRa', long: 'long range', papers: 3 },
    ]);
    expect(find(abbreviations, '"low rank adaptation"', 'LoRA’s rank')).not.toBeNull();
    expect(find(abbreviations, '"low rank adaptation"', 'LoRa sensors')).toBeNull();
    expect(find(abbreviations, 'lora', 'Long-range arenas')).toBeNull();
  });

  it('is the same in the plural, of two letters, too', () => {
    const abbreviations = createAbbreviations();
    abbreviations.learn([{ short: 'FM', long: 'foundation model', papers: 3 }]);
    for (const title of ['FMs at scale', 'An FM', 'A foundation model', 'FM’s'])
      for (const query of ['fm', 'fms', '"foundation model"', 'foundation-models'])
        expect(find(abbreviations, query, title), `${query} in ${title}`).not.toBeNull();
    expect(find(abbreviations, '=fm', 'FMs at scale')).toBeNull();
  });

  it.each([
    ['rag', 'Retrieval-augmented generation', 'long form'],
    ['retrieval-augmented-generation', 'A RAG bot', 'abbreviation'],
    ['"retrieval augmented generation"', 'A RAG bot', 'abbreviation'],
    ['rag', 'A RAG bot', undefined],
    ['fm', 'FMs at scale', undefined],
  ])('%s is found in “%s” by its %s', (query, title, standIn) => {
    const abbreviations = createAbbreviations();
    abbreviations.learn([
      { short: 'RAG', long: 'retrieval augmented generation', papers: 3 },
      { short: 'FM', long: 'foundation model', papers: 3 },
    ]);
    const [evidence] = find(abbreviations, query, title) ?? [];
    expect(evidence && standInOf(evidence)).toBe(standIn);
  });

  it('does not tie the end of a text to what it implies', () => {
    expect(find(learned(3), '"stable grpo group"', 'Stable GRPO')).toBeNull();
    expect(
      find(learned(3), '"optimization grpo"', 'A group relative policy optimization'),
    ).toBeNull();
  });
});
