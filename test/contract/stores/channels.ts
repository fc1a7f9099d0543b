import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../src/core/schedule.ts';
import { makeListing } from '../../support/listings.ts';
import { MESSAGE, msLater, NOW, type World } from './world.ts';

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

    it('changes the settings that are named, and no others', async () => {
      const { id } = await world.ensureChannel();
      const { channels } = world.storage;
      const mute = { kind: 'query', what: 'diffusion', mutedBy: 'U1', mutedAt: NOW } as const;
      const changed = {
        dailyCap: 5,
        notices: false,
        announces: false,
        layout: 'compact',
        links: 'buttons',
        minUpvotes: 3,
        sources: ['arxiv:cs.LG'],
        pausedUntil: msLater(5),
        mutes: [mute],
      } as const;
      await channels.change(id, changed);
      await channels.change(id, {});
      expect(await channels.get(id)).toMatchObject(changed);
      await channels.change(id, { minUpvotes: null, sources: null, pausedUntil: null });
      expect(await channels.get(id)).toMatchObject({
        ...changed,
        minUpvotes: null,
        sources: null,
        pausedUntil: null,
      });
    });

    it('leaves alone until its moment a channel that is paused until then', async () => {
      const { id } = await world.ensureChannel();
      const { channels, papers } = world.storage;
      const { paper } = await papers.record(makeListing(), NOW);
      await world.matchOne(id, paper);
      await channels.change(id, { pausedUntil: msLater(5) });
      expect(await channels.listWithNewsAtOnce(NOW)).toEqual([]);
      expect(await channels.listWithNewsAtOnce(msLater(5))).toHaveLength(1);
      const daily: Schedule = { kind: 'daily', time: '08:00', days: ['mon'], timeZone: 'UTC' };
      await channels.setSchedule(id, daily, NOW);
      await channels.setNextDigest(id, NOW);
      expect(await channels.listDue(NOW, 10)).toEqual([]);
      expect(await channels.listDue(msLater(5), 10)).toHaveLength(1);
    });

    it('lists those whose digest is due a few at a time, the longest due first', async () => {
      const { channels } = world.storage;
      const due = { C1: 3, C2: 1, C3: 3, C4: 2, C5: 9 };
      for (const [name, at] of Object.entries(due)) {
        const { id } = await world.ensureChannel(name);
        await channels.setNextDigest(id, msLater(at));
      }
      const first = await channels.listDue(msLater(5), 3);
      const rest = await channels.listDue(msLater(5), 3, first.at(-1));
      const names = [first, rest].map((all) => all.map((it) => it.address.channel));
      expect(names).toEqual([['C2', 'C4', 'C1'], ['C3']]);
    });

    it('takes over what an address that is no more followed, each once', async () => {
      const [old, known] = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      const { channels, subscriptions } = world.storage;
      await world.subscribe(old.id, 'grpo');
      await world.subscribe(old.id, 'mamba');
      await world.subscribe(known.id, 'grpo');
      await channels.move(old.address, known.address);
      const followed = await subscriptions.listOf(known.id);
      expect(followed.map((it) => it.query)).toEqual(['grpo', 'mamba']);
      expect((await channels.get(old.id)).pausedReason).toMatch(/another id/);
      expect(await channels.listProbes(msLater(9e9))).toEqual([]);
    });

    it('gives a channel another address', async () => {
      const channel = await world.ensureChannel('C1');
      const other = await world.ensureChannel('C2');
      const { channels } = world.storage;
      const free = { ...channel.address, channel: 'C3' };
      await channels.move({ ...free, channel: 'C9' }, free);
      await channels.move(channel.address, free);
      expect(await channels.find(channel.address)).toBeUndefined();
      expect((await channels.find(free))?.id).toBe(channel.id);
      expect((await channels.listIn('slack', 'T1')).map((it) => it.id)).toEqual([
        channel.id,
        other.id,
      ]);
      expect(await channels.listIn('slack', 'T2')).toEqual([]);
    });

    it('tells what each subscription brought, and when last', async () => {
      const { id } = await world.ensureChannel();
      const { papers, outbox, subscriptions } = world.storage;
      const { paper } = await papers.record(makeListing(), NOW);
      const first = await world.matchOne(id, paper, 'grpo');
      const second = await world.matchOne(id, paper, 'invented');
      const idle = await world.subscribe(id, 'mamba');
      await outbox.put(id, [{ id: 'd1', message: MESSAGE, papers: [paper.id] }], msLater(5));
      const ids = [first, second, idle.id];
      const brought = { posts: 1, lastAt: msLater(5) };
      expect(await subscriptions.yieldsOf(id, ids, NOW)).toEqual(
        new Map([
          [first, brought],
          [second, brought],
        ]),
      );
      expect(await subscriptions.yieldsOf(id, [first], msLater(6))).toEqual(
        new Map([[first, { ...brought, posts: 0 }]]),
      );
      expect(await subscriptions.yieldsOf(id, [], NOW)).toEqual(new Map());
    });

    it('removes a subscription by its id, of its own channel only', async () => {
      const [one, other] = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      const { id } = await world.subscribe(one.id);
      const { subscriptions } = world.storage;
      expect(await subscriptions.removeById(other.id, id)).toBeUndefined();
      expect(await subscriptions.removeById(one.id, id)).toMatchObject({ id, query: 'grpo' });
      expect(await subscriptions.removeById(one.id, id)).toBeUndefined();
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
      expect(await world.storage.channels.listWithNewsAtOnce(NOW)).toHaveLength(1);
      expect(await world.storage.subscriptions.remove(channel.id, 'grpo')).toBe(id);
      expect(await world.storage.subscriptions.remove(channel.id, 'grpo')).toBeUndefined();
      expect(await world.storage.matches.newsOf(channel.id)).toEqual([]);
      expect(await world.storage.channels.listWithNewsAtOnce(NOW)).toEqual([]);
    });
  });
}
