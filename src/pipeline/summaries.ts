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
  const extractOnce = remembering(extract);
  return {
    async of(papers, channel, stores) {
      const ids = papers.map((it) => it.id);
      return createSummarise(await stores.summaries.textsOf(ids, languageOf(channel)), extractOnce);
    },
  };
}

/** About the papers of a day: a thousand abstracts are two megabytes. */
const MOST_REMEMBERED = 1_000;

/** One paper is shown in many channels, and its extract takes longer than the rest of its card. */
function remembering(extract: Extract): Extract {
  const known = new Map<string, string>();
  return (paper) => {
    const key = `${paper.title}\n${paper.abstract}`;
    const text = known.get(key) ?? extract(paper);
    known.set(key, text);
    const [oldest] = known.keys();
    if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    return text;
  };
}
