import { describe, expect, it } from 'vitest';
import { crash } from './run.ts';

const KILLS = 15;
/** Half a minute on an idle machine. */
const PATIENCE_MS = 170_000;

/** `npm run crashtest` takes more kills and other seeds. */
describe('a bot that is killed again and again through a day on Slack and Discord', () => {
  it.each([2])(
    'loses nothing, repeats nothing, and keeps the order (seed %i)',
    async (seed) => {
      const report = await crash({
        ...{ seed, kills: KILLS, store: 'sqlite', processes: 1, keep: false },
      });
      expect(report.violations, `evidence: ${report.evidence}`).toEqual([]);
      expect(Object.values(report.kills).reduce((sum, kills) => sum + kills)).toBe(KILLS);
      expect(report.cards).toBeGreaterThan(50);
      expect(report.threaded).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});
