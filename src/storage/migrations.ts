import { type ColumnDefinitionBuilder, type Kysely, sql, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { shortName } from '../core/reference.ts';
import { isPostgres } from './engine.ts';
import { StorageError } from './errors.ts';
import { page } from './migrate-page.ts';
import { readers } from './migrate-readers.ts';
import { scale, waitingInOrder } from './migrate-scale.ts';
import { summaries } from './migrate-summaries.ts';
import type { Schema } from './schema.ts';
import { createWordIndex } from './word-index.ts';

/** Ordered and append-only: a released migration is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-schema': { up: firstSchema },
  '0002-query-keys': { up: queryKeys },
  '0003-archive-search': { up: archiveSearch },
  '0004-next-digest': { up: nextDigest },
  '0005-delivery': { up: delivery },
  '0006-conversation': { up: conversation },
  '0007-summaries': { up: summaries },
  '0008-text-rules': { up: textRules },
  '0009-seen': { up: seen },
  '0010-scale': { up: scale },
  '0011-waiting': { up: waitingInOrder },
  '0012-readers': { up: readers },
  '0013-page': { up: page },
};

/**
 * Brings the schema up to date.
 * @param trx a transaction that excludes all others: a failure leaves the database as it was.
 * @param name of the database, for errors.
 * @throws {Error} one sentence, when a migration fails or the database is newer than the program.
 */
export async function migrate<T>(
  trx: Transaction<T>,
  name: string,
  migrations = MIGRATIONS,
): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const { error, results } = await new Migrator({ db: trx, provider }).migrateToLatest();
  if (!error) return;
  const failed = results?.find((it) => it.status === 'Error')?.migrationName;
  throw whyNotMigrated(error, name, failed);
}

function whyNotMigrated(error: unknown, name: string, failed: string | undefined): unknown {
  if (error instanceof StorageError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (failed)
    return new Error(
      `The database ${name} could not be brought up to date (${failed}: ${reason}). It is as it was: start the version of Paper Route that you had, and report this.`,
      { cause: error },
    );
  if (!/corrupted migrations/.test(reason))
    return new Error(`The database ${name} can't be used: ${reason}`, { cause: error });
  return new Error(
    `The database ${name} was written by a newer version of Paper Route (${reason}). Start that version, or restore a backup of before: docs/backup.md says how.`,
    { cause: error },
  );
}

/** SQLite counts in integers of 64 bits, PostgreSQL's have 32. */
function counterType(db: Kysely<unknown>): 'bigint' | 'integer' {
  return isPostgres(db) ? 'bigint' : 'integer';
}

/** A primary key that the database counts up. */
function counter(db: Kysely<unknown>) {
  return (it: ColumnDefinitionBuilder) =>
    isPostgres(db)
      ? it.primaryKey().generatedByDefaultAsIdentity()
      : it.primaryKey().autoIncrement();
}

async function firstSchema(db: Kysely<unknown>): Promise<void> {
  await createPapers(db);
  await createChannels(db);
  await createDeliveries(db);
}

async function createPapers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('papers')
    .addColumn('id', 'text', (it) => it.primaryKey())
    .addColumn('listed_at', 'bigint', (it) => it.notNull())
    .addColumn('seen_at', 'bigint', (it) => it.notNull())
    .addColumn('upvotes', 'integer', (it) => it.notNull())
    .addColumn('paper_json', 'text', (it) => it.notNull())
    .execute();
  await db.schema.createIndex('papers_listed_at').on('papers').column('listed_at').execute();
  await db.schema
    .createTable('aliases')
    .addColumn('alias', 'text', (it) => it.notNull())
    .addColumn('paper_id', 'text', (it) => it.notNull().references('papers.id'))
    .addPrimaryKeyConstraint('aliases_key', ['alias', 'paper_id'])
    .execute();
  await db.schema.createIndex('aliases_paper').on('aliases').column('paper_id').execute();
  await db.schema
    .createTable('listings')
    .addColumn('source', 'text', (it) => it.notNull())
    .addColumn('entry_id', 'text', (it) => it.notNull())
    .addColumn('paper_id', 'text', (it) => it.notNull().references('papers.id'))
    .addColumn('seen_at', 'bigint', (it) => it.notNull())
    .addColumn('listing_json', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('listings_key', ['source', 'entry_id'])
    .execute();
  await db.schema.createIndex('listings_paper').on('listings').column('paper_id').execute();
  await db.schema
    .createTable('sources')
    .addColumn('name', 'text', (it) => it.primaryKey())
    .addColumn('state_json', 'text', (it) => it.notNull())
    .addColumn('last_success_at', 'bigint')
    .addColumn('failures', 'integer', (it) => it.notNull())
    .addColumn('not_before', 'bigint')
    .addColumn('last_error', 'text')
    .addColumn('silence', 'text')
    .execute();
}

async function createChannels(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('channels')
    .addColumn('id', counterType(db), counter(db))
    .addColumn('platform', 'text', (it) => it.notNull())
    .addColumn('workspace', 'text', (it) => it.notNull())
    .addColumn('channel', 'text', (it) => it.notNull())
    .addColumn('schedule_json', 'text', (it) => it.notNull())
    .addColumn('paused_reason', 'text')
    .addColumn('composed_until', 'bigint', (it) => it.notNull())
    .addColumn('created_at', 'bigint', (it) => it.notNull())
    .addUniqueConstraint('channels_address', ['platform', 'workspace', 'channel'])
    .execute();
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', counterType(db), counter(db))
    .addColumn('channel_id', 'integer', (it) => it.notNull().references('channels.id'))
    .addColumn('query', 'text', (it) => it.notNull())
    .addColumn('since', 'bigint', (it) => it.notNull())
    .addColumn('created_by', 'text', (it) => it.notNull())
    .addColumn('created_at', 'bigint', (it) => it.notNull())
    .addUniqueConstraint('subscriptions_once', ['channel_id', 'query'])
    .execute();
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('matches')
    .addColumn('subscription_id', 'integer', (it) =>
      it.notNull().references('subscriptions.id').onDelete('cascade'),
    )
    .addColumn('channel_id', 'integer', (it) => it.notNull().references('channels.id'))
    .addColumn('paper_id', 'text', (it) => it.notNull().references('papers.id'))
    .addColumn('evidence_json', 'text', (it) => it.notNull())
    .addColumn('created_at', 'bigint', (it) => it.notNull())
    .addPrimaryKeyConstraint('matches_key', ['channel_id', 'paper_id', 'subscription_id'])
    .execute();
  await db.schema
    .createIndex('matches_subscription')
    .on('matches')
    .column('subscription_id')
    .execute();
  await db.schema.createIndex('matches_paper').on('matches').column('paper_id').execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('seq', counterType(db), counter(db))
    .addColumn('id', 'text', (it) => it.notNull().unique())
    .addColumn('channel_id', 'integer', (it) => it.notNull().references('channels.id'))
    .addColumn('message_json', 'text', (it) => it.notNull())
    .addColumn('state', 'text', (it) => it.notNull())
    .addColumn('attempts', 'integer', (it) => it.notNull())
    .addColumn('not_before', 'bigint', (it) => it.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('attempted_at', 'bigint')
    .addColumn('maybe_sent_at', 'bigint')
    .addColumn('settled_at', 'bigint')
    .addColumn('receipt', 'text')
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (it) => it.notNull())
    .execute();
  await db.schema
    .createIndex('deliveries_queue')
    .on('deliveries')
    .columns(['state', 'channel_id', 'seq'])
    .execute();
  await db.schema
    .createTable('posts')
    .addColumn('channel_id', 'integer', (it) => it.notNull().references('channels.id'))
    .addColumn('paper_id', 'text', (it) => it.notNull().references('papers.id'))
    .addColumn('delivery_id', 'text', (it) => it.notNull().references('deliveries.id'))
    .addPrimaryKeyConstraint('posts_key', ['channel_id', 'paper_id'])
    .execute();
  await db.schema.createIndex('posts_paper').on('posts').column('paper_id').execute();
}

/** Two spellings of a query are one subscription: what they share is its key. */
async function queryKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('subscriptions').addColumn('query_key', 'text').execute();
  await sql`update subscriptions set query_key = query`.execute(db);
  await db.schema
    .createIndex('subscriptions_key')
    .on('subscriptions')
    .columns(['channel_id', 'query_key'])
    .unique()
    .execute();
}

/** The words of each paper for a full-text search, and the abbreviations that papers define. */
async function archiveSearch(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('paper_numbers')
    .addColumn('number', counterType(db), counter(db))
    .addColumn('paper_id', 'text', (it) => it.notNull().unique())
    .execute();
  await createWordIndex(db);
  await db.schema
    .createTable('definitions')
    .addColumn('paper_id', 'text', (it) => it.notNull())
    .addColumn('short', 'text', (it) => it.notNull())
    .addColumn('long', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('definitions_key', ['paper_id', 'short', 'long'])
    .execute();
}

/** When a channel's digest is due is stored, instead of worked out for every channel each minute. */
async function nextDigest(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('channels').dropColumn('composed_until').execute();
  await db.schema.alterTable('channels').addColumn('next_digest_at', 'bigint').execute();
  await sql`update channels set next_digest_at = 0 where schedule_json like '%"daily"%'`.execute(
    db,
  );
  await db.schema
    .createIndex('channels_next_digest')
    .on('channels')
    .column('next_digest_at')
    .execute();
}

/** Patience and edits of deliveries, caps and pauses of channels, habits of sources. */
async function delivery(db: Kysely<unknown>): Promise<void> {
  const add = (table: string, column: string, type: 'integer' | 'bigint' | 'text', initial = '') =>
    sql.raw(`alter table ${table} add column ${column} ${type}${initial}`).execute(db);
  await add('deliveries', 'waited_ms', 'bigint', ' not null default 0');
  await add('deliveries', 'edits', 'text');
  await add('deliveries', 'changed', 'integer', ' not null default 0');
  await add('posts', 'carded', 'integer', ' not null default 1');
  await add('posts', 'place', 'integer', ' not null default 0');
  await add('channels', 'refusals', 'integer', ' not null default 0');
  await add('channels', 'probe_at', 'bigint');
  await add('channels', 'daily_cap', 'integer');
  await add('channels', 'notices', 'integer', ' not null default 1');
  await sql`update sources set silence = null`.execute(db);
  await add('sources', 'news_at', 'bigint');
  await add('sources', 'gaps_json', 'text', " not null default '[]'");
  await db.schema
    .createTable('silences')
    .addColumn('source', 'text', (it) => it.notNull())
    .addColumn('channel_id', 'integer', (it) => it.notNull().references('channels.id'))
    .addColumn('told_at', 'bigint', (it) => it.notNull())
    .addPrimaryKeyConstraint('silences_key', ['source', 'channel_id'])
    .execute();
  await db.schema.createIndex('deliveries_edits').on('deliveries').column('edits').execute();
  await sql`create index deliveries_changed on deliveries (seq) where changed = 1`.execute(db);
  await db.schema.createIndex('posts_delivery').on('posts').column('delivery_id').execute();
}

/** Settings of channels, saved papers, feeds from chat, workspaces, short names of papers. */
async function conversation(db: Kysely<unknown>): Promise<void> {
  const add = (table: string, column: string, type: string) =>
    sql.raw(`alter table ${table} add column ${column} ${type}`).execute(db);
  await add('channels', 'announces', 'integer not null default 1');
  await add('channels', 'layout', "text not null default 'cards'");
  await add('channels', 'links', "text not null default 'words'");
  await add('channels', 'min_upvotes', 'integer');
  await add('channels', 'sources_json', 'text');
  await add('channels', 'paused_until', 'bigint');
  await add('channels', 'mutes_json', "text not null default '[]'");
  await add('deliveries', 'first', 'text');
  await nameShortly(db as Kysely<Pick<Schema, 'papers' | 'aliases'>>);
  await db.schema
    .createTable('saved')
    .addColumn('platform', 'text', (it) => it.notNull())
    .addColumn('workspace', 'text', (it) => it.notNull())
    .addColumn('user_id', 'text', (it) => it.notNull())
    .addColumn('paper_id', 'text', (it) => it.notNull().references('papers.id'))
    .addColumn('saved_at', 'bigint', (it) => it.notNull())
    .addPrimaryKeyConstraint('saved_key', ['platform', 'workspace', 'user_id', 'paper_id'])
    .execute();
  await db.schema.createIndex('saved_paper').on('saved').column('paper_id').execute();
  await db.schema
    .createTable('feeds')
    .addColumn('url', 'text', (it) => it.primaryKey())
    .addColumn('title', 'text', (it) => it.notNull())
    .addColumn('added_by', 'text', (it) => it.notNull())
    .addColumn('added_at', 'bigint', (it) => it.notNull())
    .execute();
  await db.schema
    .createTable('installations')
    .addColumn('platform', 'text', (it) => it.notNull())
    .addColumn('workspace', 'text', (it) => it.notNull())
    .addColumn('sealed', 'text', (it) => it.notNull())
    .addColumn('installed_at', 'bigint', (it) => it.notNull())
    .addPrimaryKeyConstraint('installations_key', ['platform', 'workspace'])
    .execute();
}

/** Listings whose texts an earlier version cleaned are found, and cleaned anew. */
async function textRules(db: Kysely<unknown>): Promise<void> {
  await sql`alter table listings add column text_rules integer not null default 0`.execute(db);
  await db.schema.createIndex('listings_text_rules').on('listings').column('text_rules').execute();
}

/** What platforms have sent, so that a repetition is known in every process. */
async function seen(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('seen')
    .addColumn('key', 'text', (it) => it.primaryKey())
    .addColumn('seen_at', 'bigint', (it) => it.notNull())
    .execute();
  await db.schema.createIndex('seen_at').on('seen').column('seen_at').execute();
}

/** Gives the stored papers the short names that new ones get. */
async function nameShortly(db: Kysely<Pick<Schema, 'papers' | 'aliases'>>): Promise<void> {
  for (const { id } of await db.selectFrom('papers').select('id').execute())
    await db
      .insertInto('aliases')
      .values({ alias: shortName(id), paper_id: id })
      .onConflict((it) => it.doNothing())
      .execute();
}
