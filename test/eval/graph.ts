import { byScore, type Ranking } from './selection.ts';

const DAMPING = 0.85;
const ROUNDS = 60;

/** PageRank over sentences that are more or less alike. */
function pageRank(likeness: readonly (readonly number[])[]): number[] {
  const sums = likeness.map((row) => row.reduce((sum, it) => sum + it, 0));
  let ranks = likeness.map(() => 1 / likeness.length);
  for (let round = 0; round < ROUNDS; round++)
    ranks = ranks.map((_, place) => {
      const given = likeness.map((row, from) =>
        sums[from] ? ((ranks[from] ?? 0) * (row[place] ?? 0)) / sums[from] : 0,
      );
      return (1 - DAMPING) / ranks.length + DAMPING * given.reduce((sum, it) => sum + it, 0);
    });
  return ranks;
}

function compare<T>(items: readonly T[], likeness: (one: T, other: T) => number): number[][] {
  return items.map((one) => items.map((other) => (one === other ? 0 : likeness(one, other))));
}

/** TextRank as published: Mihalcea and Tarau, 2004, words in common over the logs of the lengths. */
export function textRank(bags: readonly (readonly string[])[]): Ranking {
  return byScore(
    pageRank(
      compare(bags, (one, other) => {
        const common = new Set(one).intersection(new Set(other)).size;
        return common / (Math.log(one.length + 1) + Math.log(other.length + 1) || 1);
      }),
    ),
  );
}

/** Erkan and Radev, 2004: fainter links are cut. */
const FAINTEST = 0.1;

/** How rare a word is: the log of the abstracts for each that has it. */
export type Idf = (word: string) => number;

/** @param bags the words of each abstract of a collection. */
export function createIdf(bags: readonly (readonly string[])[]): Idf {
  const having = new Map<string, number>();
  for (const bag of bags)
    for (const word of new Set(bag)) having.set(word, (having.get(word) ?? 0) + 1);
  return (word) => Math.log((bags.length + 1) / ((having.get(word) ?? 0) + 1));
}

/** LexRank as published: cosine of tf-idf. */
export function lexRank(bags: readonly (readonly string[])[], idf: Idf): Ranking {
  const vectors = bags.map((bag) => weigh(bag, idf));
  return byScore(
    pageRank(
      compare(vectors, (one, other) => {
        const cosine = dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other) || 1);
        return cosine > FAINTEST ? cosine : 0;
      }),
    ),
  );
}

function weigh(bag: readonly string[], idf: Idf): Map<string, number> {
  const vector = new Map<string, number>();
  for (const word of bag) vector.set(word, (vector.get(word) ?? 0) + idf(word));
  return vector;
}

function dot(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  return [...one].reduce((sum, [word, weight]) => sum + weight * (other.get(word) ?? 0), 0);
}
