import { describe } from 'vitest';
import type { Storage } from '../../src/core/stores.ts';
import { describeAbbreviations } from './stores/abbreviations.ts';
import { describeArchive } from './stores/archive.ts';
import { describeChannels } from './stores/channels.ts';
import { describeDeadLetters } from './stores/dead-letters.ts';
import { describeLists } from './stores/lists.ts';
import { describeMatches } from './stores/matches.ts';
import { describeMembers } from './stores/members.ts';
import { describeOutbox } from './stores/outbox.ts';
import { describeOverview } from './stores/overview.ts';
import { describePapers } from './stores/papers.ts';
import { describeReaders } from './stores/readers.ts';
import { describeSilences } from './stores/silences.ts';
import { describeSources } from './stores/sources.ts';
import { describeSummaries } from './stores/summaries.ts';
import { describeTransactions } from './stores/transactions.ts';
import { makeWorld } from './stores/world.ts';

/** What every storage must do, whatever the engine underneath: one file a store. */
export function describeStorageContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name} as a storage`, () => {
    const world = makeWorld(open);
    describePapers(world);
    describeArchive(world);
    describeLists(world);
    describeAbbreviations(world);
    describeChannels(world);
    describeMatches(world);
    describeMembers(world);
    describeOutbox(world);
    describeDeadLetters(world);
    describeOverview(world);
    describeSources(world);
    describeSilences(world);
    describeSummaries(world);
    describeReaders(world);
    describeTransactions(world);
  });
}
