import { describe, expect, it } from 'vitest';
import { makeListing } from '../../support/listings.ts';
import { MESSAGE, msLater, NOW, type World } from './world.ts';

const LEASE = 30_000;

/** What every storage must do with deliveries that did not arrive. */
export function describeDeadLetters(world: World): void {
  describe('dead letters', () => {
    const page = (id: string, papers: readonly string[] = []) => ({ id, message: MESSAGE, papers });

    async function queue(...ids: string[]) {
      const channel = await world.ensureChannel();
      const pages = ids.map((id) => page(id));
      await world.storage.outbox.put(channel.id, pages, NOW);
      return channel.id;
    }

    /** Hands the head of a queue to its platform, with this outcome. */
    async function settle(channel: number, outcome: 'sent' | 'failed' | 'maybe sent', at = NOW) {
      const claim = await world.storage.outbox.claim(channel, at, LEASE);
      if (!claim) throw new Error('no claim');
      const outcomes = {
        sent: { kind: 'sent', receipt: { messageId: '1.2' } },
        failed: { kind: 'failed', reason: 'too long' },
        'maybe sent': {
          kind: 'later',
          notBefore: at,
          waitedMs: 0,
          maybeSent: true,
          reason: 'no answer',
        },
      } as const;
      await world.storage.outbox.settle(claim, outcomes[outcome], at);
      return claim.id;
    }

    const list = () => world.storage.deadLetters.list();
    const states = async () => (await list()).map((it) => `${it.id} ${it.state}`);

    it('are listed with what waits and what is being sent, in the order of the queue', async () => {
      const channel = await queue('d1', 'd2', 'd3', 'd4');
      await settle(channel, 'sent');
      await settle(channel, 'failed');
      await world.storage.outbox.claim(channel, NOW, LEASE);
      const to = { platform: 'slack', workspace: 'T1', channel: 'C1' };
      const both = { to, since: NOW, isEdit: false, papers: 0 };
      expect(await list()).toEqual([
        { ...both, id: 'd2', state: 'failed', attempts: 1, nextAttempt: null, reason: 'too long' },
        {
          ...both,
          id: 'd3',
          state: 'sending',
          attempts: 1,
          nextAttempt: msLater(LEASE),
          reason: null,
        },
        { ...both, id: 'd4', state: 'pending', attempts: 0, nextAttempt: NOW, reason: null },
      ]);
    });

    it('say how many papers they bring', async () => {
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      const channel = await world.ensureChannel();
      await world.storage.outbox.put(channel.id, [page('d1', [paper.id]), page('d2')], NOW);
      expect((await list()).map((it) => it.papers)).toEqual([1, 0]);
    });

    it('in a paused channel wait for it, with its reason', async () => {
      const channel = await queue('d1');
      await world.storage.channels.refuse(channel, 'archived', NOW);
      const [only] = await list();
      expect(only).toMatchObject({ state: 'pending', nextAttempt: null, reason: 'archived' });
    });

    it('are sent again before what came after them, with full patience, and as maybe sent', async () => {
      const channel = await queue('d1', 'd2');
      await settle(channel, 'maybe sent');
      await settle(channel, 'failed', msLater(10));
      expect(await world.storage.deadLetters.retry(msLater(50), 'd1')).toBe(1);
      const [first] = await list();
      expect(first).toMatchObject({ state: 'pending', attempts: 0, nextAttempt: msLater(50) });
      expect(await world.storage.outbox.claim(channel, msLater(49), LEASE)).toBeUndefined();
      const claim = await world.storage.outbox.claim(channel, msLater(50), LEASE);
      expect(claim).toMatchObject({ id: 'd1', attempts: 1, waitedMs: 0, maybeSentAt: NOW });
    });

    it('are retried and dropped one by one or all at once, and nothing else is', async () => {
      const channel = await queue('d1', 'd2', 'd3', 'd4');
      for (const outcome of ['failed', 'failed', 'sent'] as const) await settle(channel, outcome);
      const { deadLetters } = world.storage;
      for (const id of ['d3', 'd4', 'nothing']) {
        expect(await deadLetters.retry(NOW, id)).toBe(0);
        expect(await deadLetters.drop(id)).toBe(0);
      }
      expect(await deadLetters.drop('d1')).toBe(1);
      expect(await deadLetters.retry(NOW)).toBe(1);
      expect(await states()).toEqual(['d2 pending', 'd4 pending']);
      await settle(channel, 'failed');
      expect(await deadLetters.drop()).toBe(1);
      expect(await states()).toEqual(['d4 pending']);
      expect(await deadLetters.retry(NOW)).toBe(0);
    });

    it('are never edits: a late one would bring back what has changed since', async () => {
      const channel = await queue('d1');
      await settle(channel, 'sent');
      const sent = { delivery: 'd1', channelId: channel, message: MESSAGE, papers: [] };
      await world.storage.posts.edit('e1', sent, MESSAGE, NOW);
      expect(await list()).toMatchObject([{ id: 'e1', state: 'pending', isEdit: true }]);
      await settle(channel, 'failed');
      expect(await list()).toEqual([]);
      expect(await world.storage.deadLetters.retry(NOW, 'e1')).toBe(0);
    });

    it('that are dropped are given up no more, but their papers stay posted', async () => {
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      const channel = await world.ensureChannel();
      await world.matchOne(channel.id, paper);
      await world.storage.outbox.put(channel.id, [page('d1', [paper.id])], NOW);
      await settle(channel.id, 'failed');
      expect(await world.storage.outbox.failedSince(NOW)).toHaveLength(1);
      await world.storage.deadLetters.drop('d1');
      expect(await world.storage.outbox.failedSince(new Date(0))).toEqual([]);
      expect(await world.storage.matches.newsOf(channel.id)).toEqual([]);
      expect(await world.storage.posts.find(channel.id, paper.id)).toMatchObject({
        state: 'failed',
        reason: 'too long',
      });
    });
  });
}
