import { describe, expect, it } from 'vitest';
import { makeListing } from '../../support/listings.ts';
import { msLater, NOW, type World } from './world.ts';

const SOURCE = 'arxiv:cs.LG';

/** What every storage must do with the silence of sources. */
export function describeSilences(world: World): void {
  describe('silences', () => {
    /** A channel with a match from a paper that a source lists at a moment. */
    async function reader(name: string, entryId: string, source: string, listedAt: Date) {
      const identifiers = [`arxiv:${entryId}`];
      const listing = makeListing({ source, entryId, identifiers, listedAt });
      const { paper } = await world.storage.papers.record(listing, listedAt);
      const channel = await world.ensureChannel(name);
      await world.matchOne(channel.id, paper);
      return channel.id;
    }

    it('knows who had something from a source since a moment', async () => {
      const { silences } = world.storage;
      const [late] = [
        await reader('C1', '2611.00001', SOURCE, msLater(0)),
        await reader('C2', '2611.00002', SOURCE, msLater(-1)),
        await reader('C3', '2611.00003', 'hugging-face', msLater(0)),
      ];
      expect(await silences.readersOf(SOURCE, NOW)).toEqual([late]);
      expect(await silences.readersOf(SOURCE, msLater(-1))).toHaveLength(2);
      expect(await silences.readersOf('arxiv:cs.AI', new Date(0))).toEqual([]);
    });

    it('counts a reader once, and one of a paper that two sources list for each', async () => {
      const id = await reader('C1', '2611.00001', SOURCE, NOW);
      await reader('C2', '2611.00001', 'hugging-face', NOW);
      const { paper } = await world.storage.papers.record(makeListing({ listedAt: NOW }), NOW);
      await world.matchOne(id, paper, 'invented');
      expect(await world.storage.silences.readersOf(SOURCE, NOW)).toHaveLength(2);
      expect(await world.storage.silences.readersOf('hugging-face', NOW)).toHaveLength(2);
    });

    it('leaves out channels that are paused, or that want no notices', async () => {
      const { channels, silences } = world.storage;
      const id = await reader('C1', '2611.00001', SOURCE, NOW);
      await world.subscribe(id, 'source:arxiv');
      const found = async () => [
        ...(await silences.readersOf(SOURCE, NOW)),
        ...(await silences.sourceQueries()).map((it) => it.channelId),
      ];
      await channels.refuse(id, 'archived', NOW);
      expect(await found()).toEqual([]);
      await channels.resume(id);
      expect(await found()).toEqual([id, id]);
      await channels.change(id, { notices: false });
      expect(await found()).toEqual([]);
      expect((await channels.get(id)).notices).toBe(false);
      await channels.change(id, { notices: true });
      expect(await found()).toEqual([id, id]);
    });

    it('finds the queries that may name a source', async () => {
      const { id } = await world.ensureChannel();
      for (const query of ['grpo', 'source:arxiv', 'grpo -source:"hugging face"'])
        await world.subscribe(id, query);
      const found = await world.storage.silences.sourceQueries();
      expect(found.map((it) => it.query)).toEqual(['source:arxiv', 'grpo -source:"hugging face"']);
    });

    it('remembers what a channel was told once, until it is forgotten', async () => {
      const { silences } = world.storage;
      const [one, other] = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      expect(await silences.add(one.id, [SOURCE], NOW)).toEqual([SOURCE]);
      expect(await silences.add(one.id, [SOURCE, 'hugging-face'], msLater(5))).toEqual([
        'hugging-face',
      ]);
      expect(await silences.add(other.id, [SOURCE], msLater(6))).toEqual([SOURCE]);
      expect(await silences.list()).toEqual([
        { source: SOURCE, channelId: one.id, at: NOW },
        { source: 'hugging-face', channelId: one.id, at: msLater(5) },
        { source: SOURCE, channelId: other.id, at: msLater(6) },
      ]);
      expect(await silences.remove(one.id, [SOURCE, 'arxiv:cs.AI'])).toEqual([SOURCE]);
      expect(await silences.remove(one.id, [SOURCE])).toEqual([]);
      expect(await silences.list()).toHaveLength(2);
    });

    it('counts each paper once that sources list for the first time since a moment', async () => {
      const { papers, silences } = world.storage;
      const list = (entryId: string, source: string, seenAt: Date) =>
        papers.record(makeListing({ source, entryId, identifiers: [`arxiv:${entryId}`] }), seenAt);
      await list('2611.00001', SOURCE, msLater(-1));
      await list('2611.00001', SOURCE, msLater(1));
      await list('2611.00002', SOURCE, msLater(1));
      await list('2611.00002', 'arxiv:cs.AI', msLater(1));
      await list('2611.00003', 'arxiv:cs.AI', msLater(1));
      expect(await silences.papersSince([SOURCE], NOW)).toBe(1);
      expect(await silences.papersSince([SOURCE, 'arxiv:cs.AI'], NOW)).toBe(2);
      expect(await silences.papersSince([], NOW)).toBe(0);
    });
  });
}
