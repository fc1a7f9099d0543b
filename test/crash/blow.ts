import { createRandom } from '../bench/matcher/random.ts';

/** What strikes where several processes work on one PostgreSQL. */
export interface Blow {
  readonly at: 'one process' | 'all processes' | 'PostgreSQL' | 'its connections';
  /** Which process, where no post tells it. */
  readonly victim: number;
  /** How long PostgreSQL stays away, in milliseconds. */
  readonly awayMs: number;
}

const LONGEST_OUTAGE_MS = 1_500;

/** The blow that ends a life; drawn from the seed of the plan. */
export function blowOf(seed: number, life: number): Blow {
  const random = createRandom(seed * 100_003 + life);
  const victim = random.below(1_000);
  const awayMs = random.below(LONGEST_OUTAGE_MS);
  const at = (['all processes', 'PostgreSQL', 'its connections'] as const)[random.below(8)];
  return { at: at ?? 'one process', victim, awayMs };
}
