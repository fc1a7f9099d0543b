import { randomUUID } from 'node:crypto';
import { Kysely, sql } from 'kysely';
import type { Storage, Stores } from '../core/stores.ts';
import { createAbbreviationStore } from './abbreviations.ts';
import { createChannelStore } from './channels.ts';
import { cleanOutdated } from './clean-texts.ts';
import { createDeadLetters } from './dead-letters.ts';
import type { StorageError } from './errors.ts';
import { createFeedStore } from './feeds.ts';
import { createInstallationStore } from './installations.ts';
import { createMatchStore } from './matches.ts';
import { migrate } from './migrations.ts';
import { createOutbox } from './outbox.ts';
import { indexMissing } from './paper-words.ts';
import { createPaperStore } from './papers.ts';
import { createPostStore } from './posts.ts';
import { createSavedStore } from './saved.ts';
import type { Schema } from './schema.ts';
import { createSilenceStore } from './silences.ts';
import { createSourceStore } from './sources.ts';
import { openSqlite, pathOf } from './sqlite.ts';
import { createSubscriptionStore } from './subscriptions.ts';
import { createSummaryStore } from './summaries.ts';

/**
 * Opens the database and brings its schema up to date.
 * @param url "sqlite:<path>", or "sqlite::memory:" for one that ends with the process.
 * @throws {Error} one sentence for people, when it can't be opened or migrated.
 */
export async function openStorage(url: string): Promise<Storage> {
  let failure: StorageError | null = null;
  const dialect = openSqlite(pathOf(url), (error) => {
    failure = error;
  });
  const db = new Kysely<Schema>({ dialect });
  const owner = randomUUID();
  try {
    await migrate(db, pathOf(url));
    await db.transaction().execute(indexMissing);
    await db.transaction().execute(cleanOutdated);
  } catch (error) {
    await db.destroy();
    throw error;
  }

  /** After a failure, only a write shows that the database is well again; of damage, nothing does. */
  async function ping(): Promise<void> {
    if (failure?.fault === 'damaged') throw failure;
    await (failure ? sql`pragma user_version = 0` : sql`select 1`).execute(db);
    failure = null;
  }

  return {
    ...createStores(db, owner),
    transaction: (work) => db.transaction().execute((trx) => work(createStores(trx, owner))),
    ping,
    check: () => checkFile(db),
    close: () => db.destroy(),
  };
}

async function checkFile(db: Kysely<Schema>): Promise<string | null> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  const found = rows[0]?.quick_check.split('\n').at(-1) ?? 'ok';
  return found === 'ok' ? null : found;
}

function createStores(db: Kysely<Schema>, owner: string): Stores {
  return {
    papers: createPaperStore(db),
    abbreviations: createAbbreviationStore(db),
    sources: createSourceStore(db),
    channels: createChannelStore(db),
    subscriptions: createSubscriptionStore(db),
    matches: createMatchStore(db),
    outbox: createOutbox(db, owner),
    posts: createPostStore(db),
    deadLetters: createDeadLetters(db),
    silences: createSilenceStore(db),
    saved: createSavedStore(db),
    feeds: createFeedStore(db),
    installations: createInstallationStore(db),
    summaries: createSummaryStore(db),
  };
}
