import { createRandom } from '../bench/matcher/random.ts';

export interface Interval {
  readonly mean: number;
  readonly from: number;
  readonly to: number;
}

const RESAMPLES = 10_000;
const SEED = 7;

/** The mean of some values with its 95% interval by the percentile bootstrap (Efron, 1979). */
export function bootstrap(values: readonly number[]): Interval {
  const random = createRandom(SEED);
  const resampled = Array.from({ length: RESAMPLES }, () =>
    mean(values.map(() => values[random.below(values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  const quantile = (share: number) => resampled[Math.floor(share * (RESAMPLES - 1))] ?? 0;
  return { mean: mean(values), from: quantile(0.025), to: quantile(0.975) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
