import type { Kysely } from 'kysely';
import { exclusively } from '../locks.ts';
import { migrate } from '../migrations.ts';
import { indexNumbered } from '../paper-words.ts';
import type { Schema } from '../schema.ts';
import { type Connected, withDatabase } from './connect.ts';
import { refuseBots } from './in-use.ts';
import { advance, type Db, forget, isBeingFilled } from './journal.ts';
import { placeOf, type Row } from './rows.ts';
import { type MovedTable, TABLES } from './tables.ts';

/** A database that is to be filled. */
export interface Target extends Connected {
  /** True when it holds data that no unfinished move has brought. */
  readonly isFull: boolean;
}

/** Does work on an up-to-date database, or, when it is full already, on one as it is. */
export async function withTarget<T>(url: string, work: (target: Target) => Promise<T>): Promise<T> {
  return withDatabase(url, async (connected) => {
    await refuseBots(connected);
    const isFull = !(await isBeingFilled(connected.db)) && (await holdsData(connected.db));
    if (!isFull) await exclusively(connected.db, (trx) => migrate(trx, connected.name));
    return work({ ...connected, isFull });
  });
}

async function holdsData(db: Db): Promise<boolean> {
  const present = (await db.introspection.getTables()).map((it) => it.name);
  for (const table of TABLES.filter((it) => present.includes(it)))
    if (await db.selectFrom(table).selectAll().limit(1).executeTakeFirst()) return true;
  return false;
}

/** Takes out what an earlier move has brought. */
export async function empty(db: Db): Promise<void> {
  await exclusively(db, async (trx) => {
    await forget(trx);
    await trx.deleteFrom('paper_words').execute();
    for (const table of TABLES.toReversed()) await trx.deleteFrom(table).execute();
  });
}

/** Stores rows, and that they are there; papers can be found by their words then. */
export async function store(db: Db, table: MovedTable, rows: readonly Row[]): Promise<void> {
  const last = rows.at(-1);
  if (!last) return;
  await db.transaction().execute(async (trx) => {
    await (trx as unknown as Kysely<Record<string, Row>>).insertInto(table).values(rows).execute();
    if (table === 'paper_numbers')
      await indexNumbered(
        trx as unknown as Kysely<Schema>,
        rows.map((it) => Number(it.number)),
      );
    await advance(trx, table, rows.length, placeOf(table, last));
  });
}
