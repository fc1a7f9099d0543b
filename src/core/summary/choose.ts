import type { Candidate } from './candidates.ts';
import { MOST_SENTENCES } from './limits.ts';
import type { TermWeights } from './term-weights.ts';

/** What makes a set of sentences a good summary, beside what each is worth. */
export interface Balance {
  /** For telling of all that the abstract speaks of more than once. */
  readonly coverage: number;
  /** For two sentences of the same words. */
  readonly redundancy: number;
  /** For a sentence that leans on the one before, without that one. */
  readonly dangling: number;
}

export const BALANCE: Balance = { coverage: 2, redundancy: -0.5, dangling: -0.3 };

/** Of a long text, the best so many are compared: 469 sets of up to three. */
const MOST_CANDIDATES = 14;

/**
 * The best set of sentences that fits the budget, in their order. Coverage is that of Gillick and
 * Favre (2009, "A scalable global model for summarization"): each word counts once, however often
 * the summary has it. Redundancy is that of maximal marginal relevance (Carbonell and Goldstein,
 * 1998). An abstract is short enough to find the best set by trying them all, as McDonald (2007, "A study of
 * global inference algorithms in multi-document summarization") does by a solver.
 * @param budget characters, spaces between the sentences included.
 */
export function choose(
  candidates: readonly Candidate[],
  weights: TermWeights,
  budget: number,
  balance: Balance,
): Candidate[] {
  const topics = topicWeights(candidates, weights);
  const considered = candidates
    .toSorted((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, MOST_CANDIDATES)
    .sort((a, b) => a.place - b.place);
  let best: readonly Candidate[] = [];
  let bestValue = Number.NEGATIVE_INFINITY;
  for (const set of fittingSets(considered, budget)) {
    const value = worthOf(set, topics, balance);
    if (value > bestValue) [best, bestValue] = [set, value];
  }
  return [...best];
}

/** The weight of each word that stands in several sentences: more, the more of them it is in. */
function topicWeights(
  candidates: readonly Candidate[],
  weights: TermWeights,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { stems } of candidates)
    for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const topics = [...counts]
    .filter(([, count]) => count > 1)
    .map(([stem, count]): [string, number] => [stem, (count - 1) * weights.weightOf(stem)]);
  const total = topics.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  return new Map(topics.map(([stem, weight]) => [stem, weight / total]));
}

/** Every set of up to MOST_SENTENCES that fits, each in order. */
function* fittingSets(
  candidates: readonly Candidate[],
  budget: number,
  taken: readonly Candidate[] = [],
): Generator<readonly Candidate[]> {
  for (const [index, candidate] of candidates.entries()) {
    const room = budget - candidate.text.length;
    if (room < 0) continue;
    const set = [...taken, candidate];
    yield set;
    if (set.length < MOST_SENTENCES) yield* fittingSets(candidates.slice(index + 1), room - 1, set);
  }
}

function worthOf(
  set: readonly Candidate[],
  topics: ReadonlyMap<string, number>,
  balance: Balance,
): number {
  const scores = set.reduce((sum, { score }) => sum + score, 0);
  const covered = new Set(set.flatMap(({ stems }) => [...stems]));
  const coverage = covered.values().reduce((sum, stem) => sum + (topics.get(stem) ?? 0), 0);
  return (
    scores +
    balance.coverage * coverage +
    balance.redundancy * redundancyOf(set) +
    balance.dangling * danglingOf(set)
  );
}

/** The cosines of all pairs, added up. */
function redundancyOf(set: readonly Candidate[]): number {
  return set
    .flatMap((one, index) => set.slice(index + 1).map((other) => cosine(one.stems, other.stems)))
    .reduce((sum, it) => sum + it, 0);
}

function cosine(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = one.intersection(other).size;
  return shared === 0 ? 0 : shared / Math.sqrt(one.size * other.size);
}

function danglingOf(set: readonly Candidate[]): number {
  const places = new Set(set.map(({ place }) => place));
  return set.filter(({ cues, place }) => cues.leaning && !places.has(place - 1)).length;
}
