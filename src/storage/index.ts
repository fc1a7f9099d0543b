import { randomUUID } from 'node:crypto';
import { Kysely, sql } from 'kysely';
import type { Storage, Stores } from '../core/stores.ts';
import { createAbbreviationStore } from './abbreviations.ts';
import { createChannelStore } from './channels.ts';
import { createMatchStore } from './matches.ts';
import { migrate } from './migrations.ts';
import { createOutbox } from './outbox.ts';
import { indexMissing } from './paper-words.ts';
import { createPaperStore } from './papers.ts';
import type { Schema } from './schema.ts';
import { createSourceStore } from './sources.ts';
import { openSqlite } from './sqlite.ts';
import { createSubscriptionStore } from './subscriptions.ts';

/**
 * Opens the database and brings its schema up to date.
 * @param url "sqlite:<path>", or "sqlite::memory:" for one that ends with the process.
 * @throws {Error} one sentence for people, when it can't be opened or migrated.
 */
export async function openStorage(url: string): Promise<Storage> {
  const db = new Kysely<Schema>({ dialect: openSqlite(url.replace(/^sqlite:/, '')) });
  const owner = randomUUID();
  try {
    await migrate(db);
    await indexMissing(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...createStores(db, owner),
    transaction: (work) => db.transaction().execute((trx) => work(createStores(trx, owner))),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
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
  };
}
