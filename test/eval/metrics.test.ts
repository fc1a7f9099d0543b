import { describe, expect, it } from 'vitest';
import { createTermWeights } from '../../src/core/summary/term-weights.ts';
import { bootstrap } from './interval.ts';
import { rouge, titleCoverage } from './metrics.ts';
import { allThatFit, byScore, fill } from './selection.ts';

describe('rouge', () => {
  it('counts words, pairs of words, and the longest common row of words', () => {
    const { recall, f1 } = rouge('The cat sat on the mat, again.', 'the cat is on the mat');
    expect(recall.one).toBeCloseTo(5 / 6);
    expect(recall.two).toBeCloseTo(3 / 5);
    expect(recall.longest).toBeCloseTo(5 / 6);
    expect(f1.one).toBeCloseTo(10 / 13);
    expect(f1.two).toBeCloseTo(6 / 11);
    expect(f1.longest).toBeCloseTo(10 / 13);
  });

  it('is 0 of nothing in common', () => {
    expect(rouge('tides rise', 'grass grows').recall).toEqual({ one: 0, two: 0, longest: 0 });
  });
});

describe('titleCoverage', () => {
  it('is the share of the title words that a summary has, in any form', () => {
    const weights = createTermWeights();
    for (let i = 0; i < 100; i++) weights.learn('using of the method');
    expect(titleCoverage('A model for a tide.', 'Using Models of the Tides', weights)).toBe(1);
    expect(titleCoverage('A model.', 'Using Models of the Tides', weights)).toBe(1 / 2);
  });
});

describe('fill', () => {
  it('takes the best that fit, in the order of the text', () => {
    const texts = ['aaaa', 'bb', 'cccccccccc', 'dd'];
    expect(fill([3, 2, 1, 0], texts, 8)).toBe('bb dd');
    expect(fill([2, 0], texts, 10)).toBe('cccccccccc');
    expect(fill([2], texts, 5)).toBe('ccccc');
  });
});

it('finds all summaries that fit', () => {
  expect(allThatFit(['aa', 'bb', 'cc'], 5)).toEqual(['aa', 'aa bb', 'aa cc', 'bb', 'bb cc', 'cc']);
});

it('ranks by score, equal ones in order', () => {
  expect(byScore([1, 3, 3, 2])).toEqual([1, 2, 3, 0]);
});

it('gives the mean with an interval around it, the same in every run', () => {
  const values = Array.from({ length: 100 }, (_, index) => index % 10);
  const { mean, from, to } = bootstrap(values);
  expect(mean).toBe(4.5);
  expect(from).toBeGreaterThan(3.8);
  expect(to).toBeLessThan(5.2);
  expect(bootstrap(values)).toEqual({ mean, from, to });
});
