import type { ChannelAddress } from '../../../src/core/channel.ts';
import type { Listing } from '../../../src/core/paper.ts';
import { formatQuery, queryKey } from '../../../src/core/query/format.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { lookBack } from '../../../src/core/subscription.ts';
import { createTermWeights } from '../../../src/core/summary/term-weights.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { ingest } from '../../../src/pipeline/ingest.ts';
import { loadMatcher } from '../../../src/pipeline/match.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { makeListing } from '../../support/listings.ts';
import { createRandom, type Random } from '../matcher/random.ts';

export interface PaperLoad {
  /** Each in a channel of its own. */
  readonly subscriptions: number;
  readonly papers: number;
}

/** Words of papers and queries alike; 5,000 of them, the first ones common. */
const WORDS = 5_000;

/** Has one process read so many papers; gives what it took, as a line. */
export async function readPapers(url: string, load: PaperLoad): Promise<string> {
  const storage = await openStorage(url);
  const random = createRandom(1);
  const now = new Date();
  await storage.transaction(async (stores) => {
    for (let number = 0; number < load.subscriptions; number++) {
      const address: ChannelAddress = { platform: 'slack', workspace: 'T1', channel: `C${number}` };
      const channel = await stores.channels.ensure(address, { kind: 'at-once' }, now);
      const query = parseQuery(`${word(random)} ${word(random)}`);
      await stores.subscriptions.add({
        ...{ channelId: channel.id, query: formatQuery(query), key: queryKey(query) },
        ...{ since: lookBack(now), createdBy: 'U1', createdAt: now },
      });
    }
  });
  const matcher = await loadMatcher(storage, silentLog());
  const listings = Array.from({ length: load.papers }, (_, index) => listing(index, random, now));
  const began = performance.now();
  const report = await ingest(
    {
      name: 'hugging-face',
      fetch: async () => ({ listings, state: null, silence: null }),
    },
    { storage, matcher, termWeights: createTermWeights(), log: silentLog(), now: () => now },
    new AbortController().signal,
  );
  const seconds = (performance.now() - began) / 1_000;
  const [today] = await storage.overview.days(now);
  await storage.close();
  const matches = (today?.matches ?? 0) / load.papers;
  return `1 process reads: ${report.listings} papers in ${seconds.toFixed(1)} s, ${(load.papers / seconds).toFixed(0)} a second, ${load.subscriptions} subscriptions, ${matches.toFixed(0)} matches a paper`;
}

function listing(index: number, random: Random, now: Date): Listing {
  const id = `2611.${String(index + 1).padStart(5, '0')}`;
  const text = (length: number) => Array.from({ length }, () => word(random)).join(' ');
  return makeListing({
    ...{ entryId: id, identifiers: [`arxiv:${id}`], listedAt: now },
    ...{ title: text(9), abstract: `${text(150)}.` },
  });
}

function word(random: Random): string {
  return `word${random.zipf(WORDS).toString(36)}x`;
}
