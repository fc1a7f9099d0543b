import type { AnalysedText, Word } from './text.ts';
import { readWords } from './words.ts';

export type EvidenceField =
  | 'title'
  | 'abstract'
  | 'keywords'
  | 'authors'
  | 'category'
  | 'source'
  | 'organization'
  | 'links'
  | 'upvotes'
  | 'comments';

/** Why a paper matched: which term, in which field, and the words around it. */
export interface Evidence {
  /** The term in its canonical spelling. */
  readonly term: string;
  readonly field: EvidenceField;
  readonly snippet: string;
  /** Where the term stands in the snippet, in UTF-16 units; [0, 0] when it can't be pointed at. */
  readonly range: readonly [number, number];
  /** True when the text has its abbreviation or its long form instead. */
  readonly implied: boolean;
}

/**
 * What of a term stands in the text instead of it: its abbreviation, or its long form. Undefined
 * where it stands there itself, or in another number.
 */
export function standInOf(evidence: Evidence): 'abbreviation' | 'long form' | undefined {
  if (!evidence.implied) return undefined;
  if (readWords(evidence.term).length > 1) return 'abbreviation';
  const found = evidence.snippet.slice(...evidence.range);
  return readWords(found).length > 1 ? 'long form' : undefined;
}

/** A run of words in a text. */
export interface Run {
  readonly first: Word;
  readonly last: Word;
}

const CONTEXT = 70;

/** The evidence of words in a text: up to 70 characters around them, cut at spaces. */
export function evidenceIn(
  term: string,
  field: EvidenceField,
  { text }: AnalysedText,
  run: Run,
): Evidence {
  const from = wordStart(text, Math.max(0, run.first.start - CONTEXT), run.first.start);
  const to = wordEnd(text, Math.min(text.length, run.last.end + CONTEXT), run.last.end);
  const head = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  const shift = head.length - from;
  return {
    term,
    field,
    snippet: head + text.slice(from, to).trimEnd() + tail,
    range: [run.first.start + shift, run.last.end + shift],
    implied: run.first.implied,
  };
}

/** The evidence of something that is not in a text: a count, a category, an author. */
export function plainEvidence(term: string, field: EvidenceField, snippet: string): Evidence {
  return { term, field, snippet, range: [0, snippet.length], implied: false };
}

function wordStart(text: string, from: number, limit: number): number {
  if (from === 0) return 0;
  const space = text.indexOf(' ', from);
  return space === -1 || space > limit ? limit : space + 1;
}

function wordEnd(text: string, to: number, limit: number): number {
  if (to === text.length) return to;
  const space = text.lastIndexOf(' ', to);
  return Math.max(space, limit);
}
