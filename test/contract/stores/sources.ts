import { describe, expect, it } from 'vitest';
import { NOW, type World } from './world.ts';

/** What every storage must do with sources. */
export function describeSources(world: World): void {
  describe('sources', () => {
    it('starts with a clean slate and keeps what a source remembers', async () => {
      const fresh = await world.storage.sources.get('arxiv:cs.LG');
      expect(fresh).toMatchObject({
        lastSuccessAt: null,
        failures: 0,
        state: null,
        newsAt: null,
        gaps: [],
      });
      const status = {
        ...fresh,
        state: { etag: '"a"', gap: null },
        lastSuccessAt: NOW,
        silence: { reason: 'A weekend.', expected: true },
        newsAt: NOW,
        gaps: [86_400_000, 259_200_000],
      };
      await world.storage.sources.save(status);
      expect(await world.storage.sources.get('arxiv:cs.LG')).toEqual(status);
    });
  });
}
