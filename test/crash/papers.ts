import { type Announcement, arxivRss } from '../support/feeds/arxiv.ts';
import { dailyPaper, dailyPapersApi } from '../support/feeds/hugging-face.ts';
import type { Handler } from '../support/feeds/server.ts';
import { DAY, type PlannedListing, type PlannedPaper } from './plan.ts';

/** What Hugging Face and arXiv list before a life: all that was listed so far, each as it is now. */
export function listedBefore(life: number, papers: readonly PlannedPaper[]): Handler {
  const listed = (where: PlannedListing['where']) =>
    papers.flatMap((paper) => {
      const listings = paper.listings.filter((it) => it.where === where && it.life <= life);
      return listings.length > 0 ? [{ paper, listings }] : [];
    });
  const items = listed('hugging-face').map(({ paper, listings }) => toItem(paper, listings));
  const huggingFace = dailyPapersApi({ [DAY]: items });
  const feed = (category: 'cs.LG' | 'cs.CL') => {
    const entries = listed(category).flatMap(({ paper, listings }) =>
      listings.map((listing) => toAnnouncement(paper, listing)),
    );
    return arxivRss({ day: DAY, category, items: entries });
  };
  const feeds = new Map([
    ['/rss/cs.LG', feed('cs.LG')],
    ['/rss/cs.CL', feed('cs.CL')],
  ]);
  return (asked) => {
    const body = feeds.get(asked.url.pathname);
    return body ? { headers: { 'content-type': 'application/rss+xml' }, body } : huggingFace(asked);
  };
}

/** The numbers of the papers whose titles a rendered message shows, in order. */
export function papersIn(rendered: unknown): number[] {
  const titles = JSON.stringify(rendered).matchAll(/"Paper (\d{4}) on/g);
  return [...titles].map(([, number]) => Number(number));
}

function toItem(paper: PlannedPaper, listings: readonly PlannedListing[]) {
  const upvotes = Math.max(...listings.map((it) => it.upvotes));
  const hasCode = listings.some((it) => it.hasCode);
  return dailyPaper(idOf(paper), {
    ...{ title: titleOf(paper), summary: abstractOf(paper, 1), upvotes },
    submittedOnDailyAt: `${DAY}T00:00:00.000Z`,
    ...(hasCode && { githubRepo: `https://github.com/example/paper-${paper.number}` }),
  });
}

function toAnnouncement(paper: PlannedPaper, { version }: PlannedListing): Announcement {
  const type = version > 1 ? 'replace' : 'new';
  const abstract = abstractOf(paper, version);
  return { id: idOf(paper), version, type, title: titleOf(paper), abstract };
}

function idOf({ number }: PlannedPaper): string {
  return `2611.${String(number).padStart(5, '0')}`;
}

function titleOf({ number, topics }: PlannedPaper): string {
  return `Paper ${String(number).padStart(4, '0')} on ${topics.join(' and ')}`;
}

/** Long enough that a digest of a day takes several messages. */
function abstractOf({ topics }: PlannedPaper, version: number): string {
  const sentence = `We look at ${topics[0]} from every side and measure how it rises and falls over the days of a year. `;
  return `${sentence.repeat(12)}This is what version ${version} says.`;
}
