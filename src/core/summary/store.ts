import type { Language } from '../language.ts';
import type { Paper, PaperId } from '../paper.ts';

/** True when two versions of a paper have the same title and abstract, but for signs and spaces. */
export function tellsTheSame(one: Told, other: Told): boolean {
  const words = ({ title, abstract }: Told) =>
    `${title} ${abstract}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
  return words(one) === words(other);
}

type Told = Pick<Paper, 'title' | 'abstract'>;

/** What a day of UTC may cost, or has cost. */
export interface Budget {
  readonly calls: number;
  readonly tokens: number;
}

/** A call that is about to be made. */
export interface Call {
  readonly paperId: PaperId;
  readonly language: Language;
  readonly model: string;
  /** The most tokens that it can take. */
  readonly tokens: number;
}

/**
 * How a call ended. written: with a text; refused: with one that can't be shown; failed: with none,
 * so that the paper may be asked for again.
 */
export type CallOutcome =
  | { readonly kind: 'written'; readonly text: string; readonly tokens: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly tokens: number }
  | { readonly kind: 'failed'; readonly tokens: number };

/** Which papers a summary is worth writing of. */
export interface Wish {
  readonly language: Language;
  /** Papers listed earlier are no news. */
  readonly listedSince: Date;
  /** Posts of before are not looked at again. */
  readonly postedSince: Date;
  /** Papers that were asked for later wait. */
  readonly askedBefore: Date;
  readonly now: Date;
  readonly limit: number;
}

/** A paper is asked for so often; when nothing that can be shown comes, its extract stays. */
export const MOST_ATTEMPTS = 2;

/** Summaries by the operator's language model, and what they cost. */
export interface SummaryStore {
  /** What was written of some papers in a language; those of which nothing was are missing. */
  textsOf(papers: readonly PaperId[], language: Language): Promise<ReadonlyMap<PaperId, string>>;
  /** The languages of all channels. */
  languages(): Promise<Language[]>;
  /**
   * Papers that lack a summary in a language where they are news, or were posted lately: those whose
   * digest is due first at the head, then the most upvoted. In English, papers with a summary of
   * their own lack none.
   */
  wanted(wish: Wish): Promise<Paper[]>;
  /**
   * Books a call on a day before it is made, so that a crash costs no more than it; false when the
   * day's budget has no room.
   */
  book(call: Call, budget: Budget, now: Date): Promise<boolean>;
  /** Records how a booked call ended, and gives back what it did not take. @param bookedAt when it was booked. */
  settle(call: Call, outcome: CallOutcome, bookedAt: Date, now: Date): Promise<void>;
  /** What was spent on the day of a moment. */
  spentOn(now: Date): Promise<Budget>;
}
