import type { Paper } from '../paper.ts';
import { sourceLabel } from '../paper.ts';
import { type AnalysedText, analyse } from './text.ts';

/** What a query is tried on. */
export type MatchablePaper = Pick<
  Paper,
  | 'title'
  | 'abstract'
  | 'keywords'
  | 'authors'
  | 'categories'
  | 'sources'
  | 'organization'
  | 'codeUrl'
  | 'projectUrl'
  | 'upvotes'
  | 'comments'
>;

/** The words of a paper's fields; done once a paper, whatever the number of queries. */
export interface AnalysedPaper {
  readonly paper: MatchablePaper;
  readonly title: AnalysedText;
  readonly abstract: AnalysedText;
  readonly keywords: readonly AnalysedText[];
  readonly organization: AnalysedText;
  /** Name and label of each source. */
  readonly sources: readonly AnalysedText[];
}

/** Adds what a text implies: the long form of an abbreviation, and the other way round. */
export type Expand = (text: AnalysedText) => AnalysedText;

/** @param expand left out: nothing is implied. */
export function analysePaper(
  paper: MatchablePaper,
  expand: Expand = (text) => text,
): AnalysedPaper {
  return {
    paper,
    title: expand(analyse(paper.title)),
    abstract: expand(analyse(paper.abstract)),
    keywords: paper.keywords.map((keyword) => expand(analyse(keyword))),
    organization: analyse(paper.organization ?? ''),
    sources: paper.sources.map((source) => analyse(`${source} ${sourceLabel(source)}`)),
  };
}
