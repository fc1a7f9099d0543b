import type { MatchablePaper } from '../../../src/core/matching/analysed-paper.ts';
import { analyse } from '../../../src/core/matching/text.ts';
import type { Random } from './random.ts';

/** Longest run of words that a keyword is. */
const LONGEST_KEYWORD = 3;
/** Nobody subscribes to a word that more than this share of all papers has. */
const LARGEST_SHARE = 0.1;
const SHORTEST_WORD = 3;

/** The folded words of a paper's title and of its abstract. */
export function fieldsOf(paper: MatchablePaper): string[][] {
  return [paper.title, paper.abstract].map((text) => analyse(text).words.map((it) => it.folded));
}

/**
 * Distinct keywords: all words of the papers, then two and three neighbours drawn at random.
 * Each is folded, its words parted by one space.
 */
export function makeKeywords(
  papers: readonly MatchablePaper[],
  count: number,
  random: Random,
): string[] {
  const fields = papers.flatMap(fieldsOf).filter((words) => words.length >= LONGEST_KEYWORD);
  const keywords = new Set(fields.flat());
  while (keywords.size < count) {
    const words = random.pick(fields);
    const length = 2 + random.below(LONGEST_KEYWORD - 1);
    const start = random.below(words.length - length + 1);
    keywords.add(words.slice(start, start + length).join(' '));
  }
  return [...keywords].slice(0, count);
}

/**
 * Distinct queries like `(a b -c) OR (d e)`. Each word is drawn as often as the papers have it; a
 * and b come from one paper, d and e from another, as the words of a real query belong together.
 */
export function makeBooleans(
  papers: readonly MatchablePaper[],
  count: number,
  random: Random,
): string[] {
  const subjects = subjectsOf(papers).filter((words) => words.length >= 2);
  const queries = new Set<string>();
  while (queries.size < count) {
    const [one, other] = [random.pick(subjects), random.pick(subjects)];
    const [a, b, c] = [random.pick(one), random.pick(one), random.pick(random.pick(subjects))];
    const [d, e] = [random.pick(other), random.pick(other)];
    if (new Set([a, b, c]).size === 3 && d !== e) queries.add(`(${a} ${b} -${c}) OR (${d} ${e})`);
  }
  return [...queries];
}

/** The words of each paper that somebody may look for. */
function subjectsOf(papers: readonly MatchablePaper[]): string[][] {
  const words = papers.map((paper) => fieldsOf(paper).flat());
  const counts = new Map<string, number>();
  for (const word of words.flatMap((it) => [...new Set(it)]))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  const isSubject = (word: string) =>
    /^[a-z]+$/.test(word) &&
    word.length >= SHORTEST_WORD &&
    word !== 'not' &&
    (counts.get(word) ?? 0) <= papers.length * LARGEST_SHARE;
  return words.map((it) => it.filter(isSubject));
}
