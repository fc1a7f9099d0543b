import { randomUUID } from 'node:crypto';
import {
  type Dialect,
  HandleEmptyInListsPlugin,
  Kysely,
  replaceWithNoncontingentExpression,
  sql,
} from 'kysely';
import { NO_PEERS, type Peers } from '../core/peers.ts';
import type { Check } from '../core/platform.ts';
import type { Storage, Stores } from '../core/stores.ts';
import { createAbbreviationStore } from './abbreviations.ts';
import { createChannelStore } from './channels.ts';
import { createDeadLetters } from './dead-letters.ts';
import { isPostgresUrl, withoutConnectionName } from './engine.ts';
import type { StorageError } from './errors.ts';
import { createFeedStore } from './feeds.ts';
import { createInstallationStore } from './installations.ts';
import { exclusively, lockAll, lockChannel } from './locks.ts';
import { createMatchStore } from './matches.ts';
import { mend } from './mend.ts';
import { migrate } from './migrations.ts';
import { isBeingFilled } from './move/journal.ts';
import { createOutbox } from './outbox.ts';
import { createOverviewStore } from './overview.ts';
import { createPaperLists } from './paper-lists.ts';
import { createPaperStore } from './papers.ts';
import { createPostStore } from './posts.ts';
import { createReaderStore } from './readers.ts';
import { createSavedStore } from './saved.ts';
import type { Schema } from './schema.ts';
import { createSeenStore } from './seen.ts';
import { createSilenceStore } from './silences.ts';
import { createSourceStore } from './sources.ts';
import { openSqlite, pathOf } from './sqlite.ts';
import { createSubscriptionStore } from './subscriptions.ts';
import { createSummaryStore } from './summaries.ts';

/**
 * Opens the database and brings its schema up to date.
 * @param url "sqlite:<path>", "sqlite::memory:" for one that ends with the process, or
 *   "postgres://user:password@host:5432/database".
 * @throws {Error} one sentence for people, when it can't be opened or migrated.
 */
export async function openStorage(url: string): Promise<Storage> {
  const engine = isPostgresUrl(url) ? await postgres(url) : sqlite(url);
  const db = new Kysely<Schema>({ dialect: engine.dialect, plugins: [EMPTY_LISTS] });
  const owner = randomUUID();
  try {
    await exclusively(db, async (trx) => {
      await refuseHalfFilled(trx, engine.name);
      await migrate(trx, engine.name);
    });
    await mend(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const run = <T>(
    work: (stores: Stores) => Promise<T>,
    lock: (trx: Kysely<Schema>) => Promise<void>,
  ) =>
    db.transaction().execute(async (trx) => {
      await lock(trx);
      return work(createStores(trx, owner));
    });
  return {
    ...createStores(db, owner),
    transaction: (work) => run(work, lockAll),
    channelTransaction: (id, work) => run(work, (trx) => lockChannel(trx, id)),
    peers: engine.peers,
    ping: () => engine.ping(db),
    name: engine.name,
    check: () => engine.check(db),
    close: async () => {
      await engine.close();
      await db.destroy();
    },
  };
}

/** @throws {Error} when a move into the database has begun, and not come to its end. */
async function refuseHalfFilled(db: Kysely<Schema>, name: string): Promise<void> {
  if (!(await isBeingFilled(db))) return;
  throw new Error(
    `The database ${name} holds only a part of another one: run paper-route migrate-store again, which goes on where it was.`,
  );
}

/** SQLite takes `in ()`, PostgreSQL does not. */
const EMPTY_LISTS = new HandleEmptyInListsPlugin({
  strategy: replaceWithNoncontingentExpression,
});

/** What differs between the databases, beside engine.ts and word-index.ts. */
interface Engine {
  readonly dialect: Dialect;
  /** As errors name it; without a password. */
  readonly name: string;
  readonly peers: Peers;
  ping(db: Kysely<Schema>): Promise<void>;
  close(): Promise<void>;
  check(db: Kysely<Schema>): Promise<Check[]>;
}

function sqlite(url: string): Engine {
  let failure: StorageError | null = null;
  const dialect = openSqlite(pathOf(url), (error) => {
    failure = error;
  });
  return {
    dialect,
    name: pathOf(url),
    peers: NO_PEERS,
    /** After a failure, only a write shows that the database is well again; of damage, nothing does. */
    async ping(db) {
      if (failure?.fault === 'damaged') throw failure;
      await (failure ? sql`pragma user_version = 0` : sql`select 1`).execute(db);
      failure = null;
    },
    close: async () => undefined,
    check: (db) => checkFile(db, pathOf(url)),
  };
}

/** Its driver is loaded only when it is used. */
async function postgres(address: string): Promise<Engine> {
  const url = withoutConnectionName(address);
  const { nameOf, openPostgres } = await import('./postgres.ts');
  const { createPostgresPeers } = await import('./postgres-peers.ts');
  const peers = createPostgresPeers(url);
  const { checkServer } = await import('./postgres-check.ts');
  return {
    dialect: openPostgres(url),
    name: nameOf(url),
    peers,
    ping: async (db) => void (await sql`select 1`.execute(db)),
    close: peers.close,
    check: (db) => checkServer(db, url),
  };
}

/** @returns what is damaged; nothing of a sound file. */
async function checkFile(db: Kysely<Schema>, name: string): Promise<Check[]> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  const found = rows[0]?.quick_check.split('\n').at(-1) ?? 'ok';
  const remedy = 'Stop Paper Route and restore a backup: docs/backup.md says how.';
  const damage = { name: 'Database', ok: false, detail: `${name} is damaged: ${found}`, remedy };
  return found === 'ok' ? [] : [damage];
}

function createStores(db: Kysely<Schema>, owner: string): Stores {
  return {
    papers: createPaperStore(db),
    lists: createPaperLists(db),
    abbreviations: createAbbreviationStore(db),
    sources: createSourceStore(db),
    channels: createChannelStore(db),
    subscriptions: createSubscriptionStore(db),
    matches: createMatchStore(db),
    outbox: createOutbox(db, owner),
    posts: createPostStore(db),
    deadLetters: createDeadLetters(db),
    overview: createOverviewStore(db),
    silences: createSilenceStore(db),
    saved: createSavedStore(db),
    feeds: createFeedStore(db),
    installations: createInstallationStore(db),
    seen: createSeenStore(db),
    summaries: createSummaryStore(db),
    readers: createReaderStore(db),
  };
}
