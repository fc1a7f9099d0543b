import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AnalysedPaper,
  analysePaper,
  type Expand,
} from '../../../../src/core/matching/analysed-paper.ts';

import { cleanText } from '../../../../src/lib/text.ts';
import { makeAnalysed } from '../../../support/papers.ts';

const FILE = join(
  import.meta.dirname,
  '../../../../../shared/data/papers-corpus/arxiv-announcements.json',
);

/** False on a machine that has the repository alone. */
export const hasCorpus = existsSync(FILE);

/** A real paper as it was announced on arXiv. */
export interface Announced {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  /** Title and abstract. */
  readonly text: string;
  /** Its words, ready to be matched. */
  readonly analysed: AnalysedPaper;
}

/** The papers of 4,547 announcements (December 2024 to October 2025), each once: 3,299. */
export function readCorpus(): Announced[] {
  const entries: { link: string; title: string; description: string }[] = JSON.parse(
    readFileSync(FILE, 'utf8'),
  );
  const latest = new Map(entries.map((entry) => [entry.link, entry]));
  return Array.from(latest.values(), ({ link, title, description }) => {
    const plain = { title: cleanText(title), abstract: cleanText(description) };
    return {
      ...plain,
      id: link.replace(/^.*\/abs\//, ''),
      text: `${plain.title} ¶ ${plain.abstract}`,
      analysed: analyseAnnounced(plain),
    };
  });
}

/** The words of title and abstract, with those that they imply where asked for. */
export function analyseAnnounced(
  { title, abstract }: Pick<Announced, 'title' | 'abstract'>,
  expand?: Expand,
): AnalysedPaper {
  return analysePaper(makeAnalysed({ title, abstract }).paper, expand);
}
