import { describe, expect, it } from 'vitest';
import { makeListing } from '../../support/listings.ts';
import { NOW, type World } from './world.ts';

/** What every storage must do with transactions. */
export function describeTransactions(world: World): void {
  describe('transactions', () => {
    it('leave nothing behind when they fail', async () => {
      const work = world.storage.transaction(async (stores) => {
        await stores.papers.record(makeListing(), NOW);
        throw new Error('power cut');
      });
      await expect(work).rejects.toThrow('power cut');
      expect(await world.storage.papers.count()).toBe(0);
    });

    it('keep others waiting instead of mixing with them', async () => {
      const slow = world.storage.transaction(async (stores) => {
        await stores.papers.record(makeListing(), NOW);
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new Error('rolled back');
      });
      const other = world.storage.papers.record(
        makeListing({ entryId: 'x', identifiers: ['entry:x'] }),
        NOW,
      );
      await expect(slow).rejects.toThrow('rolled back');
      await other;
      expect((await world.storage.papers.listedSince(new Date(0))).map((it) => it.id)).toEqual([
        'entry:x',
      ]);
    });
  });
}
