import { type Cues, cuesOf } from './cues.ts';
import { withoutOpening } from './openings.ts';
import { sentences } from './sentences.ts';
import { stemsOf, type TermWeights } from './term-weights.ts';

/** A sentence that a summary may have. */
export interface Candidate {
  /** Its place among the sentences of the abstract. */
  readonly place: number;
  /** As a summary shows it. */
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  readonly cues: Cues;
  /** What it is worth by itself. */
  readonly score: number;
}

/**
 * What each sign adds to a sentence's score. Chosen by `npm run eval:summaries -- --tune`; ADR 7
 * tells how, and how little the exact numbers matter.
 */
export interface Worth {
  /** For a sentence that holds all of the title's words, weighed. */
  readonly title: number;
  readonly contribution: number;
  readonly finding: number;
  readonly gain: number;
  readonly figure: number;
  readonly background: number;
  readonly leaning: number;
  readonly availability: number;
  /** For standing before the first sentence that speaks of the work itself. */
  readonly preamble: number;
}

export const WORTH: Worth = {
  title: 1.5,
  contribution: 0.3,
  finding: 0.3,
  gain: 0.1,
  figure: 0.05,
  background: -0.3,
  leaning: -0.1,
  availability: -1,
  preamble: -0.4,
};

/** A shorter piece is no sentence: "Code: here." */
const SHORTEST = 25;

/** The sentences of an abstract with what they are worth, in their order. */
export function candidatesOf(
  { title, abstract }: { readonly title: string; readonly abstract: string },
  weights: TermWeights,
  worth: Worth,
): Candidate[] {
  const read = sentences(abstract).map((text, place) => ({ place, text, cues: cuesOf(text) }));
  const beginning = read.findIndex(({ cues }) => isOfTheWork(cues));
  const titleStems = stemsOf(title);
  return read
    .filter(({ text }) => text.length >= SHORTEST)
    .map(({ place, text, cues }) => {
      const stems = stemsOf(text);
      const preamble = place < beginning ? worth.preamble : 0;
      const central = worth.title * sharedWeight(titleStems, stems, weights);
      const score = cueScore(cues, worth) + preamble + central;
      return { place, text: withoutOpening(text), stems, cues, score };
    });
}

function isOfTheWork({ own, contribution, background }: Cues): boolean {
  return contribution || (own && !background);
}

function cueScore(cues: Cues, worth: Worth): number {
  const names = ['contribution', 'finding', 'gain', 'figure', 'leaning', 'availability'] as const;
  const found = names.filter((name) => cues[name]).map((name) => worth[name]);
  const background = cues.background && !cues.own ? worth.background : 0;
  return found.reduce((sum, it) => sum + it, background);
}

/** How much of the weight of some words a sentence holds, from 0 to 1. */
function sharedWeight(
  wanted: ReadonlySet<string>,
  stems: ReadonlySet<string>,
  weights: TermWeights,
): number {
  const all = [...wanted].map((stem) => ({ stem, weight: weights.weightOf(stem) }));
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const held = all.filter(({ stem }) => stems.has(stem));
  return total === 0 ? 0 : held.reduce((sum, { weight }) => sum + weight, 0) / total;
}
