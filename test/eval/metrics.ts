import { l, n } from 'js-rouge';
import { stemsOf, type TermWeights } from '../../src/core/summary/term-weights.ts';

/** ROUGE (Lin, 2004) of a summary against a reference, each from 0 to 1. */
export interface Rouge {
  readonly recall: Scores;
  readonly f1: Scores;
}

export interface Scores {
  readonly one: number;
  readonly two: number;
  readonly longest: number;
}

/** js-rouge weighs recall by beta squared: with this one, its F-measure is recall to four digits. */
const RECALL = 1_000;

export function rouge(summary: string, reference: string): Rouge {
  return {
    recall: scores(summary, reference, RECALL),
    f1: scores(summary, reference, 1),
  };
}

function scores(summary: string, reference: string, beta: number): Scores {
  const options = { beta, tokenizer: words, caseSensitive: false };
  const whole = { ...options, segmenter: (text: string) => [text] };
  return {
    one: n(summary, reference, { ...options, n: 1 }),
    two: n(summary, reference, { ...options, n: 2 }),
    longest: l(summary, reference, whole),
  };
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words in fewer than this share of the weight of a rare one are no title's topic: "of", "using". */
const TOPICAL = 0.5;

/** The share of a title's topical words that a summary holds, from 0 to 1; 1 of a title without any. */
export function titleCoverage(summary: string, title: string, weights: TermWeights): number {
  const topical = [...stemsOf(title)].filter((stem) => weights.weightOf(stem) >= TOPICAL);
  if (topical.length === 0) return 1;
  const told = stemsOf(summary);
  return topical.filter((stem) => told.has(stem)).length / topical.length;
}
