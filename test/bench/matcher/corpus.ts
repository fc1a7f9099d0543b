import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MatchablePaper } from '../../../src/core/matching/analysed-paper.ts';
import type { Random } from './random.ts';

/** The texts that everything is measured on. */
export interface Corpus {
  /** What they are, for the reader of the figures. */
  readonly description: string;
  readonly papers: readonly MatchablePaper[];
}

const FILE = fileURLToPath(
  new URL('../../../../shared/data/papers-corpus/arxiv-announcements.json', import.meta.url),
);

/** Statistics of the recorded announcements, for the generated ones. */
const RECORDED = { papers: 4_547, wordsInTitle: 10, wordsInAbstract: 198, vocabulary: 18_447 };

/** Recorded arXiv announcements where they are present, else generated text of the same statistics. */
export function readCorpus(random: Random): Corpus {
  return existsSync(FILE) ? recorded() : generated(random);
}

function recorded(): Corpus {
  const entries: { title: string; description: string }[] = JSON.parse(readFileSync(FILE, 'utf8'));
  const papers = entries.map((it) => makePaper(it.title, it.description));
  return { description: `${papers.length} recorded arXiv announcements`, papers };
}

/** Words by Zipf's law, each of a length that goes with its rank. */
function generated(random: Random): Corpus {
  const word = () => invented(random.zipf(RECORDED.vocabulary));
  const text = (words: number) => Array.from({ length: words }, word).join(' ');
  const papers = Array.from({ length: RECORDED.papers }, () =>
    makePaper(text(RECORDED.wordsInTitle), text(RECORDED.wordsInAbstract)),
  );
  return { description: `${papers.length} generated texts`, papers };
}

function makePaper(title: string, abstract: string): MatchablePaper {
  return {
    title,
    abstract,
    keywords: [],
    authors: [],
    categories: [],
    sources: ['arxiv:cs.LG'],
    organization: null,
    codeUrl: null,
    projectUrl: null,
    upvotes: null,
    comments: null,
  };
}

const SYLLABLES = ['ba', 'ko', 'ti', 'ren', 'mu', 'sol', 'de', 'vin', 'pa', 'gor', 'le', 'nak'];

/** A pronounceable word for a rank; commoner ones are shorter. */
function invented(rank: number): string {
  const syllable = SYLLABLES[rank % SYLLABLES.length] ?? '';
  const rest = Math.floor(rank / SYLLABLES.length);
  return rest === 0 ? syllable : invented(rest - 1) + syllable;
}
