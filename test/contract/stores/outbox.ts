import { describe, expect, it } from 'vitest';
import { MESSAGE, msLater, NOW, type World } from './world.ts';

/** How long a claim holds, in milliseconds. */
const LEASE = 30_000;

/** What every storage must do with the outbox. */
export function describeOutbox(world: World): void {
  describe('the outbox', () => {
    const page = (id: string) => ({ id, message: MESSAGE, papers: [] });

    async function queue(...ids: string[]) {
      const channel = await world.ensureChannel();
      await world.storage.outbox.put(channel.id, ids.map(page), NOW);
      return channel.id;
    }

    it('gives out one delivery of a channel at a time, in order', async () => {
      const channel = await queue('d1', 'd2');
      const first = await world.storage.outbox.claim(channel, NOW, LEASE);
      expect(first).toMatchObject({ id: 'd1', attempts: 1, maybeSentAt: null, message: MESSAGE });
      expect(first?.to).toEqual({ platform: 'slack', workspace: 'T1', channel: 'C1' });
      expect(await world.storage.outbox.claim(channel, NOW, LEASE)).toBeUndefined();
      if (!first) return;
      expect(
        await world.storage.outbox.settle(
          first,
          { kind: 'sent', receipt: { messageId: '1.2' } },
          NOW,
        ),
      ).toBe(true);
      expect(await world.storage.outbox.claim(channel, NOW, LEASE)).toMatchObject({ id: 'd2' });
    });

    it('tells a later page which message the first one became', async () => {
      const { id } = await world.ensureChannel();
      const { outbox } = world.storage;
      await outbox.put(id, [page('d1'), { ...page('d2'), first: 'd1' }], NOW);
      const first = await outbox.claim(id, NOW, LEASE);
      if (!first) throw new Error('no claim');
      expect(first.first).toBeNull();
      await outbox.settle(first, { kind: 'sent', receipt: { messageId: '1.2' } }, NOW);
      expect(await outbox.claim(id, NOW, LEASE)).toMatchObject({ id: 'd2', first: '1.2' });
    });

    it('does not let a later delivery overtake one that must wait', async () => {
      const channel = await queue('d1', 'd2');
      const claim = await world.storage.outbox.claim(channel, NOW, LEASE);
      if (!claim) throw new Error('no claim');
      const outcome = {
        kind: 'later',
        notBefore: msLater(5_000),
        waitedMs: 5_000,
        maybeSent: false,
        reason: 'busy',
      } as const;
      await world.storage.outbox.settle(claim, outcome, NOW);
      expect(await world.storage.outbox.claim(channel, msLater(4_999), LEASE)).toBeUndefined();
      const [head] = await world.storage.outbox.listUnsettled(['slack'], 0, 10, NOW);
      expect(head).toMatchObject({
        channelId: channel,
        to: { platform: 'slack', workspace: 'T1', channel: 'C1' },
        dueAt: msLater(5_000),
      });
      const again = await world.storage.outbox.claim(channel, msLater(5_000), LEASE);
      expect(again).toMatchObject({ id: 'd1', attempts: 2, maybeSentAt: null, first: null });
    });

    it('remembers that an attempt may have arrived', async () => {
      const channel = await queue('d1');
      const claim = await world.storage.outbox.claim(channel, NOW, LEASE);
      if (!claim) throw new Error('no claim');
      const outcome = {
        kind: 'later',
        notBefore: NOW,
        waitedMs: 0,
        maybeSent: true,
        reason: 'timeout',
      } as const;
      await world.storage.outbox.settle(claim, outcome, msLater(10));
      expect(await world.storage.outbox.claim(channel, msLater(20), LEASE)).toMatchObject({
        maybeSentAt: NOW,
      });
    });

    it('gives a delivery out again when its process died, and says that it may have arrived', async () => {
      const channel = await queue('d1');
      const lost = await world.storage.outbox.claim(channel, NOW, LEASE);
      expect(await world.storage.outbox.claim(channel, msLater(LEASE - 1), LEASE)).toBeUndefined();
      const again = await world.storage.outbox.claim(channel, msLater(LEASE), LEASE);
      expect(again).toMatchObject({ id: 'd1', attempts: 2, maybeSentAt: NOW });
      if (!lost || !again) return;
      const sent = { kind: 'sent', receipt: { messageId: '1' } } as const;
      expect(await world.storage.outbox.settle(again, sent, msLater(LEASE))).toBe(true);
      expect(await world.storage.outbox.settle(lost, sent, msLater(LEASE))).toBe(false);
    });

    it('takes a claim back as if it had not been made', async () => {
      const channel = await queue('d1');
      const { outbox } = world.storage;
      const claim = await outbox.claim(channel, NOW, LEASE);
      if (!claim) throw new Error('no claim');
      await outbox.giveBack(claim);
      const again = await outbox.claim(channel, NOW, LEASE);
      expect(again).toMatchObject({ id: 'd1', attempts: 1, maybeSentAt: null });
    });

    it('goes on behind a delivery that failed for good', async () => {
      const channel = await queue('d1', 'd2');
      const claim = await world.storage.outbox.claim(channel, NOW, LEASE);
      if (claim)
        await world.storage.outbox.settle(claim, { kind: 'failed', reason: 'too long' }, NOW);
      expect(await world.storage.outbox.claim(channel, NOW, LEASE)).toMatchObject({ id: 'd2' });
      expect(await world.storage.outbox.waiting()).toBe(1);
    });

    it('lists what is not settled in its order, a page at a time', async () => {
      const { outbox, channels } = world.storage;
      const both = ['slack', 'discord'];
      await queue('d1', 'd2');
      const other = await channels.ensure(
        { platform: 'discord', workspace: 'G1', channel: 'C9' },
        { kind: 'at-once' },
        NOW,
      );
      await outbox.put(other.id, [page('d3')], msLater(5));
      const first = await outbox.listUnsettled(both, 0, 2, NOW);
      const rest = await outbox.listUnsettled(both, first.at(-1)?.seq ?? 0, 2, NOW);
      const places = [first, rest].map((all) => all.map((it) => [it.to.channel, it.dueAt]));
      expect(places).toEqual([
        [
          ['C1', NOW],
          ['C1', NOW],
        ],
        [['C9', msLater(5)]],
      ]);
      const [only] = await outbox.listUnsettled(['discord'], 0, 2, NOW);
      expect(only?.to.channel).toBe('C9');
    });

    it('leaves paused channels alone', async () => {
      const channel = await queue('d1');
      await world.storage.channels.refuse(channel, 'archived', NOW);
      expect(await world.storage.outbox.listUnsettled(['slack'], 0, 10, NOW)).toEqual([]);
    });
  });
}
