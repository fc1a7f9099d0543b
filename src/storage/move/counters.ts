import { sql } from 'kysely';
import { isPostgres } from '../engine.ts';
import type { Db } from './journal.ts';
import { COUNTERS } from './tables.ts';

/** Goes on counting where the source was: a number that was given to a row is given to no other. */
export async function moveCounters(from: Db, to: Db): Promise<void> {
  for (const [table, column] of COUNTERS)
    await setLast(to, table, column, await lastOf(from, table, column));
}

/** The last number that was given; 0 when none was. */
async function lastOf(db: Db, table: string, column: string): Promise<number> {
  const { rows } = isPostgres(db)
    ? await sql<{ last: number }>`select last_value as last from pg_sequences
        where format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence(${table}, ${column})`.execute(
        db,
      )
    : await sql<{
        last: number;
      }>`select seq as last from sqlite_sequence where name = ${table}`.execute(db);
  return rows[0]?.last ?? 0;
}

async function setLast(db: Db, table: string, column: string, last: number): Promise<void> {
  if (isPostgres(db)) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), ${Math.max(last, 1)}, ${last > 0})`.execute(
      db,
    );
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
}
