import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../src/core/paper.ts';
import { makeListing, makeListings } from '../../support/listings.ts';
import { MESSAGE, NOW, type World } from './world.ts';

const DAY_BEFORE = new Date('2026-11-23T00:00:00Z');
const DAY = new Date('2026-11-24T00:00:00Z');
const DAY_AFTER = new Date('2026-11-25T00:00:00Z');
const TODAY = { since: DAY, until: DAY_AFTER };

/** What every storage must do with lists of papers. */
export function describeLists(world: World): void {
  describe('lists of papers', () => {
    const record = async (...listings: Listing[]) => {
      for (const listing of listings) await world.storage.papers.record(listing, NOW);
    };
    const [first, second, third] = makeListings(3) as [Listing, Listing, Listing];

    it('give a period’s papers, the most upvoted first, in parts', async () => {
      const old = { ...third, upvotes: 99, listedAt: DAY_BEFORE };
      await record({ ...first, upvotes: 1 }, { ...second, upvotes: 5 }, old);
      const titles = async (limit: number, skip?: number) =>
        (await world.storage.lists.mostUpvoted(TODAY, limit, skip)).map((it) => it.title);
      expect(await titles(10)).toEqual([second.title, first.title]);
      expect(await titles(1)).toEqual([second.title]);
      expect(await titles(1, 1)).toEqual([first.title]);
      expect(await world.storage.lists.countListed(TODAY)).toBe(2);
    });

    it('tell when something was listed last', async () => {
      expect(await world.storage.lists.latestBefore(DAY_AFTER)).toBeUndefined();
      await record(first, { ...second, listedAt: DAY_BEFORE });
      expect(await world.storage.lists.latestBefore(DAY_AFTER)).toEqual(DAY);
      expect(await world.storage.lists.latestBefore(DAY)).toEqual(DAY_BEFORE);
    });

    it('name what may match, the latest first', async () => {
      const otter = { ...second, title: 'An otter', upvotes: 3 };
      await record(first, otter, { ...third, title: 'The otter', listedAt: DAY_BEFORE });
      const word = { kind: 'word', field: 'words', word: 'otter', prefix: false } as const;
      const names = await world.storage.lists.namesSince(new Date(0), word);
      expect(names).toEqual(['arxiv:2611.00002', 'arxiv:2611.00003']);
      expect(await world.storage.lists.namesSince(DAY, word)).toEqual(['arxiv:2611.00002']);
      expect(await world.storage.lists.namesSince(new Date(0), null, 2)).toEqual([
        'arxiv:2611.00002',
        'arxiv:2611.00001',
      ]);
      const papers = await world.storage.lists.get(['arxiv:2611.00003', 'no', ...names]);
      expect(papers.map((it) => it.title)).toEqual(['The otter', 'An otter', 'The otter']);
    });

    it('tell where a paper was listed', async () => {
      await record(makeListing());
      await record(makeListing({ source: 'arxiv:cs.LG', url: 'https://arxiv.org/abs/2611.00001' }));
      expect(await world.storage.lists.listingsOf('arxiv:2611.00001')).toEqual([
        { source: 'arxiv:cs.LG', url: 'https://arxiv.org/abs/2611.00001', listedAt: DAY },
        {
          source: 'hugging-face',
          url: 'https://huggingface.co/papers/2611.00001',
          listedAt: DAY,
        },
      ]);
    });

    it('tell to how many channels a paper was sent', async () => {
      const { paper } = await world.storage.papers.record(first, NOW);
      for (const name of ['C1', 'C2', 'C3']) {
        const { id } = await world.ensureChannel(name);
        const page = { id: `to${name}`, message: MESSAGE, papers: [paper.id] };
        await world.storage.outbox.put(id, [page], NOW);
        const claim = name === 'C3' ? undefined : await world.storage.outbox.claim(id, NOW, 1_000);
        const sent = { kind: 'sent', receipt: { messageId: '1' } } as const;
        if (claim) await world.storage.outbox.settle(claim, sent, NOW);
      }
      expect(await world.storage.posts.countChannels(paper.id)).toBe(2);
    });
  });
}
