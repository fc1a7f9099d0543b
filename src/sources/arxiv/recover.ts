import type { Listing } from '../../core/paper.ts';
import { SourceError } from '../../core/source.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import type { Feed } from '../feed.ts';
import { readFeed } from '../read-feed.ts';
import { batchOf, midnight, type Span, submissionSpan } from './calendar.ts';
import { type Entry, parseEntry, toListing } from './parse.ts';
import type { Gap } from './state.ts';

/** Entries in one answer: about 2.5 MB. arXiv allows 2,000. */
const SLICE = 1000;
/** Two weeks of the largest category are 6 slices. */
const MOST_SLICES = 12;

/** Reads one address of arXiv's export API, in its turn. */
export type AskApi = (url: string) => Promise<string>;

export interface RecoverOptions {
  readonly category: string;
  readonly apiUrl: string;
  readonly ask: AskApi;
}

/**
 * The works that were announced while nobody read the feed: those submitted in the time that the
 * missed batches cover. Rejects with a SourceError.
 */
export async function recover(gap: Gap, options: RecoverOptions): Promise<Listing[]> {
  const span = submissionSpan(gap.from, gap.to);
  const entries = await readSlices(span, options);
  return entries
    .filter((entry) => isFirstSubmittedIn(span, entry))
    .map((entry) => toRecovered(entry, gap, options.category));
}

async function readSlices(span: Span, options: RecoverOptions): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let start = 0, slice = 0; slice < MOST_SLICES; slice++) {
    const feed = await readSlice(span, start, options);
    entries.push(...feed.entries.map(parseEntry).filter((it) => it !== null));
    start += feed.entries.length;
    if (start >= (feed.totalResults ?? start)) return entries;
    if (feed.entries.length === 0) throw brokeOff(start, feed.totalResults ?? 0);
  }
  return entries;
}

async function readSlice(span: Span, start: number, options: RecoverOptions): Promise<Feed> {
  const url = queryUrl(options, span, start);
  const feed = await readFeed(await options.ask(url), url, 'ARXIV_API_URL');
  const [entry] = feed.entries;
  if (entry && isError(entry.id, entry.title)) throw refused(entry.texts[0] ?? entry.title);
  return feed;
}

/** An archive ("cs") is asked for with all its categories. */
function queryUrl({ apiUrl, category }: RecoverOptions, { start, end }: Span, skip: number) {
  const prefix = category.includes('.') ? category : `${category}*`;
  const query = new URLSearchParams({
    search_query: `cat:${prefix} AND submittedDate:[${minute(start)} TO ${minute(end)}]`,
    sortBy: 'submittedDate',
    sortOrder: 'ascending',
    start: String(skip),
    max_results: String(SLICE),
  });
  return `${apiUrl}?${query}`;
}

/** YYYYMMDDHHMM in UTC (https://info.arxiv.org/help/api/user-manual.html, 3.1.1.1). */
function minute(moment: Date): string {
  return moment.toISOString().replace(/\D/g, '').slice(0, 12);
}

/** The API answers an error as a feed of one entry (user manual, 3.4). */
function isError(id: string, title: string): boolean {
  return id.includes('/api/errors') || title.trim() === 'Error';
}

function refused(words: string): SourceError {
  const quote = cutAtWord(oneLine(words), 300);
  return new SourceError(`arXiv's API refused the query: it says "${quote}".`, { reached: true });
}

function brokeOff(read: number, total: number): SourceError {
  const message = `arXiv's API broke off after ${read} of ${total} papers: it is asked again later.`;
  return new SourceError(message, { reached: true });
}

/** A later version of a work that is new in this time counts; a revision of an older work does not. */
function isFirstSubmittedIn({ start, end }: Span, { published, name }: Entry): boolean {
  if (published === null) return name.version === null || name.version === 1;
  return published >= start && published <= new Date(end.getTime() + 60_000);
}

function toRecovered(entry: Entry, gap: Gap, category: string): Listing {
  const batch = entry.published ? batchOf(entry.published) : gap.to;
  const day = [gap.from, batch, gap.to].toSorted()[1] ?? batch;
  return { ...toListing(entry, category, midnight(day)), publishedAt: entry.published };
}
