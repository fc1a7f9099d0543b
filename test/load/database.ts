import type { ChannelAddress } from '../../src/core/channel.ts';
import type { Listing } from '../../src/core/paper.ts';
import { formatQuery, queryKey } from '../../src/core/query/format.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import type { DailySchedule } from '../../src/core/schedule.ts';
import type { Source } from '../../src/core/source.ts';
import type { Storage, Stores } from '../../src/core/stores.ts';
import { lookBack } from '../../src/core/subscription.ts';
import { createTermWeights } from '../../src/core/summary/term-weights.ts';
import { DAY_MS } from '../../src/core/time.ts';
import { silentLog } from '../../src/lib/log.ts';
import { ingest } from '../../src/pipeline/ingest.ts';
import { loadMatcher } from '../../src/pipeline/match.ts';
import { openStorage } from '../../src/storage/index.ts';
import { createRandom } from '../bench/matcher/random.ts';
import { makeListing } from '../support/listings.ts';

export interface Contents {
  readonly channels: readonly ChannelAddress[];
  readonly schedule: DailySchedule;
  /** How many papers each channel's digest brings. */
  readonly papers: number;
  /** How many papers of the last two weeks lie there that nobody follows. */
  readonly archive: number;
}

/** What all channels follow. */
const QUERY = 'tidalwave';

/** Writes what a bot would have stored by now: channels, subscriptions, papers and their matches. */
export async function writeDatabase(url: string, contents: Contents): Promise<void> {
  const storage = await openStorage(url);
  try {
    await storage.transaction((stores) => subscribeAll(stores, contents));
    await list(storage, [...archive(contents.archive), ...news(contents.papers)]);
  } finally {
    await storage.close();
  }
}

async function subscribeAll(stores: Stores, { channels, schedule }: Contents): Promise<void> {
  const query = parseQuery(QUERY);
  const createdAt = new Date();
  for (const address of channels) {
    const channel = await stores.channels.ensure(address, schedule, createdAt);
    await stores.channels.change(channel.id, { announces: false });
    await stores.subscriptions.add({
      ...{ channelId: channel.id, query: formatQuery(query), key: queryKey(query) },
      ...{ since: lookBack(createdAt), createdBy: 'U1', createdAt },
    });
  }
}

async function list(storage: Storage, listings: readonly Listing[]): Promise<void> {
  const log = silentLog();
  const matcher = await loadMatcher(storage, log);
  const source: Source = {
    name: 'hugging-face',
    fetch: async () => ({ listings, state: null, silence: null }),
  };
  const termWeights = createTermWeights();
  const deps = { storage, matcher, termWeights, log, now: () => new Date() };
  const report = await ingest(source, deps, new AbortController().signal);
  if (report.outcome !== 'read') throw new Error(`The papers were not stored: ${report.reason}`);
}

function news(count: number): Listing[] {
  return Array.from({ length: count }, (_, index) =>
    named(`2611.${String(index + 1).padStart(5, '0')}`, {
      title: `On the ${QUERY} number ${index + 1}`,
      abstract: 'We measure how it rises and falls. It rises twice a day. '.repeat(6),
      listedAt: new Date(),
      upvotes: 100 - index,
    }),
  );
}

const WORDS =
  'model data graph agent policy reward token vision speech proof kernel sample bound noise memory prompt'.split(
    ' ',
  );

function archive(count: number): Listing[] {
  const random = createRandom(1);
  const text = (length: number) =>
    Array.from({ length }, () => `${random.pick(WORDS)}${random.below(50)}`).join(' ');
  return Array.from({ length: count }, (_, index) =>
    named(`2610.${String(index + 1).padStart(5, '0')}`, {
      ...{ title: text(9), abstract: `${text(150)}.` },
      listedAt: new Date(Date.now() - ((index % 14) + 1) * DAY_MS),
    }),
  );
}

function named(id: string, values: Partial<Listing>): Listing {
  return makeListing({ entryId: id, identifiers: [`arxiv:${id}`], ...values });
}
