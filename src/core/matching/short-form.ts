import { foldedWords, joined, mayBeOne, toStem } from './text.ts';

/** An abbreviation with all that papers define it as. */
export interface ShortForm {
  /** The stems of its singular and its plural: "fm" and "fms", but only "llm". */
  readonly stems: readonly string[];
  /**
   * The long form that it stands for, in the form in which words are compared, and as one word where
   * a query may write it so; none when it is not clear.
   */
  readonly meaning: readonly string[];
  /** How it is written where it stands for that, in the singular: "LoRA". */
  readonly letters: readonly string[];
  /** How many papers are known to define it as a long form, in these letters. */
  papersOf(letters: string, long: string): number;
  /** Counts papers that define it as a long form, in these letters. */
  count(letters: string, long: string, papers: number): void;
}

/** A definition is trusted once this many papers give it, in the same letters. */
const ENOUGH_PAPERS = 3;
/** An abbreviation stands for a long form that has this share of its definitions, or for none. */
const CLEAR_SHARE = 0.8;

/** @param stem of the abbreviation, in the singular. */
export function createShortForm(stem: string): ShortForm {
  const papersBy = new Map<string, Map<string, number>>();
  const stems = [...new Set([stem, toStem(`${stem}s`)])];
  let meaning: string[] = [];
  let letters: string[] = [];

  function decide(): void {
    const totals = [...papersBy].map(([long, by]) => [long, sum(by.values())] as const);
    const all = sum(totals.map(([, papers]) => papers));
    const [clear = ''] = totals.find(([, papers]) => papers >= all * CLEAR_SHARE) ?? [];
    const by = [...(papersBy.get(clear) ?? [])];
    letters = by.flatMap(([it, papers]) => (papers >= ENOUGH_PAPERS ? [it] : []));
    meaning = letters.length > 0 ? spellingsOf(clear) : [];
  }

  return {
    stems,
    get meaning() {
      return meaning;
    },
    get letters() {
      return letters;
    },
    papersOf: (it, long) => papersBy.get(long)?.get(it) ?? 0,
    count(it, long, papers) {
      const by = papersBy.get(long) ?? new Map<string, number>();
      papersBy.set(long, by.set(it, (by.get(it) ?? 0) + papers));
      decide();
    },
  };
}

/** "reinforcement learning" is also "reinforcementlearning". */
function spellingsOf(long: string): string[] {
  const [one = '', other = '', ...more] = long.split(' ');
  return more.length === 0 && mayBeOne(one, other) ? [long, joined(one, other)] : [long];
}

/** As written, without the plural's s: "FMs" is FM, but "ITS" is itself. */
export function singular(written: string): string {
  return written.replace(/(?<=[\p{Lu}\p{N}])s$/u, '');
}

/**
 * True of one word that tells by its capitals that it is an abbreviation: "He" begins a sentence,
 * too. Earlier versions kept short forms in small letters, which stand for nothing now.
 */
export function isTelling(short: string): boolean {
  return /.\p{Lu}|\p{Lu}.*\p{N}/u.test(short) && foldedWords(short).length === 1;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
