import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readAbstract } from '../../src/lib/abstract.ts';
import { cleanText } from '../../src/lib/text.ts';
import { parseItem } from '../../src/sources/hugging-face/parse.ts';

/** What a summary is made from. */
export interface EvalPaper {
  readonly title: string;
  readonly abstract: string;
}

/** A paper with the summary that its listing's language model wrote. */
export interface Referenced extends EvalPaper {
  readonly reference: string;
}

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const DAYS = ['sotawhat-2026-06-12.json', 'all-news-ai-2026-07-31.json'];
const CORPUS = 'papers-corpus/arxiv-announcements.json';

/** True where the recorded data is; a user's machine may lack it. */
export function hasData(): boolean {
  return existsSync(`${DATA}${CORPUS}`);
}

/** The papers of the recorded Hugging Face days that have a summary by their listing. */
export function readDays(): Referenced[] {
  return DAYS.flatMap((day) => readJson<unknown[]>(`hf-daily-papers/${day}`)).flatMap((item) => {
    const listing = parseItem(item, () => undefined);
    if (!listing?.machineSummary) return [];
    const { title, abstract, machineSummary } = listing;
    return [{ title, abstract, reference: machineSummary }];
  });
}

/** The recorded arXiv announcements, each paper once. */
export function readCorpus(): EvalPaper[] {
  const entries = readJson<{ title: string; description: string; link: string }[]>(CORPUS);
  const papers = new Map(entries.map((it) => [it.link, it]));
  return [...papers.values()].map(({ title, description }) => ({
    title: cleanText(title),
    abstract: readAbstract(description, cleanText).abstract,
  }));
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(`${DATA}${path}`, 'utf8'));
}
