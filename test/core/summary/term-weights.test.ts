import { describe, expect, it } from 'vitest';
import { createTermWeights } from '../../../src/core/summary/term-weights.ts';

describe('createTermWeights', () => {
  it('gives every word its full weight while there is no archive', () => {
    expect(createTermWeights().weightOf('tide')).toBe(1);
  });

  it('takes the weight from what every abstract says', () => {
    const weights = createTermWeights();
    for (let i = 0; i < 1_000; i++) weights.learn(`Our method number ${i}`);
    expect(weights.weightOf('method')).toBeLessThan(0.01);
    expect(weights.weightOf('999')).toBe(1);
  });

  it('counts a word once an abstract, in all its forms', () => {
    const [one, other] = [createTermWeights(), createTermWeights()];
    for (let i = 0; i < 40; i++) {
      one.learn(i < 10 ? 'models' : 'tides');
      other.learn(i < 10 ? 'Model, models and a MODEL' : 'tides');
    }
    expect(one.weightOf('model')).toBe(other.weightOf('model'));
    expect(one.weightOf('model')).toBeLessThan(1);
  });
});
