import { readWords } from '../matching/words.ts';

/** What words are worth, from 0 to 1, by how many abstracts of the archive hold them. */
export interface TermWeights {
  /** Counts the words of one more abstract. */
  learn(abstract: string): void;
  /** Of a word's stem. */
  weightOf(stem: string): number;
}

/**
 * Abstracts that count from the beginning as if they held no word at all, so that a young archive
 * does not take its few words for common ones.
 */
const IMAGINED = 8;
/** More abstracts than these would change no weight that matters, only take memory. */
const MOST_ABSTRACTS = 20_000;
/** A word has its full weight up to one abstract in e² (7.4), and none when all have it. */
const FULL_IDF = 2;

/**
 * Weights by inverse document frequency (Spärck Jones, 1972), with an upper bound: for a summary,
 * what every abstract says ("method", "results") is worth little, but a rare word is not worth more
 * than the topic's own.
 */
export function createTermWeights(): TermWeights {
  const abstractsWith = new Map<string, number>();
  let abstracts = 0;
  return {
    learn(abstract) {
      if (abstracts >= MOST_ABSTRACTS) return;
      abstracts++;
      for (const stem of stemsOf(abstract))
        abstractsWith.set(stem, (abstractsWith.get(stem) ?? 0) + 1);
    },
    weightOf(stem) {
      const idf = Math.log((abstracts + IMAGINED) / ((abstractsWith.get(stem) ?? 0) + 1));
      return Math.max(0, Math.min(1, idf / FULL_IDF));
    },
  };
}

/** The different words of a text, letters and digits alone left out. */
export function stemsOf(text: string): Set<string> {
  return new Set(
    readWords(text)
      .map((word) => word.stem)
      .filter((stem) => stem.length > 1),
  );
}
