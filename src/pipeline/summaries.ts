import { type Language, languageOf } from '../core/language.ts';
import type { Paper } from '../core/paper.ts';
import type { Stores } from '../core/stores.ts';
import { createSummarise, type Extract, type Summarise } from '../core/summary/summarise.ts';

/** Where cards get their summaries; how each was made is decided in core/summary alone. */
export interface Summaries {
  /** How some papers are summarised in a channel, as of now. */
  of(
    papers: readonly Pick<Paper, 'id'>[],
    channel: { readonly language: Language | null },
    stores: Pick<Stores, 'summaries'>,
  ): Promise<Summarise>;
}

/** @param extract what is taken out of an abstract where nobody wrote a summary. */
export function createSummaries(extract: Extract): Summaries {
  return {
    async of(papers, channel, stores) {
      const ids = papers.map((it) => it.id);
      return createSummarise(await stores.summaries.textsOf(ids, languageOf(channel)), extract);
    },
  };
}
