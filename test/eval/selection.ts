/** Places of sentences, the best first. */
export type Ranking = readonly number[];

/**
 * The summary that a ranking makes: sentence by sentence, each that still fits the budget, in their
 * order. The same for every method, so that only the ranking differs.
 */
export function fill(ranking: Ranking, sentences: readonly string[], budget: number): string {
  const taken: number[] = [];
  let room = budget;
  for (const place of ranking) {
    const cost = (sentences[place]?.length ?? 0) + (taken.length > 0 ? 1 : 0);
    if (cost > room) continue;
    taken.push(place);
    room -= cost;
  }
  if (taken.length === 0) return (sentences[ranking[0] ?? 0] ?? '').slice(0, budget);
  return join(taken, sentences);
}

/** Every summary of whole sentences that fits; the oracle's choice. */
export function allThatFit(sentences: readonly string[], budget: number): string[] {
  const found: string[] = [];
  function extend(taken: readonly number[], from: number, room: number): void {
    for (let place = from; place < sentences.length; place++) {
      const cost = (sentences[place]?.length ?? 0) + (taken.length > 0 ? 1 : 0);
      if (cost > room) continue;
      found.push(join([...taken, place], sentences));
      extend([...taken, place], place + 1, room - cost);
    }
  }
  extend([], 0, budget);
  return found.length > 0 ? found : [(sentences[0] ?? '').slice(0, budget)];
}

/** The places of scores, the highest first, equal ones in order. */
export function byScore(scores: readonly number[]): Ranking {
  return scores.map((_, place) => place).sort((a, b) => at(scores, b) - at(scores, a) || a - b);
}

function at(scores: readonly number[], place: number): number {
  return scores[place] ?? 0;
}

function join(places: readonly number[], sentences: readonly string[]): string {
  return places
    .toSorted((a, b) => a - b)
    .map((place) => sentences[place])
    .join(' ');
}
