import AhoCorasick from 'ahocorasick';
import ModernAhoCorasick from 'modern-ahocorasick';
import FastAhoCorasick from 'modern-ahocorasick/fast';

/** Another engine: gives the numbers of the keywords that a text holds as whole words. */
export interface Peer {
  readonly name: string;
  find(text: string): Set<number>;
}

/** Between two words of a normalised text, and at both ends of every field. */
export const GAP = ' ';
/** Between two fields. */
const FIELD_GAP = ' \n ';

/** A text as the peers get it, ready made: folded words with one space around each. */
export function normalise(fields: readonly (readonly string[])[]): string {
  return `${GAP}${fields.map((words) => words.join(GAP)).join(FIELD_GAP)}${GAP}`;
}

/** The JavaScript implementations of Aho and Corasick's automaton, over the same keywords. */
export function createPeers(keywords: readonly string[]): Peer[] {
  return [ahocorasick(keywords), modern(keywords), modernFast(keywords)];
}

function ahocorasick(keywords: readonly string[]): Peer {
  const numbers = new Map(keywords.map((keyword, number) => [keyword, number]));
  const automaton = new AhoCorasick([...keywords]);
  return {
    name: 'ahocorasick 1.0',
    find(text) {
      const found = new Set<number>();
      for (const [last, hits] of automaton.search(text))
        for (const hit of hits)
          if (isWhole(text, last - hit.length + 1, last + 1)) found.add(numbers.get(hit) ?? -1);
      return found;
    },
  };
}

function modern(keywords: readonly string[]): Peer {
  const automaton = new ModernAhoCorasick(keywords);
  return { name: 'modern-ahocorasick 3.3', find: (text) => wholeHits(automaton, text) };
}

function modernFast(keywords: readonly string[]): Peer {
  const automaton = new FastAhoCorasick(keywords);
  return { name: 'modern-ahocorasick 3.3, /fast', find: (text) => wholeHits(automaton, text) };
}

function wholeHits(automaton: ModernAhoCorasick, text: string): Set<number> {
  const found = new Set<number>();
  for (const { patternIndex, start, end } of automaton.search(text))
    if (isWhole(text, start, end)) found.add(patternIndex);
  return found;
}

function isWhole(text: string, start: number, end: number): boolean {
  return text[start - 1] === GAP && text[end] === GAP;
}
