import { type AnalysedText, analyse, type Word } from './text.ts';

/** Where a term may be found, in the order in which evidence is looked for. */
export type EvidenceField = 'title' | 'abstract' | 'keywords';

/** Why a paper matched: which term, in which field, and the words around it. */
export interface Evidence {
  /** The term in its canonical spelling. */
  readonly term: string;
  readonly field: EvidenceField;
  readonly snippet: string;
}

export interface AnalysedPaper {
  readonly title: AnalysedText;
  readonly abstract: AnalysedText;
  readonly keywords: readonly AnalysedText[];
}

/** The words of a paper's searchable fields; done once a paper, whatever the number of queries. */
export function analysePaper(paper: {
  readonly title: string;
  readonly abstract: string;
  readonly keywords: readonly string[];
}): AnalysedPaper {
  return {
    title: analyse(paper.title),
    abstract: analyse(paper.abstract),
    keywords: paper.keywords.map(analyse),
  };
}

/** A run of words in a text. */
export interface Span {
  readonly first: Word;
  readonly last: Word;
}

const CONTEXT = 70;

/** The found words with up to 70 characters around them, cut at spaces and marked with ellipses. */
export function snippet(text: string, span: Span): string {
  const from = wordStart(text, Math.max(0, span.first.start - CONTEXT), span.first.start);
  const to = wordEnd(text, Math.min(text.length, span.last.end + CONTEXT), span.last.end);
  const head = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  return `${head}${text.slice(from, to).trim()}${tail}`;
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
