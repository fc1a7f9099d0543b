import type { Kysely } from 'kysely';
import { isPostgres } from '../engine.ts';
import { exclusively } from '../locks.ts';
import { migrate } from '../migrations.ts';
import { indexNumbered } from '../paper-words.ts';
import type { Schema } from '../schema.ts';
import { type Connected, withDatabase } from './connect.ts';
import { countBots, inUse, refuseBots, refuseMoves } from './in-use.ts';
import {
  advance,
  beginJournal,
  type Db,
  isBeingFilled,
  openJournal,
  readJournal,
} from './journal.ts';
import { placeOf, type Row } from './rows.ts';
import { type Digest, type MovedTable, TABLES } from './tables.ts';

/** Does work on a database that is to be filled, while no other move does. */
export async function withTarget<T>(
  url: string,
  work: (target: Connected) => Promise<T>,
): Promise<T> {
  return withDatabase(url, (target) =>
    isPostgres(target.db)
      ? target.db.connection().execute(async (db) => {
          await refuseMoves({ ...target, db });
          return work(target);
        })
      : work(target),
  );
}

/**
 * Makes the tables of an empty database and keeps bots out of it, both at one moment. Gives false
 * of one that holds data which no unfinished move has brought: it stays as it is.
 * @throws {Error} when a bot is connected to it.
 */
export async function claim({ db, name }: Connected): Promise<boolean> {
  await refuseBots({ db, name });
  return exclusively(db, async (trx) => {
    if (!(await isBeingFilled(trx)) && (await holdsData(trx))) return false;
    if ((await countBots(trx)) > 0) throw inUse(name);
    await migrate(trx, name);
    await openJournal(trx);
    return true;
  });
}

async function holdsData(db: Db): Promise<boolean> {
  const present = (await db.introspection.getTables()).map((it) => it.name);
  for (const table of TABLES.filter((it) => present.includes(it)))
    if (await db.selectFrom(table).selectAll().limit(1).executeTakeFirst()) return true;
  return false;
}

/** @throws {Error} when there are more rows than moves have brought: they are somebody's. */
export async function refuseStrangers({ db, name }: Connected): Promise<void> {
  const known = new Map((await readJournal(db)).map((it) => [it.name, it.copied]));
  for (const table of TABLES) {
    const { rows } = await db
      .selectFrom(table)
      .select((it) => it.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    if (Number(rows) > (known.get(table) ?? 0)) throw strangers(table, name);
  }
}

function strangers(table: MovedTable, name: string): Error {
  return new Error(
    `The table ${table} of ${name} holds rows that no move has brought, and a move overwrites nothing. Give --to an empty database.`,
  );
}

/** Takes out what an earlier move has brought, and notes what is to come. */
export async function beginAnew(
  { db, name }: Connected,
  digests: ReadonlyMap<MovedTable, Digest>,
): Promise<void> {
  await exclusively(db, async (trx) => {
    await refuseStrangers({ db: trx, name });
    await trx.deleteFrom('paper_words').execute();
    for (const table of TABLES.toReversed()) await trx.deleteFrom(table).execute();
    await beginJournal(trx, digests);
  });
}

/** Stores rows, and that they are there; papers can be found by their words then. */
export async function store(
  { db, name }: Connected,
  table: MovedTable,
  rows: readonly Row[],
): Promise<void> {
  const last = rows.at(-1);
  if (!last) return;
  const inserting = (trx: Db) =>
    (trx as unknown as Kysely<Record<string, Row>>).insertInto(table).values(rows).execute();
  await db.transaction().execute(async (trx) => {
    await inserting(trx).catch((error) => {
      throw isTaken(error) ? strangers(table, name) : error;
    });
    if (table === 'paper_numbers')
      await indexNumbered(
        trx as unknown as Kysely<Schema>,
        rows.map((it) => Number(it.number)),
      );
    await advance(trx, table, rows.length, placeOf(table, last));
  });
}

/** True when there is a row already with a key of one that was to be stored. */
function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '23505' || /^SQLITE_CONSTRAINT_(?:PRIMARYKEY|UNIQUE)$/.test(code);
}
