/** Numbers for words, from 0 upwards. */
export interface Vocabulary {
  /** The number of a word, which is given one when it has none. */
  add(word: string): number;
  /** The number of a word; UNKNOWN when it was never added. */
  get(word: string): number;
}

export const UNKNOWN = -1;

/** An empty vocabulary. */
export function createVocabulary(): Vocabulary {
  const numbers = new Map<string, number>();
  return {
    add: (word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      return number;
    },
    get: (word) => numbers.get(word) ?? UNKNOWN,
  };
}
