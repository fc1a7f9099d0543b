import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainEvidence } from '../../src/core/matching/evidence.ts';
import type { Message } from '../../src/core/message.ts';
import type { Paper } from '../../src/core/paper.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import type { Storage } from '../../src/core/stores.ts';
import { makeListing } from '../support/listings.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const msLater = (ms: number) => new Date(NOW.getTime() + ms);
const AT_ONCE: Schedule = { kind: 'at-once' };
const MESSAGE: Message = { heading: ['News'], lines: [], cards: [] };
const LEASE = 30_000;

/** What every storage must do, whatever the engine underneath. */
export function describeStorageContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name} as a storage`, () => {
    let storage: Storage;

    beforeEach(async () => {
      storage = await open();
    });

    afterEach(() => storage.close());

    const ensureChannel = (channel = 'C1') =>
      storage.channels.ensure({ platform: 'slack', workspace: 'T1', channel }, AT_ONCE, NOW);

    async function subscribe(channelId: number, query = 'grpo') {
      const values = { channelId, query, key: query, since: NOW, createdBy: 'U1', createdAt: NOW };
      const subscription = await storage.subscriptions.add(values);
      if (!subscription) throw new Error('already subscribed');
      return subscription;
    }

    async function matchOne(channelId: number, paper: Paper, query = 'grpo') {
      const { id: subscriptionId } = await subscribe(channelId, query);
      const evidence = [plainEvidence(query, 'title', paper.title)];
      await storage.matches.add([{ channelId, subscriptionId, paperId: paper.id, evidence }], NOW);
      return subscriptionId;
    }

    describe('papers', () => {
      it('merges listings of the same work from several sources into one paper', async () => {
        await storage.papers.record(makeListing({ upvotes: 3 }), NOW);
        await storage.papers.record(
          makeListing({ source: 'arxiv:cs.LG', categories: ['cs.LG'] }),
          NOW,
        );
        await storage.papers.record(
          makeListing({ source: 'arxiv:cs.AI', categories: ['cs.AI'] }),
          NOW,
        );
        const { paper } = await storage.papers.record(
          makeListing({ source: 'rss:https://example.org/feed', entryId: 'post-1' }),
          NOW,
        );
        expect(paper.sources).toHaveLength(4);
        expect(paper).toMatchObject({
          id: 'arxiv:2611.00001',
          upvotes: 3,
          categories: ['cs.AI', 'cs.LG'],
        });
        expect(await storage.papers.count()).toBe(1);
      });

      it('refreshes a listing instead of adding it twice', async () => {
        await storage.papers.record(makeListing({ upvotes: 3 }), NOW);
        await storage.papers.record(makeListing({ upvotes: 30 }), msLater(1));
        const [paper] = await storage.papers.listedSince(new Date(0));
        expect(paper).toMatchObject({ upvotes: 30, sources: ['hugging-face'] });
      });

      it('makes one paper of two when a listing shows that they are the same', async () => {
        const doi = 'doi:10.1000/1';
        const journal = { source: 'rss:https://example.org/j', entryId: 'j1', identifiers: [doi] };
        const { paper: first } = await storage.papers.record(makeListing(journal), NOW);
        await storage.papers.record(makeListing(), msLater(1));
        expect(await storage.papers.count()).toBe(2);
        const both = makeListing({ source: 'arxiv:cs.LG', identifiers: ['arxiv:2611.00001', doi] });
        const { paper: merged } = await storage.papers.record(both, msLater(2));
        expect(merged.id).toBe(first.id);
        expect(merged.sources).toHaveLength(3);
        expect(await storage.papers.count()).toBe(1);
      });

      it('keeps what was matched and posted when two papers become one', async () => {
        const channel = await ensureChannel();
        const doi = 'doi:10.1000/1';
        const { paper: old } = await storage.papers.record(
          makeListing({ source: 'rss:https://example.org/j', entryId: 'j1', identifiers: [doi] }),
          NOW,
        );
        const { paper: young } = await storage.papers.record(makeListing(), msLater(1));
        const subscription = await matchOne(channel.id, young);
        await storage.outbox.put(
          channel.id,
          [{ id: 'd1', message: MESSAGE, papers: [young.id] }],
          NOW,
        );
        await storage.papers.record(
          makeListing({ identifiers: ['arxiv:2611.00001', doi] }),
          msLater(2),
        );
        const match = {
          channelId: channel.id,
          subscriptionId: subscription,
          paperId: old.id,
          evidence: [],
        };
        await storage.matches.add([match], NOW);
        expect(await storage.matches.newsOf(channel.id)).toEqual([]);
        expect(await storage.matches.matchedSince(channel.id, new Date(0))).toHaveLength(1);
      });

      it.each([
        ['before the paper', true],
        ['after the paper', false],
      ])(
        'knows a blog post by the one paper it links to and its title (%s)',
        async (_, blogFirst) => {
          const blog = makeListing({
            source: 'rss:https://example.org/blog',
            entryId: 'post',
            identifiers: ['entry:rss:https://example.org/blog#post'],
            mentions: ['arxiv:2611.00001'],
            title: 'Lab blog: An Invented Paper on GRPO',
          });
          const order = blogFirst ? [blog, makeListing()] : [makeListing(), blog];
          for (const listing of order) await storage.papers.record(listing, NOW);
          expect(await storage.papers.count()).toBe(1);
        },
      );

      it('keeps a post apart that only mentions a paper', async () => {
        await storage.papers.record(makeListing(), NOW);
        await storage.papers.record(
          makeListing({
            source: 'rss:https://example.org/blog',
            entryId: 'post',
            identifiers: ['entry:rss:https://example.org/blog#post'],
            mentions: ['arxiv:2611.00001'],
            title: 'What we read in November',
          }),
          NOW,
        );
        expect(await storage.papers.count()).toBe(2);
      });

      it('lists by listing day, and most upvoted first within one', async () => {
        const day = (text: string) => new Date(`${text}T00:00:00Z`);
        const listings = [
          ['2611.00001', day('2026-11-22'), 90],
          ['2611.00002', day('2026-11-24'), 5],
          ['2611.00003', day('2026-11-24'), 50],
        ] as const;
        for (const [entryId, listedAt, upvotes] of listings)
          await storage.papers.record(
            makeListing({ entryId, identifiers: [`arxiv:${entryId}`], listedAt, upvotes }),
            NOW,
          );
        const ids = async (since: Date) =>
          (await storage.papers.listedSince(since)).map((it) => it.arxivId);
        expect(await ids(day('2026-11-23'))).toEqual(['2611.00003', '2611.00002']);
        expect(await ids(day('2026-11-22'))).toEqual(['2611.00003', '2611.00002', '2611.00001']);
      });
    });

    describe('channels and subscriptions', () => {
      it('finds a channel by its address and keeps its schedule', async () => {
        expect(
          await storage.channels.find({ platform: 'slack', workspace: 'T1', channel: 'C1' }),
        ).toBeUndefined();
        const channel = await ensureChannel();
        const daily: Schedule = { kind: 'daily', time: '08:00', days: ['mon'], timeZone: 'UTC' };
        await storage.channels.setSchedule(channel.id, daily, NOW);
        await storage.channels.setPaused(channel.id, 'archived');
        const again = await ensureChannel();
        expect(again).toEqual({
          ...channel,
          schedule: daily,
          pausedReason: 'archived',
          nextDigestAt: new Date('2026-11-30T08:00:00Z'),
        });
        expect(await storage.channels.list()).toEqual([again]);
      });

      it('keeps a query once a channel', async () => {
        const [one, other] = [await ensureChannel('C1'), await ensureChannel('C2')];
        await subscribe(one.id);
        const values = { query: 'grpo', key: 'grpo', since: NOW, createdBy: 'U1', createdAt: NOW };
        expect(await storage.subscriptions.add({ ...values, channelId: one.id })).toBeUndefined();
        expect(await storage.subscriptions.add({ ...values, channelId: other.id })).toBeDefined();
        expect(await storage.subscriptions.list()).toHaveLength(2);
        expect((await storage.subscriptions.listOf(one.id)).map((it) => it.query)).toEqual([
          'grpo',
        ]);
      });

      it('forgets the matches of a subscription that is removed', async () => {
        const channel = await ensureChannel();
        const { paper } = await storage.papers.record(makeListing(), NOW);
        const id = await matchOne(channel.id, paper);
        expect(await storage.channels.listWithNewsAtOnce()).toHaveLength(1);
        expect(await storage.subscriptions.remove(channel.id, 'grpo')).toBe(id);
        expect(await storage.subscriptions.remove(channel.id, 'grpo')).toBeUndefined();
        expect(await storage.matches.newsOf(channel.id)).toEqual([]);
        expect(await storage.channels.listWithNewsAtOnce()).toEqual([]);
      });
    });

    describe('matches', () => {
      it('brings a paper with all its reasons', async () => {
        const channel = await ensureChannel();
        const { paper } = await storage.papers.record(makeListing(), NOW);
        await matchOne(channel.id, paper, 'grpo');
        await matchOne(channel.id, paper, 'invented');
        const news = await storage.matches.newsOf(channel.id);
        expect(news).toHaveLength(1);
        expect(news[0]?.paper).toEqual(paper);
        expect(news[0]?.reasons.map((it) => it.query)).toEqual(['grpo', 'invented']);
      });

      it('is news to a channel once', async () => {
        const channel = await ensureChannel();
        const { paper } = await storage.papers.record(makeListing(), NOW);
        await matchOne(channel.id, paper);
        const page = { message: MESSAGE, papers: [paper.id] };
        await storage.outbox.put(channel.id, [{ ...page, id: 'd1' }], NOW);
        expect(await storage.matches.newsOf(channel.id)).toEqual([]);
        expect(await storage.channels.listWithNewsAtOnce()).toEqual([]);
        await expect(
          storage.outbox.put(channel.id, [{ ...page, id: 'd2' }], NOW),
        ).rejects.toThrow();
      });
    });

    describe('the outbox', () => {
      const page = (id: string) => ({ id, message: MESSAGE, papers: [] });

      async function queue(...ids: string[]) {
        const channel = await ensureChannel();
        await storage.outbox.put(channel.id, ids.map(page), NOW);
        return channel.id;
      }

      it('gives out one delivery of a channel at a time, in order', async () => {
        const channel = await queue('d1', 'd2');
        const first = await storage.outbox.claim(channel, NOW, LEASE);
        expect(first).toMatchObject({ id: 'd1', attempts: 1, maybeSentAt: null, message: MESSAGE });
        expect(first?.to).toEqual({ platform: 'slack', workspace: 'T1', channel: 'C1' });
        expect(await storage.outbox.claim(channel, NOW, LEASE)).toBeUndefined();
        if (!first) return;
        expect(
          await storage.outbox.settle(first, { kind: 'sent', receipt: { messageId: '1.2' } }, NOW),
        ).toBe(true);
        expect(await storage.outbox.claim(channel, NOW, LEASE)).toMatchObject({ id: 'd2' });
      });

      it('does not let a later delivery overtake one that must wait', async () => {
        const channel = await queue('d1', 'd2');
        const claim = await storage.outbox.claim(channel, NOW, LEASE);
        if (!claim) throw new Error('no claim');
        const outcome = {
          kind: 'later',
          notBefore: msLater(5_000),
          maybeSent: false,
          reason: 'busy',
        } as const;
        await storage.outbox.settle(claim, outcome, NOW);
        expect(await storage.outbox.claim(channel, msLater(4_999), LEASE)).toBeUndefined();
        expect(await storage.outbox.queues()).toEqual([
          { channelId: channel, dueAt: msLater(5_000) },
        ]);
        const again = await storage.outbox.claim(channel, msLater(5_000), LEASE);
        expect(again).toMatchObject({ id: 'd1', attempts: 2, maybeSentAt: null });
      });

      it('remembers that an attempt may have arrived', async () => {
        const channel = await queue('d1');
        const claim = await storage.outbox.claim(channel, NOW, LEASE);
        if (!claim) throw new Error('no claim');
        const outcome = {
          kind: 'later',
          notBefore: NOW,
          maybeSent: true,
          reason: 'timeout',
        } as const;
        await storage.outbox.settle(claim, outcome, msLater(10));
        expect(await storage.outbox.claim(channel, msLater(20), LEASE)).toMatchObject({
          maybeSentAt: NOW,
        });
      });

      it('gives a delivery out again when its process died, and says that it may have arrived', async () => {
        const channel = await queue('d1');
        const lost = await storage.outbox.claim(channel, NOW, LEASE);
        expect(await storage.outbox.claim(channel, msLater(LEASE - 1), LEASE)).toBeUndefined();
        const again = await storage.outbox.claim(channel, msLater(LEASE), LEASE);
        expect(again).toMatchObject({ id: 'd1', attempts: 2, maybeSentAt: NOW });
        if (!lost || !again) return;
        const sent = { kind: 'sent', receipt: { messageId: '1' } } as const;
        expect(await storage.outbox.settle(again, sent, msLater(LEASE))).toBe(true);
        expect(await storage.outbox.settle(lost, sent, msLater(LEASE))).toBe(false);
      });

      it('goes on behind a delivery that failed for good', async () => {
        const channel = await queue('d1', 'd2');
        const claim = await storage.outbox.claim(channel, NOW, LEASE);
        if (claim) await storage.outbox.settle(claim, { kind: 'failed', reason: 'too long' }, NOW);
        expect(await storage.outbox.claim(channel, NOW, LEASE)).toMatchObject({ id: 'd2' });
        expect(await storage.outbox.waiting()).toBe(1);
      });

      it('leaves paused channels alone', async () => {
        const channel = await queue('d1');
        await storage.channels.setPaused(channel, 'archived');
        expect(await storage.outbox.queues()).toEqual([]);
      });
    });

    describe('sources', () => {
      it('starts with a clean slate and keeps what a source remembers', async () => {
        const fresh = await storage.sources.get('arxiv:cs.LG');
        expect(fresh).toMatchObject({ lastSuccessAt: null, failures: 0, state: null });
        const status = {
          ...fresh,
          state: { etag: '"a"', gap: null },
          lastSuccessAt: NOW,
          silence: 'weekend',
        };
        await storage.sources.save(status);
        expect(await storage.sources.get('arxiv:cs.LG')).toEqual(status);
      });
    });

    describe('transactions', () => {
      it('leave nothing behind when they fail', async () => {
        const work = storage.transaction(async (stores) => {
          await stores.papers.record(makeListing(), NOW);
          throw new Error('power cut');
        });
        await expect(work).rejects.toThrow('power cut');
        expect(await storage.papers.count()).toBe(0);
      });

      it('keep others waiting instead of mixing with them', async () => {
        const slow = storage.transaction(async (stores) => {
          await stores.papers.record(makeListing(), NOW);
          await new Promise((resolve) => setTimeout(resolve, 20));
          throw new Error('rolled back');
        });
        const other = storage.papers.record(
          makeListing({ entryId: 'x', identifiers: ['entry:x'] }),
          NOW,
        );
        await expect(slow).rejects.toThrow('rolled back');
        await other;
        expect((await storage.papers.listedSince(new Date(0))).map((it) => it.id)).toEqual([
          'entry:x',
        ]);
      });
    });
  });
}
