import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { copyDatabase, removeDatabase } from '../backup.ts';
import { isPostgresUrl } from '../engine.ts';
import { explain } from '../errors.ts';
import { openStorage } from '../index.ts';
import { MIGRATIONS } from '../migrations.ts';
import { pathOf, useFile } from '../sqlite.ts';
import { type Connected, withDatabase } from './connect.ts';
import { countBots } from './in-use.ts';
import type { Db } from './journal.ts';

/** A database from which all is read, as it is at one moment. */
export interface Source extends Connected {
  /** True when somebody has written to it since. */
  hasChanged(): Promise<boolean>;
}

/**
 * Does work on a database that is only read: on a copy of a file beside it, brought up to date
 * there; on PostgreSQL, in a transaction that writes nothing.
 * @throws {Error} one sentence for people.
 */
export async function withSource<T>(url: string, work: (source: Source) => Promise<T>): Promise<T> {
  return isPostgresUrl(url) ? withServer(url, work) : withFile(pathOf(url), work);
}

async function withFile<T>(path: string, work: (source: Source) => Promise<T>): Promise<T> {
  if (!existsSync(path)) throw new Error(`There is no database ${path} to move. Check --from.`);
  const copy = `${path}.moving`;
  const original = openReadOnly(path);
  try {
    const before = versionOf(original);
    await copyDatabase(path, copy, true);
    await bringUpToDate(copy);
    const hasChanged = async () => versionOf(original) !== before;
    return await withDatabase(`sqlite:${copy}`, ({ db }) => work({ db, name: path, hasChanged }));
  } finally {
    original.close();
    removeDatabase(copy);
    tidy(path);
  }
}

function openReadOnly(path: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true });
    database.pragma('schema_version');
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, path);
  }
}

/** Who only reads leaves an empty -wal behind; the last one who may write takes it away by leaving. */
function tidy(path: string): void {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (wal?.size !== 0) return;
  try {
    useFile(path, (database) => database.pragma('schema_version'));
  } catch {
    // It may be that nobody can write there.
  }
}

/** It is another one after every change by another connection: https://sqlite.org/pragma.html#pragma_data_version */
function versionOf(database: Database.Database): unknown {
  return database.pragma('data_version', { simple: true });
}

async function bringUpToDate(path: string): Promise<void> {
  const storage = await openStorage(`sqlite:${path}`);
  await storage.close();
}

async function withServer<T>(url: string, work: (source: Source) => Promise<T>): Promise<T> {
  return withDatabase(url, async ({ db, name }) => {
    await refuseOtherVersion(db, name);
    const hasChanged = async () => (await countBots(db)) > 0;
    return db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
        return work({ db: trx, name, hasChanged });
      });
  });
}

/** Only a file has a copy that can be brought up to date. */
async function refuseOtherVersion(db: Db, name: string): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((it) => it.name === 'kysely_migration'))
    throw new Error(`The database ${name} holds nothing of Paper Route. Check --from.`);
  const done = await (db as unknown as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  const known = Object.keys(MIGRATIONS);
  if (done.length === known.length && done.every((it) => known.includes(it.name))) return;
  throw new Error(
    `The database ${name} is of another version of Paper Route. Start this version on it once, stop it, and move it then.`,
  );
}
