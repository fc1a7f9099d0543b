import lexrank from 'lexrank.js';
import {
  AbsoluteSummarizerConfig,
  DefaultTextParser,
  NullLogger,
  Sentence,
  SorensenDiceSimilarity,
  Summarizer,
  Text,
} from 'ts-textrank';
import { foldedWords } from '../../src/core/matching/text.ts';
import { extract } from '../../src/core/summary/extract.ts';
import { sentences } from '../../src/core/summary/sentences.ts';
import type { TermWeights } from '../../src/core/summary/term-weights.ts';
import { createRandom } from '../bench/matcher/random.ts';
import { createIdf, lexRank, textRank } from './graph.ts';
import type { EvalPaper } from './papers.ts';
import { byScore, fill, type Ranking } from './selection.ts';

/** Makes summaries within a budget of characters. A method of chance makes several, to be averaged. */
export interface Method {
  readonly name: string;
  summaries(paper: EvalPaper, budget: number): string[];
}

const DRAWS = 20;

/** Ours. @param seesTitle false where the title is what is measured. */
export function ours(weights: TermWeights, seesTitle: boolean): Method {
  return {
    name: seesTitle ? '**Paper Route**' : '**Paper Route**, without the title',
    summaries: ({ title, abstract }, budget) => [
      extract({ title: seesTitle ? title : '', abstract }, weights, { budget }),
    ],
  };
}

/** Methods that learn from no reference. @param archive the papers whose words they may count. */
export function peers(archive: readonly EvalPaper[]): Method[] {
  const idf = createIdf(archive.map(({ abstract }) => foldedWords(abstract)));
  return [
    ranked('first sentences', (all) => all.map((_, place) => place)),
    ranked('last sentences', (all) => all.map((_, place) => all.length - 1 - place)),
    ranked('first and last', (all) => all.map((_, turn) => fromBothEnds(turn, all.length))),
    ranked('TextRank (ts-textrank)', textRankOfPackage),
    ranked('TextRank, as published', (all) => textRank(all.map(foldedWords))),
    ranked('LexRank (lexrank.js)', lexRankOfPackage),
    ranked('LexRank, as published', (all) => lexRank(all.map(foldedWords), idf)),
    atRandom(),
  ];
}

function ranked(name: string, rank: (sentences: readonly string[]) => Ranking): Method {
  return {
    name,
    summaries: ({ abstract }, budget) => {
      const all = sentences(abstract);
      return [fill(rank(all), all, budget)];
    },
  };
}

function fromBothEnds(turn: number, length: number): number {
  return turn % 2 === 0 ? turn / 2 : length - 1 - (turn - 1) / 2;
}

function atRandom(): Method {
  const random = createRandom(1);
  return {
    name: `random (${DRAWS} draws)`,
    summaries: ({ abstract }, budget) => {
      const all = sentences(abstract);
      return Array.from({ length: DRAWS }, () =>
        fill(byScore(all.map(() => random.below(1_000_000))), all, budget),
      );
    },
  };
}

/** The package would split the text itself; given a line for each sentence, it ranks ours. */
function lexRankOfPackage(all: readonly string[]): Ranking {
  return byScore(
    lexrank(all.join('\n')).map((pieces) => Math.max(...pieces.map(({ weight }) => weight))),
  );
}

function textRankOfPackage(all: readonly string[]): Ranking {
  const parser = new DefaultTextParser();
  const wordsOf = (text: string) => parser.parse(text, 'en').sentences.flatMap((it) => it.words);
  const parse = (raw: string) =>
    new Text(
      raw,
      all.map((text, place) => new Sentence(text, wordsOf(text), place)),
    );
  const { SORT_SCORE } = Summarizer;
  const config = new AbsoluteSummarizerConfig(
    all.length,
    new SorensenDiceSimilarity(),
    { parse },
    0.85,
    SORT_SCORE,
  );
  const best = new Summarizer(config, new NullLogger()).summarize(all.join(' '), 'en');
  return best.map((text) => all.indexOf(text));
}
