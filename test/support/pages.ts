import { randomUUID } from 'node:crypto';
import { readConfig } from '../../src/config.ts';
import type { Listing } from '../../src/core/paper.ts';
import type { Storage } from '../../src/core/stores.ts';
import type { Extract } from '../../src/core/summary/summarise.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createRoutes } from '../../src/lib/routes.ts';
import { loadMatcher } from '../../src/pipeline/match.ts';
import { createReaders } from '../../src/pipeline/readers.ts';
import { createSummaries } from '../../src/pipeline/summaries.ts';
import { openStorage } from '../../src/storage/index.ts';
import { openWeb } from '../../src/web/open.ts';
import { startServer } from '../../src/web/server.ts';
import { createRecordingSender } from './platform.ts';

export const PAGE_NOW = new Date('2026-11-24T10:00:00Z');

export interface PagesOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Left out: PAGE_NOW. */
  readonly now?: Date;
  /** What is taken out of an abstract; left out: all of it. */
  readonly extract?: Extract;
  /** True where readers may subscribe by mail. */
  readonly byMail?: boolean;
}

const DIGEST = {
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  timeZone: 'UTC',
} as const;

/** The pages on a port of loopback, with a real database, and a clock that a test moves. */
export async function startPages(options: PagesOptions = {}) {
  const storage = await openStorage('sqlite::memory:');
  const routes = createRoutes();
  let moment = options.now ?? PAGE_NOW;
  let woken = 0;
  const log = silentLog();
  const matcher = await loadMatcher(storage, log);
  const sender = createRecordingSender();
  const wake = () => {
    woken++;
  };
  const readers = options.byMail
    ? createReaders({
        ...{ storage, matcher, log, wake, now: () => moment },
        newId: randomUUID,
        senders: new Map([['email', sender]]),
        publicUrl: 'https://papers.example.net',
      })
    : null;
  const web = await openWeb({
    config: readConfig({ HTTP_PORT: '0', PAGE: 'true', ...options.environment }).web,
    ...{ routes, storage, log, wake, abbreviations: matcher.abbreviations },
    summaries: createSummaries(options.extract ?? ((paper) => paper.abstract)),
    sourceNames: () => ['hugging-face', 'arxiv:cs.LG'],
    now: () => moment,
    nextPoll: () => new Date(moment.getTime() + 37 * 60_000),
    digest: DIGEST,
    readers,
  });
  const server = await startServer(0, routes);
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    ...{ storage, origin, web, sender, mailed: sender.sent },
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
