import { createRandom } from '../bench/matcher/random.ts';

/** Faults that come by chance. */
export interface Weather<F> {
  /** The same seed draws the same faults, in the order of the calls. */
  readonly seed: number;
  /** How many of the calls suffer a fault, 0 to 1. */
  readonly probability: number;
  readonly faults: readonly F[];
}

/** Draws the fault of the next call; undefined for a call that goes well. */
export type Draw<F> = () => F | undefined;

const GRAINS = 1_000_000;

export function createDraw<F>({ seed, probability, faults }: Weather<F>): Draw<F> {
  const random = createRandom(seed);
  return () => {
    const isHit = random.below(GRAINS) < probability * GRAINS;
    const fault = random.pick(faults);
    return isHit ? fault : undefined;
  };
}
