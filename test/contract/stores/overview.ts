import { describe, expect, it } from 'vitest';
import { fillEverything } from '../../support/filled.ts';
import { makeListing } from '../../support/listings.ts';
import { MESSAGE, msLater, NOW, type World } from './world.ts';

const MONTH_AGO = msLater(-30 * 86_400_000);

/** What every storage must do for the operator. */
export function describeOverview(world: World): void {
  describe('the overview', () => {
    it('counts what there is, and knows what waits longest', async () => {
      await fillEverything(world.storage, 3);
      expect(await world.storage.overview.counts(msLater(5_000))).toEqual({
        ...{ papers: 3, channels: 2, paused: 1, subscriptions: 2 },
        ...{ pending: 2, sending: 0, failed: 2, waitingSince: NOW },
      });
    });

    it('knows how long a post waits that is tried again and again, unless its channel is paused', async () => {
      const { channels, outbox, overview } = world.storage;
      const address = { platform: 'slack', workspace: 'T1', channel: 'C1' };
      const { id } = await channels.ensure(address, { kind: 'at-once' }, NOW);
      await outbox.put(id, [{ id: 'd1', message: MESSAGE, papers: [] }], NOW);
      const claim = await outbox.claim(id, NOW, 1_000);
      if (!claim) throw new Error('Nothing was claimed.');
      const notBefore = msLater(900_000);
      const refused = { reason: 'no', maybeSent: false, waitedMs: 1 };
      await outbox.settle(claim, { kind: 'later', notBefore, ...refused }, NOW);
      expect((await overview.counts(msLater(5_000))).waitingSince).toEqual(NOW);
      await channels.change(id, { pausedUntil: msLater(86_400_000) });
      expect((await overview.counts(msLater(5_000))).waitingSince).toBeNull();
    });

    it('counts papers, matches and posts of each day', async () => {
      await fillEverything(world.storage, 3);
      const early = makeListing({
        entryId: 'e',
        identifiers: ['arxiv:2610.00001'],
        title: 'Early',
      });
      await world.storage.papers.record(early, msLater(-86_400_000));
      expect(await world.storage.overview.days(MONTH_AGO)).toEqual([
        { day: '2026-11-23', papers: 1, matches: 0, posts: 0 },
        { day: '2026-11-24', papers: 3, matches: 5, posts: 2 },
      ]);
      expect(await world.storage.overview.days(NOW)).toHaveLength(1);
    });

    it('lists what was given up before what waits', async () => {
      await fillEverything(world.storage, 3);
      const states = async (limit: number) =>
        (await world.storage.overview.undelivered(limit)).map((it) => it.state);
      expect(await states(9)).toEqual(['failed', 'failed', 'pending', 'pending']);
      expect(await states(1)).toEqual(['failed']);
    });

    it('lists paused channels with the reason or the day, refused ones first', async () => {
      const [one, other] = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      await world.ensureChannel('C3');
      await world.storage.channels.change(one.id, { pausedUntil: msLater(1_000) });
      await world.storage.channels.refuse(other.id, 'It is archived.', NOW);
      const paused = await world.storage.overview.pausedChannels(NOW, 9);
      expect(paused).toMatchObject([
        { address: { channel: 'C2' }, reason: 'It is archived.', until: null },
        { address: { channel: 'C1' }, reason: null, until: msLater(1_000), probeAt: null },
      ]);
      expect(await world.storage.overview.pausedChannels(msLater(1_000), 9)).toHaveLength(1);
    });

    it('lists subscriptions with what they brought', async () => {
      const { id } = await world.ensureChannel();
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      await world.matchOne(id, paper);
      await world.subscribe(id, 'otter');
      await world.storage.outbox.put(id, [{ id: 'd1', message: MESSAGE, papers: [paper.id] }], NOW);
      const address = { platform: 'slack', workspace: 'T1', channel: 'C1' };
      expect(await world.storage.overview.subscriptions(MONTH_AGO, 0, 9)).toEqual([
        { address, query: 'grpo', posts: 1 },
        { address, query: 'otter', posts: 0 },
      ]);
      expect(await world.storage.overview.subscriptions(msLater(1), 0, 1)).toEqual([
        { address, query: 'grpo', posts: 0 },
      ]);
      expect(await world.storage.overview.subscriptions(MONTH_AGO, 1, 9)).toHaveLength(1);
    });
  });
}
