import { rank } from '../../src/core/digest.ts';
import type { News, Reason } from '../../src/core/match.ts';
import { analysePaper } from '../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import { mergeListings } from '../../src/core/merge.ts';
import type { Listing, Paper } from '../../src/core/paper.ts';
import { formatQuery } from '../../src/core/query/format.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import sampleDay from '../../src/demo/sample-day.json' with { type: 'json' };
import { SAMPLE_DAY } from '../../src/demo/server.ts';
import { parseItem } from '../../src/sources/hugging-face/parse.ts';
import { makeListing } from '../support/listings.ts';

/** The day of all pictures. */
export const DAY = new Date(`${SAMPLE_DAY}T00:00:00Z`);

/** The demo's sample day, as the Hugging Face parser reads it. */
export const samplePapers: readonly Paper[] = sampleDay.map((item) =>
  toPaper(parseItem(item, rejectBroken)),
);

/** What these subscriptions find among papers, best first. */
export function newsOn(queries: readonly string[], papers: readonly Paper[]): News[] {
  const news = papers.map((paper) => ({ paper, reasons: reasonsFor(queries, paper) }));
  return rank(news.filter(({ reasons }) => reasons.length > 0));
}

const HOSTILE: Partial<Listing> = {
  title: '@everyone <!channel> *Bold* `Claims` on [Free](https://example.org) GPUs: 2 < 3_4_5',
  abstract:
    'A title can hold anything. This one tries to ping, to format and to link, and stays what it is: text.',
  authors: ['Ada Example', 'Ben *Sample*', 'Chloé Ünïcode', 'Dmitri Test', 'Eve Nobody'],
  listedAt: DAY,
};

const NAMELESS: Partial<Listing> = {
  source: 'rss:https://journal.example.org/feed',
  identifiers: ['doi:10.5555/invented.1'],
  title: 'Claims Without Names',
  abstract: 'A journal lists this paper without its authors, and nobody votes there.',
  authors: [],
  url: 'https://journal.example.org/invented',
  listedAt: DAY,
};

/** Invented: one with a title against the bot, listed by three sources, and one of a feed. */
export const oddPapers: readonly Paper[] = [
  toPaper(
    makeListing({ ...HOSTILE, upvotes: 1 }),
    makeListing({ ...HOSTILE, source: 'arxiv:cs.CL' }),
    makeListing({ ...HOSTILE, source: 'arxiv:cs.LG' }),
  ),
  toPaper(makeListing(NAMELESS)),
];

function toPaper(...listings: readonly (Listing | null)[]): Paper {
  const seen = listings.flatMap((listing) => (listing ? [{ ...listing, seenAt: DAY }] : []));
  return mergeListings(seen[0]?.identifiers[0] ?? '', seen);
}

function rejectBroken(reason: string): void {
  throw new Error(`src/demo/sample-day.json holds a paper that can't be read: ${reason}`);
}

function reasonsFor(queries: readonly string[], paper: Paper): Reason[] {
  const analysed = analysePaper(paper);
  return queries.flatMap((typed) => {
    const query = parseQuery(typed);
    const evidence = compileQuery(query)(analysed);
    return evidence ? [{ query: formatQuery(query), evidence }] : [];
  });
}
