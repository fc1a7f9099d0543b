import { describe, expect, it } from 'vitest';
import { makeListing } from '../../support/listings.ts';
import { MESSAGE, NOW, type World } from './world.ts';

/** What every storage must do with matches. */
export function describeMatches(world: World): void {
  describe('matches', () => {
    it('brings a paper with all its reasons', async () => {
      const channel = await world.ensureChannel();
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      await world.matchOne(channel.id, paper, 'grpo');
      await world.matchOne(channel.id, paper, 'invented');
      const news = await world.storage.matches.newsOf(channel.id);
      expect(news).toHaveLength(1);
      expect(news[0]?.paper).toEqual(paper);
      expect(news[0]?.reasons.map((it) => it.query)).toEqual(['grpo', 'invented']);
    });

    it('is news to a channel once', async () => {
      const channel = await world.ensureChannel();
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      await world.matchOne(channel.id, paper);
      const page = { message: MESSAGE, papers: [paper.id] };
      await world.storage.outbox.put(channel.id, [{ ...page, id: 'd1' }], NOW);
      expect(await world.storage.matches.newsOf(channel.id)).toEqual([]);
      expect(await world.storage.channels.listWithNewsAtOnce()).toEqual([]);
      await expect(
        world.storage.outbox.put(channel.id, [{ ...page, id: 'd2' }], NOW),
      ).rejects.toThrow();
    });
  });
}
