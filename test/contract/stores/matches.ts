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

    it('waits for the upvotes that the channel asks for', async () => {
      const channel = await world.ensureChannel();
      const { paper } = await world.storage.papers.record(makeListing({ upvotes: 3 }), NOW);
      await world.matchOne(channel.id, paper);
      await world.storage.channels.change(channel.id, { minUpvotes: 4 });
      expect(await world.storage.matches.newsOf(channel.id)).toEqual([]);
      expect(await world.storage.channels.listWithNewsAtOnce(NOW)).toEqual([]);
      await world.storage.papers.record(makeListing({ upvotes: 4 }), NOW);
      expect(await world.storage.matches.newsOf(channel.id)).toHaveLength(1);
      expect(await world.storage.channels.listWithNewsAtOnce(NOW)).toHaveLength(1);
    });

    it('forgets papers that were not posted, and no others', async () => {
      const [one, other] = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      const { matches, outbox } = world.storage;
      await world.matchOne(one.id, paper);
      await world.matchOne(other.id, paper);
      await matches.drop(one.id, [paper.id]);
      expect(await matches.matchOf(one.id, paper.id)).toBeUndefined();
      await outbox.put(other.id, [{ id: 'd1', message: MESSAGE, papers: [paper.id] }], NOW);
      await matches.drop(other.id, [paper.id]);
      expect(await matches.matchOf(other.id, paper.id)).toBeDefined();
    });

    it('is news to a channel once', async () => {
      const channel = await world.ensureChannel();
      const { paper } = await world.storage.papers.record(makeListing(), NOW);
      await world.matchOne(channel.id, paper);
      const page = { message: MESSAGE, papers: [paper.id] };
      await world.storage.outbox.put(channel.id, [{ ...page, id: 'd1' }], NOW);
      expect(await world.storage.matches.newsOf(channel.id)).toEqual([]);
      expect(await world.storage.channels.listWithNewsAtOnce(NOW)).toEqual([]);
      await expect(
        world.storage.outbox.put(channel.id, [{ ...page, id: 'd2' }], NOW),
      ).rejects.toThrow();
    });
  });
}
