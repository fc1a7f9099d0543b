import { describe, expect, it } from 'vitest';
import { makeListings } from '../../support/listings.ts';
import { msLater, NOW, type World } from './world.ts';

const ADA = { platform: 'slack', workspace: 'T1', userId: 'U1' };

/** What every storage must do with saved papers, feeds from chat, installations and repetitions. */
export function describeMembers(world: World): void {
  describe('saved papers', () => {
    async function papers() {
      const recorded = [];
      for (const listing of makeListings(3))
        recorded.push((await world.storage.papers.record(listing, NOW)).paper);
      return recorded;
    }

    it('are a list of each member, the latest first, each paper once', async () => {
      const [one, two] = await papers();
      const { saved } = world.storage;
      expect(await saved.save(ADA, one?.id ?? '', NOW)).toBe(true);
      expect(await saved.save(ADA, two?.id ?? '', msLater(5))).toBe(true);
      expect(await saved.save(ADA, one?.id ?? '', msLater(9))).toBe(false);
      expect(await saved.count(ADA)).toBe(2);
      expect(await saved.list(ADA, { limit: 9, offset: 0 })).toEqual([
        { paper: two, savedAt: msLater(5) },
        { paper: one, savedAt: NOW },
      ]);
      expect(await saved.list(ADA, { limit: 1, offset: 1 })).toHaveLength(1);
      for (const other of [
        { ...ADA, userId: 'U2' },
        { ...ADA, workspace: 'T2' },
        { ...ADA, platform: 'discord' },
      ])
        expect(await saved.count(other)).toBe(0);
    });

    it('can be taken off', async () => {
      const [one] = await papers();
      await world.storage.saved.save(ADA, one?.id ?? '', NOW);
      expect(await world.storage.saved.remove(ADA, one?.id ?? '')).toBe(true);
      expect(await world.storage.saved.remove(ADA, one?.id ?? '')).toBe(false);
      expect(await world.storage.saved.count(ADA)).toBe(0);
    });
  });

  describe('feeds from chat', () => {
    it('are kept once, and in order', async () => {
      const { feeds } = world.storage;
      const feed = { url: 'https://example.org/a', title: 'A', addedBy: 'U1', addedAt: NOW };
      const other = { ...feed, url: 'https://example.org/b', addedAt: msLater(1) };
      expect([await feeds.add(feed), await feeds.add(other)]).toEqual([true, true]);
      expect(await feeds.add({ ...feed, title: 'Another' })).toBe(false);
      expect(await feeds.list()).toEqual([feed, other]);
      expect(await feeds.remove(feed.url)).toBe(true);
      expect(await feeds.remove(feed.url)).toBe(false);
      expect(await feeds.list()).toEqual([other]);
    });
  });

  describe('what has come already', () => {
    it('is known until it is forgotten', async () => {
      const { seen } = world.storage;
      expect([await seen.note('a', NOW), await seen.note('b', msLater(1))]).toEqual([true, true]);
      expect(await seen.note('a', msLater(2))).toBe(false);
      await seen.forget(msLater(1));
      expect([await seen.note('a', msLater(3)), await seen.note('b', msLater(3))]).toEqual([
        true,
        false,
      ]);
    });

    it('is new to one of several who ask at once', async () => {
      const asked = Array.from({ length: 9 }, () => world.storage.seen.note('a', NOW));
      expect((await Promise.all(asked)).filter((isNew) => isNew)).toHaveLength(1);
    });
  });

  describe('installations', () => {
    it('are one a workspace, the latest', async () => {
      const { installations } = world.storage;
      const one = { platform: 'slack', workspace: 'T1', sealed: 'abc', installedAt: NOW };
      const renewed = { ...one, sealed: 'xyz', installedAt: msLater(5) };
      await installations.save(one);
      await installations.save(renewed);
      await installations.save({ ...one, workspace: 'T2' });
      expect(await installations.find('slack', 'T1')).toEqual(renewed);
      expect(await installations.list('slack')).toHaveLength(2);
      expect(await installations.list('discord')).toEqual([]);
      expect(await installations.remove('slack', 'T1')).toBe(true);
      expect(await installations.remove('slack', 'T1')).toBe(false);
      expect(await installations.find('slack', 'T1')).toBeUndefined();
    });
  });
}
