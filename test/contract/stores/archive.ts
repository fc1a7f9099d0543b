import { describe, expect, it } from 'vitest';
import { searchFor } from '../../../src/core/matching/search.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { makeListing } from '../../support/listings.ts';
import { msLater, NOW, type World } from './world.ts';

/** What a storage is asked for a query. */
function search(query: string) {
  return searchFor(parseQuery(query), () => []);
}

/** What every storage must do when it is asked for papers. */
export function describeArchive(world: World): void {
  describe('the archive', () => {
    it('lists by listing day, and most upvoted first within one', async () => {
      const day = (text: string) => new Date(`${text}T00:00:00Z`);
      const listings = [
        ['2611.00001', day('2026-11-22'), 90],
        ['2611.00002', day('2026-11-24'), 5],
        ['2611.00003', day('2026-11-24'), 50],
      ] as const;
      for (const [entryId, listedAt, upvotes] of listings)
        await world.storage.papers.record(
          makeListing({ entryId, identifiers: [`arxiv:${entryId}`], listedAt, upvotes }),
          NOW,
        );
      const ids = async (since: Date) =>
        (await world.storage.papers.listedSince(since)).map((it) => it.arxivId);
      expect(await ids(day('2026-11-23'))).toEqual(['2611.00003', '2611.00002']);
      expect(await ids(day('2026-11-22'))).toEqual(['2611.00003', '2611.00002', '2611.00001']);
    });

    it('finds a paper under each of its names, and nothing under another', async () => {
      const doi = 'doi:10.1000/1';
      const identifiers = ['arxiv:2611.00001', doi];
      const mentions = ['doi:10.1000/2'];
      const { paper } = await world.storage.papers.record(
        makeListing({ identifiers, mentions }),
        NOW,
      );
      for (const it of identifiers) expect(await world.storage.papers.find(it)).toEqual(paper);
      for (const it of [...mentions, 'arxiv:2611.99999', ''])
        expect(await world.storage.papers.find(it)).toBeUndefined();
    });

    it('finds a paper under the names of the one that it became part of', async () => {
      const doi = 'doi:10.1000/1';
      const journal = { source: 'rss:https://example.org/j', entryId: 'j1', identifiers: [doi] };
      await world.storage.papers.record(makeListing(journal), NOW);
      await world.storage.papers.record(makeListing(), msLater(1));
      const both = makeListing({ identifiers: ['arxiv:2611.00001', doi] });
      const { paper } = await world.storage.papers.record(both, msLater(2));
      expect(await world.storage.papers.find('arxiv:2611.00001')).toEqual(paper);
      expect(await world.storage.papers.find(doi)).toEqual(paper);
    });

    describe('searched for words', () => {
      const titles = [
        'Diffusion for Cats',
        'Fusion of Many Agents',
        'Café C++ Agents',
        'Quiet Tides',
      ];

      async function found(query: string, since = new Date(0)): Promise<string[]> {
        const papers = await world.storage.papers.listedSince(since, search(query));
        return papers.map((it) => it.title).toSorted();
      }

      async function recordAll(): Promise<void> {
        for (const [number, title] of titles.entries())
          await world.storage.papers.record(
            makeListing({
              entryId: `${number}`,
              identifiers: [`entry:${number}`],
              title,
              abstract: '',
              authors: [`Mira Solberg${number}`],
              categories: number === 3 ? ['cs.LG'] : [],
              listedAt: msLater(number - 10),
            }),
            NOW,
          );
      }

      it.each([
        ['fusion', ['Fusion of Many Agents']],
        ['agent', ['Café C++ Agents', 'Fusion of Many Agents']],
        ['agents fusion', ['Fusion of Many Agents']],
        ['cats OR tides', ['Diffusion for Cats', 'Quiet Tides']],
        ['cafe', ['Café C++ Agents']],
        ['c++', ['Café C++ Agents']],
        ['diff*', ['Diffusion for Cats']],
        ['author:Solberg2', ['Café C++ Agents']],
        ['category:cs.LG', ['Quiet Tides']],
        ['whales', []],
      ])('gives the papers that may match: %s', async (query, expected) => {
        await recordAll();
        expect(await found(query)).toEqual(expected);
      });

      it('leaves out what was listed before', async () => {
        await recordAll();
        expect(await found('agents', msLater(2 - 10))).toEqual(['Café C++ Agents']);
      });

      it('knows the words of today, not those of yesterday', async () => {
        const listing = { entryId: 'x', identifiers: ['entry:x'], abstract: '' };
        const record = (title: string) =>
          world.storage.papers.record(makeListing({ ...listing, title }), NOW);
        await record('On Whales');
        await record('On Seals');
        expect([await found('whales'), await found('seals')]).toEqual([[], ['On Seals']]);
      });
    });
  });
}
