import type { PaperId } from '../paper.ts';
import type { Expand } from './analysed-paper.ts';
import { findDefinitions } from './definitions.ts';
import type { Run } from './evidence.ts';
import { createMultimap } from './multimap.ts';
import { createShortForm, isTelling, type ShortForm, singular } from './short-form.ts';
import { type AnalysedText, analyse, type Word, withWords } from './text.ts';

/** A long form of an abbreviation. */
export interface LongForm {
  /** As written, in the singular: "GRPO", "FM" for FMs. */
  readonly short: string;
  /** In the form in which words are compared: "group relative policy optimization". */
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
  /** Counts up to what is stored: other processes have learned, too. */
  catchUp(stored: readonly AttestedForm[]): void;
  /**
   * Adds what a text implies, each as one word: the long form of an abbreviation that is written
   * in the letters in which it is defined, and the abbreviation of a long form.
   */
  readonly expand: Expand;
  /** Long forms of a short one, and short ones of a long one, as a search may use them. */
  othersOf(text: string): string[];
}

/** The abbreviations that a paper defines, in the form in which they are kept. */
export function longFormsIn(paper: {
  readonly title: string;
  readonly abstract: string;
}): LongForm[] {
  const found = [paper.title, paper.abstract].flatMap(findDefinitions).map(({ short, long }) => ({
    short: singular(short),
    long: stems(long).join(' '),
  }));
  const usable = found.filter((it) => isTelling(it.short) && it.long.includes(' '));
  return [...new Map(usable.map((it) => [`${it.short} ${it.long}`, it])).values()];
}

/** An empty dictionary; what is learned later takes effect at once. */
export function createAbbreviations(): Abbreviations {
  const all = new Map<string, ShortForm>();
  /** Those that stand for something, by how they are written, by their stems, by what they mean. */
  const byLetters = createMultimap<ShortForm>();
  const byStem = createMultimap<ShortForm>();
  const byMeaning = createMultimap<ShortForm>();
  const byFirstWord = createMultimap<ShortForm>();

  function learnOne({ short, long, papers = 1 }: LongForm & { readonly papers?: number }): void {
    if (!isTelling(short)) return;
    const [stem = ''] = stems(short);
    const form = all.get(stem) ?? createShortForm(stem);
    all.set(stem, form);
    file('remove', form);
    form.count(short, long, papers);
    file('add', form);
  }

  function learnMore(form: AttestedForm): void {
    const [stem = ''] = stems(form.short);
    const known = all.get(stem)?.papersOf(form.short, form.long) ?? 0;
    if (form.papers > known) learnOne({ ...form, papers: form.papers - known });
  }

  function file(action: 'add' | 'remove', form: ShortForm): void {
    const [meaning] = form.meaning;
    if (meaning === undefined) return;
    for (const letters of form.letters) byLetters[action](letters, form);
    for (const stem of form.stems) byStem[action](stem, form);
    for (const spelling of form.meaning) byMeaning[action](spelling, form);
    byFirstWord[action](firstWord(meaning), form);
  }

  function impliedBy(text: AnalysedText): Word[] {
    const implied: Word[] = [];
    for (const [stem, places] of text.places) {
      if (byStem.get(stem).length > 0) implied.push(...impliedByShort(text, places));
      for (const { meaning, stems } of byFirstWord.get(stem))
        implied.push(...imply(text, findWords(text, wordsOf(meaning[0])), stems));
    }
    return implied;
  }

  /** An abbreviation stands for its long form, and for its other number: "FMs" is FM. */
  function impliedByShort(text: AnalysedText, places: readonly number[]): Word[] {
    for (const place of places) {
      const word = text.words[place];
      const [form] = word ? byLetters.get(lettersOf(text, word)) : [];
      if (word && form)
        return imply(text, { first: word, last: word }, [...form.meaning, ...form.stems]);
    }
    return [];
  }

  return {
    learn: (forms) => {
      for (const form of forms) learnOne(form);
    },
    catchUp: (stored) => {
      for (const form of stored) learnMore(form);
    },
    expand: (text) => {
      const implied = impliedBy(text);
      return implied.length === 0 ? text : withWords(text.text, [...text.words, ...implied]);
    },
    othersOf: (text) => {
      const key = stems(text).join(' ');
      const ofShort = byStem.get(key).flatMap((form) => [...form.meaning, ...form.stems]);
      const ofLong = byMeaning.get(key).flatMap((form) => form.stems);
      return [...new Set([...ofShort, ...ofLong])];
    },
  };
}

/** Keeps implied words apart from the text, and from each other. */
const GAP: Word = { folded: '', stem: '', start: 0, end: 0, implied: true };

/** What a run of words stands for, unless the text holds it itself. */
function imply(text: AnalysedText, run: Run | undefined, others: readonly string[]): Word[] {
  if (!run) return [];
  const { start } = run.first;
  const { end } = run.last;
  return others
    .filter((it) => !findWords(text, wordsOf(it)))
    .flatMap((it) => [GAP, { folded: it, stem: it, start, end, implied: true }]);
}

function findWords(text: AnalysedText, wanted: readonly string[]): Run | undefined {
  const [head = '', ...rest] = wanted;
  if (!rest.every((stem) => text.places.has(stem))) return undefined;
  for (const place of text.places.get(head) ?? []) {
    const [first, last] = [text.words[place], text.words[place + rest.length]];
    const fits = rest.every((stem, at) => text.words[place + 1 + at]?.stem === stem);
    if (fits && first && last) return { first, last };
  }
  return undefined;
}

/** How an abbreviation is written, without plural and possessive. */
function lettersOf({ text }: AnalysedText, { start, end }: Word): string {
  return singular(text.slice(start, end).replace(/['’][sS]?$/, ''));
}

function firstWord(text: string): string {
  return wordsOf(text)[0] ?? '';
}

function wordsOf(text = ''): string[] {
  return text.split(' ');
}

function stems(text: string): string[] {
  return analyse(text).words.map((word) => word.stem);
}
