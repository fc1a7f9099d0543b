import { describe, expect, it } from 'vitest';
import type { PaperId } from '../../../src/core/paper.ts';
import { makeListing } from '../../support/listings.ts';
import { NOW, type World } from './world.ts';

const GRPO = { short: 'grpo', long: 'group relative policy optimization' };
const OTHER = { short: 'grpo', long: 'graph rank pooling' };

/** What every storage must do with the abbreviations that papers define. */
export function describeAbbreviations(world: World): void {
  describe('abbreviations', () => {
    async function record(entryId: string, more: readonly string[] = []): Promise<PaperId> {
      const identifiers = [`arxiv:${entryId}`, ...more];
      const listing = makeListing({ entryId, identifiers });
      return (await world.storage.papers.record(listing, NOW)).paper.id;
    }

    it('are counted by the papers that define them', async () => {
      const { abbreviations } = world.storage;
      const papers = [await record('2611.00001'), await record('2611.00002')] as const;
      for (const id of papers) await abbreviations.add(id, [GRPO]);
      await abbreviations.add(papers[0], [OTHER]);
      expect(await abbreviations.list()).toHaveLength(2);
      expect(await abbreviations.list()).toEqual(
        expect.arrayContaining([
          { ...GRPO, papers: 2 },
          { ...OTHER, papers: 1 },
        ]),
      );
    });

    it('count once a paper, and only what is new is given back', async () => {
      const { abbreviations } = world.storage;
      const id = await record('2611.00001');
      expect(await abbreviations.add(id, [GRPO])).toEqual([GRPO]);
      expect(await abbreviations.add(id, [GRPO, OTHER])).toEqual([OTHER]);
      expect(await abbreviations.add(id, [])).toEqual([]);
      expect((await abbreviations.list()).map((it) => it.papers)).toEqual([1, 1]);
    });

    it('of two papers that turn out to be one do not count twice', async () => {
      const { abbreviations } = world.storage;
      const doi = 'doi:10.1000/1';
      const journal = { source: 'rss:https://example.org/j', entryId: 'j1', identifiers: [doi] };
      const { paper } = await world.storage.papers.record(makeListing(journal), NOW);
      await abbreviations.add(paper.id, [GRPO]);
      await abbreviations.add(await record('2611.00001'), [GRPO]);
      await record('2611.00001', [doi]);
      expect(await abbreviations.list()).toEqual([{ ...GRPO, papers: 1 }]);
    });
  });
}
