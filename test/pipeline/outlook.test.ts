import { expect, it, onTestFinished } from 'vitest';
import { createAbbreviations } from '../../src/core/matching/abbreviations.ts';
import type { AnalysedText } from '../../src/core/matching/text.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { lookOut } from '../../src/pipeline/outlook.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListings } from '../support/listings.ts';
import { passingDatabase } from '../support/store.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
/** Its title and its abstract. */
const TEXTS_OF_A_PAPER = 2;

it('gives others a turn after a hundred papers, also while it looks for a narrower query', async () => {
  const storage = await openStorage(await passingDatabase());
  onTestFinished(storage.close);
  for (const [at, listing] of makeListings(350).entries())
    await storage.papers.record({ ...listing, upvotes: at < 5 ? 12 : 0 }, NOW);
  let inOneGo = 0;
  let most = 0;
  const expand = (text: AnalysedText) => {
    most = Math.max(most, ++inOneGo);
    return text;
  };
  let isOver = false;
  const takeTurns = () => {
    inOneGo = 0;
    if (!isOver) setImmediate(takeTurns);
  };
  takeTurns();
  const abbreviations = { ...createAbbreviations(), expand };
  const deps = { stores: storage, abbreviations };
  const { month, suggestion } = await lookOut(parseQuery('grpo'), NOW, deps);
  isOver = true;
  expect(month).toBe(350);
  expect(suggestion).toEqual({ kind: 'narrower', query: 'grpo upvotes>=10', month: 5 });
  expect(most).toBe(100 * TEXTS_OF_A_PAPER);
});
