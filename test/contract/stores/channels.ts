import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../src/core/schedule.ts';
import { makeListing } from '../../support/listings.ts';
import { NOW, type World } from './world.ts';

/** What every storage must do with channels and subscriptions. */
export function describeChannels(world: World): void {
  describe('channels and subscriptions', () => {
    it('finds a channel by its address and keeps its schedule', async () => {
      expect(
        await world.storage.channels.find({ platform: 'slack', workspace: 'T1', channel: 'C1' }),
      ).toBeUndefined();
      const channel = await world.ensureChannel();
      const daily: Schedule = { kind: 'daily', time: '08:00', days: ['mon'], timeZone: 'UTC' };
      await world.storage.channels.setSchedule(channel.id, daily, NOW);
      await world.storage.channels.refuse(channel.id, 'archived', NOW);
      const again = await world.ensureChannel();
      expect(again).toEqual({
        ...channel,
        schedule: daily,
        pausedReason: 'archived',
        nextDigestAt: new Date('2026-11-30T08:00:00Z'),
      });
      expect(await world.storage.channels.list()).toEqual([again]);
    });

    it('keeps a query once a channel', async () => {
      const [one, other] = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      await world.subscribe(one.id);
      const values = { query: 'grpo', key: 'grpo', since: NOW, createdBy: 'U1', createdAt: NOW };
      expect(
        await world.storage.subscriptions.add({ ...values, channelId: one.id }),
      ).toBeUndefined();
      expect(
        await world.storage.subscriptions.add({ ...values, channelId: other.id }),
      ).toBeDefined();
      expect(await world.storage.subscriptions.list()).toHaveLength(2);
      expect((await world.storage.subscriptions.listOf(one.id)).map((it) => it.query)).toEqual([
        'grpo',
      ]);
    });

    it('forgets the matches of a subscription that is removed', async () => {
      const channel = await world.ensureChannel();
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      const id = await world.matchOne(channel.id, paper);
      expect(await world.storage.channels.listWithNewsAtOnce()).toHaveLength(1);
      expect(await world.storage.subscriptions.remove(channel.id, 'grpo')).toBe(id);
      expect(await world.storage.subscriptions.remove(channel.id, 'grpo')).toBeUndefined();
      expect(await world.storage.matches.newsOf(channel.id)).toEqual([]);
      expect(await world.storage.channels.listWithNewsAtOnce()).toEqual([]);
    });
  });
}
