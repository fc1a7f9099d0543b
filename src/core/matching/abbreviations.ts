import type { PaperId } from '../paper.ts';
import type { Expand } from './analysed-paper.ts';
import { findDefinitions } from './definitions.ts';
import { type AnalysedText, analyse, type Word, withWords } from './text.ts';

/** A long form of an abbreviation, in the form in which words are compared. */
export interface LongForm {
  /** "grpo" */
  readonly short: string;
  /** "group relative policy optimization" */
  readonly long: string;
}

/** A long form with the number of papers that define it. */
export interface AttestedForm extends LongForm {
  readonly papers: number;
}

export interface AbbreviationStore {
  /** Keeps what a paper defines. Gives those that were not known of this paper before. */
  add(paperId: PaperId, forms: readonly LongForm[]): Promise<LongForm[]>;
  /** All long forms with their number of papers. */
  list(): Promise<AttestedForm[]>;
}

/** Abbreviations learned from the papers themselves. */
export interface Abbreviations {
  /** Counts one more paper for each form, or as many as are given. */
  learn(forms: readonly (LongForm & { readonly papers?: number })[]): void;
  /** Adds what a text implies: an abbreviation or a whole long form, each as one word. */
  readonly expand: Expand;
  /** Long forms of a short one, and short ones of a long one, as a search may use them. */
  othersOf(text: string): string[];
}

/** A definition is trusted once this many papers give it. */
const ENOUGH_PAPERS = 3;
/** A bare abbreviation is taken for a long form that has this share of its definitions. */
const CLEAR_SHARE = 0.8;

/** The abbreviations that a paper defines, in the form in which they are kept. */
export function longFormsIn(paper: {
  readonly title: string;
  readonly abstract: string;
}): LongForm[] {
  const found = [paper.title, paper.abstract].flatMap(findDefinitions).map(({ short, long }) => ({
    short: stems(short).join(' '),
    long: stems(long).join(' '),
  }));
  const usable = found.filter(
    (it) => it.short !== '' && !it.short.includes(' ') && it.long.includes(' '),
  );
  return [...new Map(usable.map((it) => [`${it.short} ${it.long}`, it])).values()];
}

/** A long form that enough papers define. */
interface Form {
  readonly short: string;
  readonly words: readonly string[];
}

/** An empty dictionary; what is learned later takes effect at once. */
export function createAbbreviations(): Abbreviations {
  const byShort = new Map<string, Map<string, number>>();
  const attested = new Map<string, Form>();
  const byFirstWord = new Map<string, Form[]>();
  const clearLong = new Map<string, readonly string[]>();

  function learnOne({ short, long, papers = 1 }: LongForm & { readonly papers?: number }): void {
    const longs = byShort.get(short) ?? new Map<string, number>();
    byShort.set(short, longs.set(long, (longs.get(long) ?? 0) + papers));
    const clear = clearOf(longs);
    if (clear === undefined) clearLong.delete(short);
    else clearLong.set(short, clear.split(' '));
    if ((longs.get(long) ?? 0) >= ENOUGH_PAPERS) attest({ short, words: long.split(' ') });
  }

  function attest(form: Form): void {
    const key = form.words.join(' ');
    if (attested.has(key)) return;
    attested.set(key, form);
    const [first = ''] = form.words;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), form]);
  }

  function impliedBy(text: AnalysedText): Word[] {
    const implied: Word[] = [];
    for (const [stem, places] of text.places) {
      const word = text.words[places[0] ?? 0];
      const long = clearLong.get(stem);
      if (word && long && !findWords(text, long))
        implied.push(GAP, imply(long.join(' '), word, word));
      for (const { short, words } of byFirstWord.get(stem) ?? []) {
        const run = text.places.has(short) ? undefined : findWords(text, words);
        if (run) implied.push(GAP, imply(short, run.first, run.last));
      }
    }
    return implied;
  }

  return {
    learn: (forms) => {
      for (const form of forms) learnOne(form);
    },
    expand: (text) => {
      const implied = impliedBy(text);
      return implied.length === 0 ? text : withWords(text.text, [...text.words, ...implied]);
    },
    othersOf: (text) => {
      const key = stems(text).join(' ');
      const long = clearLong.get(key)?.join(' ');
      return [long, attested.get(key)?.short].filter((it) => it !== undefined);
    },
  };
}

/** The long form that a bare abbreviation is taken for. */
function clearOf(longs: ReadonlyMap<string, number>): string | undefined {
  const all = [...longs.values()].reduce((sum, papers) => sum + papers, 0);
  const isClear = ([, papers]: [string, number]) =>
    papers >= ENOUGH_PAPERS && papers >= all * CLEAR_SHARE;
  return [...longs].find(isClear)?.[0];
}

/** Keeps implied words apart from the text, and from each other. */
const GAP: Word = { folded: '', stem: '', start: 0, end: 0, implied: true };

function imply(stem: string, first: Word, last: Word): Word {
  return { folded: stem, stem, start: first.start, end: last.end, implied: true };
}

function findWords(
  text: AnalysedText,
  wanted: readonly string[],
): { first: Word; last: Word } | undefined {
  const [head = '', ...rest] = wanted;
  if (!rest.every((stem) => text.places.has(stem))) return undefined;
  for (const place of text.places.get(head) ?? []) {
    const [first, last] = [text.words[place], text.words[place + rest.length]];
    const fits = rest.every((stem, at) => text.words[place + 1 + at]?.stem === stem);
    if (fits && first && last) return { first, last };
  }
  return undefined;
}

function stems(text: string): string[] {
  return analyse(text).words.map((word) => word.stem);
}
