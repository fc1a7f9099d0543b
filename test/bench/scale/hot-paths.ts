import type { Storage } from '../../../src/core/stores.ts';
import { oldestNews } from '../../../src/core/subscription.ts';
import { DAY_MS } from '../../../src/core/time.ts';

/** A call that runs again and again. */
export interface HotPath {
  readonly name: string;
  readonly run: (storage: Storage) => Promise<unknown>;
}

/** In every hundredth channel a delivery waits. */
const NEXT_WAITING = 100;

/** A channel with a daily digest, which has three papers of news and one delivery that waits. */
const CHANNEL = 50_001;

/** @param now the time of the archive. */
export function hotPaths(now: Date): HotPath[] {
  let claims = 0;
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const wish = { listedSince: oldestNews(now), postedSince: daysAgo(3), askedBefore: now };
  return [
    {
      name: 'outbox.listUnsettled',
      run: ({ outbox }) => outbox.listUnsettled(['discord'], 0, 1_000, now),
    },
    {
      name: 'outbox.claim and settle',
      run: async ({ outbox }) => {
        const claim = await outbox.claim(CHANNEL + NEXT_WAITING * claims++, now, 30_000);
        if (!claim) throw new Error('Nothing waits there.');
        await outbox.settle(claim, { kind: 'sent', receipt: { messageId: 'M1' } }, now);
      },
    },
    { name: 'outbox.waiting', run: ({ outbox }) => outbox.waiting() },
    { name: 'matches.newsOf', run: ({ matches }) => matches.newsOf(CHANNEL) },
    { name: 'matches.matchOf', run: ({ matches }) => matches.matchOf(CHANNEL, RECENT) },
    {
      name: 'matches.dropOlder',
      run: ({ matches }) => matches.dropOlder(CHANNEL, oldestNews(now)),
    },
    { name: 'posts.cardsSince', run: ({ posts }) => posts.cardsSince(CHANNEL, daysAgo(1)) },
    { name: 'posts.listChanged', run: ({ posts }) => posts.listChanged(40) },
    { name: 'posts.markChanged', run: ({ posts }) => posts.markChanged(RECENT, daysAgo(14)) },
    { name: 'channels.listDue', run: ({ channels }) => channels.listDue(now, 1_000) },
    { name: 'channels.listDueAfter', run: ({ channels }) => channels.listDueAfter(daysAgo(-8)) },
    { name: 'channels.listProbes', run: ({ channels }) => channels.listProbes(now) },
    {
      name: 'channels.listWithNewsAtOnce',
      run: ({ channels }) => channels.listWithNewsAtOnce(now),
    },
    {
      name: 'summaries.wanted',
      run: ({ summaries }) => summaries.wanted({ ...wish, language: 'en', now, limit: 20 }),
    },
    {
      name: 'summaries.wanted, a language of few channels',
      run: ({ summaries }) => summaries.wanted({ ...wish, language: 'de', now, limit: 20 }),
    },
    { name: 'summaries.languages', run: ({ summaries }) => summaries.languages() },
    {
      name: 'subscriptions.listAfter',
      run: ({ subscriptions }) => subscriptions.listAfter(CHANNEL, 1_000),
    },
  ];
}

/** A paper of the last hours. */
const RECENT = 'arxiv:2600000010';
