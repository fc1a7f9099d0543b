import {
  type AnalysedPaper,
  analysePaper,
  type MatchablePaper,
} from '../../src/core/matching/analysed-paper.ts';

/** An invented paper, ready to be matched; name only what the test is about. */
export function makeAnalysed(values: Partial<MatchablePaper> = {}): AnalysedPaper {
  return analysePaper({
    title: '',
    abstract: '',
    keywords: [],
    authors: [],
    categories: [],
    sources: ['hugging-face'],
    organization: null,
    codeUrl: null,
    projectUrl: null,
    upvotes: null,
    comments: null,
    ...values,
  });
}
