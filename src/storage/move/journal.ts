import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../engine.ts';
import type { Schema } from '../schema.ts';
import { type Digest, type MovedTable, type Place, TABLES } from './tables.ts';

/** How far a move has come; it stands in the target until all is there and checked. */
export interface Journal {
  readonly moving: MovingTable;
}

/** A database with it. */
export type Db = Kysely<Schema & Journal>;

interface MovingTable {
  name: MovedTable;
  /** What the source holds. */
  rows: number;
  checksum: string;
  /** How many rows are there, and the key of the last one as JSON. */
  copied: number;
  last_json: string | null;
}

/** Of one table. */
export interface Progress extends Digest {
  readonly name: MovedTable;
  readonly copied: number;
  readonly last: Place | null;
}

/** True of a database into which another one is being moved. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
export async function isBeingFilled(db: Kysely<any>): Promise<boolean> {
  const { rows } = isPostgres(db)
    ? await sql`select 1 where to_regclass('moving') is not null`.execute(db)
    : await sql`select 1 from sqlite_master where name = 'moving'`.execute(db);
  return rows.length > 0;
}

/** Keeps bots out of the database from now on. */
export async function openJournal(db: Db): Promise<void> {
  await db.schema
    .createTable('moving')
    .ifNotExists()
    .addColumn('name', 'text', (it) => it.primaryKey())
    .addColumn('rows', 'bigint', (it) => it.notNull())
    .addColumn('checksum', 'text', (it) => it.notNull())
    .addColumn('copied', 'bigint', (it) => it.notNull())
    .addColumn('last_json', 'text')
    .execute();
}

/** Notes what is to be moved, of which nothing is there. */
export async function beginJournal(
  db: Db,
  digests: ReadonlyMap<MovedTable, Digest>,
): Promise<void> {
  await db.deleteFrom('moving').execute();
  const rows = [...digests].map(([name, digest]) => ({ name, ...digest, copied: 0 }));
  await db.insertInto('moving').values(rows).execute();
}

/** How far each table is, in the order in which they are moved; none before `beginJournal`. */
export async function readJournal(db: Db): Promise<readonly Progress[]> {
  const rows = await db.selectFrom('moving').selectAll().execute();
  return rows
    .toSorted((one, other) => TABLES.indexOf(one.name) - TABLES.indexOf(other.name))
    .map(({ last_json, ...row }) => ({ ...row, last: last_json ? JSON.parse(last_json) : null }));
}

/** Notes that rows of a table have come, in the transaction that brought them. */
export async function advance(db: Db, table: MovedTable, rows: number, last: Place): Promise<void> {
  await db
    .updateTable('moving')
    .set((it) => ({ copied: it('copied', '+', rows), last_json: JSON.stringify(last) }))
    .where('name', '=', table)
    .execute();
}

/** What a move has brought is not what the source holds: the next one begins anew. */
export async function distrust(db: Db): Promise<void> {
  await db.updateTable('moving').set({ checksum: '' }).execute();
}

/** The database is whole, and can be used. */
export async function endJournal(db: Db): Promise<void> {
  await db.schema.dropTable('moving').execute();
}
