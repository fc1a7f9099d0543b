import { readConfig } from '../../src/config.ts';
import type { Listing } from '../../src/core/paper.ts';
import type { Storage } from '../../src/core/stores.ts';
import type { Extract } from '../../src/core/summary/summarise.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createRoutes } from '../../src/lib/routes.ts';
import { loadMatcher } from '../../src/pipeline/match.ts';
import { createSummaries } from '../../src/pipeline/summaries.ts';
import { openStorage } from '../../src/storage/index.ts';
import { createWeb } from '../../src/web/index.ts';
import { startServer } from '../../src/web/server.ts';

export const PAGE_NOW = new Date('2026-11-24T10:00:00Z');

export interface PagesOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Left out: PAGE_NOW. */
  readonly now?: Date;
  /** What is taken out of an abstract; left out: all of it. */
  readonly extract?: Extract;
}

/** The pages on a port of loopback, with a real database, and a clock that a test moves. */
export async function startPages(options: PagesOptions = {}) {
  const storage = await openStorage('sqlite::memory:');
  const routes = createRoutes();
  let moment = options.now ?? PAGE_NOW;
  let woken = 0;
  const log = silentLog();
  const { abbreviations } = await loadMatcher(storage, log);
  const web = createWeb({
    config: readConfig({ HTTP_PORT: '0', PAGE: 'true', ...options.environment }).web,
    ...{ routes, storage, abbreviations, log },
    summaries: createSummaries(options.extract ?? ((paper) => paper.abstract)),
    sourceNames: () => ['hugging-face', 'arxiv:cs.LG'],
    now: () => moment,
    nextPoll: () => new Date(moment.getTime() + 37 * 60_000),
    wake: () => {
      woken++;
    },
    timeZone: 'UTC',
  });
  const server = await startServer(0, routes);
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    ...{ storage, origin, web },
    woken: () => woken,
    at: (time: string) => {
      moment = new Date(time);
    },
    record: (...listings: Listing[]) => record(storage, listings, moment),
    get: (path: string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(origin + path, { headers, redirect: 'manual' }),
    text: async (path: string) => (await fetch(origin + path)).text(),
    async close() {
      await server.stop();
      await storage.close();
    },
  };
}

export type Pages = Awaited<ReturnType<typeof startPages>>;

/** Stores listings as seen now. */
async function record(storage: Storage, listings: readonly Listing[], seenAt: Date): Promise<void> {
  for (const listing of listings) await storage.papers.record(listing, seenAt);
}
