import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeListing } from '../../support/listings.ts';
import { MESSAGE, msLater, NOW, type World } from './world.ts';

/** What every storage must do with papers. */
export function describePapers(world: World): void {
  describe('papers', () => {
    it('merges listings of the same work from several sources into one paper', async () => {
      await world.storage.papers.record(makeListing({ upvotes: 3 }), NOW);
      await world.storage.papers.record(
        makeListing({ source: 'arxiv:cs.LG', categories: ['cs.LG'] }),
        NOW,
      );
      await world.storage.papers.record(
        makeListing({ source: 'arxiv:cs.AI', categories: ['cs.AI'] }),
        NOW,
      );
      const { paper } = await world.storage.papers.record(
        makeListing({ source: 'rss:https://example.org/feed', entryId: 'post-1' }),
        NOW,
      );
      expect(paper.sources).toHaveLength(4);
      expect(paper).toMatchObject({
        id: 'arxiv:2611.00001',
        upvotes: 3,
        categories: ['cs.AI', 'cs.LG'],
      });
      expect(await world.storage.papers.count()).toBe(1);
    });

    it('keeps the longest name that a source gives', async () => {
      const digest = (place: number) => createHash('sha512').update(`${place}`).digest('base64');
      const name = Array.from({ length: 12 }, (_, place) => digest(place))
        .join('')
        .slice(0, 1_000);
      const listing = makeListing({ entryId: name, identifiers: [`doi:${name}`] });
      const { paper } = await world.storage.papers.record(listing, NOW);
      expect(paper.id).toBe(`doi:${name}`);
    });

    it('refreshes a listing instead of adding it twice', async () => {
      await world.storage.papers.record(makeListing({ upvotes: 3 }), NOW);
      await world.storage.papers.record(makeListing({ upvotes: 30 }), msLater(1));
      const [paper] = await world.storage.papers.listedSince(new Date(0));
      expect(paper).toMatchObject({ upvotes: 30, sources: ['hugging-face'] });
    });

    it('makes one paper of two when a listing shows that they are the same', async () => {
      const doi = 'doi:10.1000/1';
      const journal = { source: 'rss:https://example.org/j', entryId: 'j1', identifiers: [doi] };
      const { paper: first } = await world.storage.papers.record(makeListing(journal), NOW);
      await world.storage.papers.record(makeListing(), msLater(1));
      expect(await world.storage.papers.count()).toBe(2);
      const both = makeListing({ source: 'arxiv:cs.LG', identifiers: ['arxiv:2611.00001', doi] });
      const { paper: merged } = await world.storage.papers.record(both, msLater(2));
      expect(merged.id).toBe(first.id);
      expect(merged.sources).toHaveLength(3);
      expect(await world.storage.papers.count()).toBe(1);
    });

    it.each([
      ['under its old name, too', ['doi:10.1000/1', 'entry:rss:https://example.org/blog#post']],
      ['under another name', ['doi:10.1000/1']],
    ])('keeps an entry with its paper when it gains a DOI (listed %s)', async (_, identifiers) => {
      const entry = {
        source: 'rss:https://example.org/blog',
        entryId: 'post',
        identifiers: ['entry:rss:https://example.org/blog#post'],
      };
      const early = await world.storage.papers.record(makeListing(entry), NOW);
      const late = await world.storage.papers.record(
        makeListing({ ...entry, identifiers }),
        msLater(1),
      );
      expect(late.paper.id).toBe(early.paper.id);
      expect(late.before).toEqual(early.paper);
      expect(await world.storage.papers.count()).toBe(1);
      expect(await world.storage.papers.find('doi:10.1000/1')).toEqual(late.paper);
    });

    it('counts a paper that its feed dates ahead from when it was seen', async () => {
      const ahead = makeListing({ listedAt: new Date('2027-03-01T00:00:00Z') });
      await world.storage.papers.record(ahead, NOW);
      await world.storage.papers.record({ ...ahead, upvotes: 1 }, msLater(86_400_000));
      expect(await world.storage.papers.listedSince(msLater(1))).toEqual([]);
      expect(await world.storage.papers.listedSince(NOW)).toMatchObject([{ listedAt: NOW }]);
    });

    it('keeps what was matched and posted when two papers become one', async () => {
      const channel = await world.ensureChannel();
      const doi = 'doi:10.1000/1';
      const { paper: old } = await world.storage.papers.record(
        makeListing({ source: 'rss:https://example.org/j', entryId: 'j1', identifiers: [doi] }),
        NOW,
      );
      const { paper: young } = await world.storage.papers.record(makeListing(), msLater(1));
      const subscription = await world.matchOne(channel.id, young);
      await world.storage.outbox.put(
        channel.id,
        [{ id: 'd1', message: MESSAGE, papers: [young.id] }],
        NOW,
      );
      await world.storage.papers.record(
        makeListing({ identifiers: ['arxiv:2611.00001', doi] }),
        msLater(2),
      );
      const match = {
        channelId: channel.id,
        subscriptionId: subscription,
        paperId: old.id,
        evidence: [],
      };
      await world.storage.matches.add([match], NOW);
      expect(await world.storage.matches.newsOf(channel.id)).toEqual([]);
      expect(await world.storage.matches.matchedSince(channel.id, new Date(0))).toHaveLength(1);
    });

    it.each([
      ['before the paper', true],
      ['after the paper', false],
    ])(
      'knows a blog post by the one paper it links to and its title (%s)',
      async (_, blogFirst) => {
        const blog = makeListing({
          source: 'rss:https://example.org/blog',
          entryId: 'post',
          identifiers: ['entry:rss:https://example.org/blog#post'],
          mentions: ['arxiv:2611.00001'],
          title: 'Lab blog: An Invented Paper on GRPO',
        });
        const order = blogFirst ? [blog, makeListing()] : [makeListing(), blog];
        for (const listing of order) await world.storage.papers.record(listing, NOW);
        expect(await world.storage.papers.count()).toBe(1);
      },
    );

    it('gives the abstracts of the latest', async () => {
      for (const day of [1, 3, 2])
        await world.storage.papers.record(
          makeListing({
            entryId: `${day}`,
            identifiers: [`entry:${day}`],
            abstract: `Abstract ${day}.`,
            listedAt: new Date(`2026-11-0${day}T00:00:00Z`),
          }),
          NOW,
        );
      expect(await world.storage.papers.latestAbstracts(2)).toEqual(['Abstract 3.', 'Abstract 2.']);
    });

    it('keeps a post apart that only mentions a paper', async () => {
      await world.storage.papers.record(makeListing(), NOW);
      await world.storage.papers.record(
        makeListing({
          source: 'rss:https://example.org/blog',
          entryId: 'post',
          identifiers: ['entry:rss:https://example.org/blog#post'],
          mentions: ['arxiv:2611.00001'],
          title: 'What we read in November',
        }),
        NOW,
      );
      expect(await world.storage.papers.count()).toBe(2);
    });
  });
}
