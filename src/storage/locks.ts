import { type Kysely, sql, type Transaction } from 'kysely';
import { isPostgres } from './engine.ts';
import type { Schema } from './schema.ts';

/** Keys of advisory locks are ours alone within a database: the letters "papr" and a channel's id, or "move". */
const ARCHIVE = 0x70617072;
const MOVE = 0x6d6f7665;

/**
 * Keeps every other transaction of ours waiting until this one ends, as SQLite does by itself: one
 * that records papers while another subscribes would miss what the other is about to write.
 */
// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
export async function lockAll(trx: Kysely<any>): Promise<void> {
  if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(${ARCHIVE})`.execute(trx);
}

/**
 * Does long work in one transaction, while every other one of ours waits: it waits itself as long
 * as those before it take, and so long may each of its statements.
 * https://www.postgresql.org/docs/current/runtime-config-client.html
 */
export function exclusively<T, Result>(
  db: Kysely<T>,
  work: (trx: Transaction<T>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (trx) => {
    if (isPostgres(trx))
      for (const limit of ['statement_timeout', 'lock_timeout'])
        await sql`set local ${sql.ref(limit)} = 0`.execute(trx);
    await lockAll(trx);
    return work(trx);
  });
}

/** Gives true when nobody else moves data into a database of PostgreSQL; until the connection ends, nobody can. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
export async function tryLockMove(connection: Kysely<any>): Promise<boolean> {
  const { rows } = await sql<{
    taken: boolean;
  }>`select pg_try_advisory_lock(${MOVE}) as taken`.execute(connection);
  return rows[0]?.taken ?? false;
}

/** Keeps those waiting that work on everything, or on the same channel. */
export async function lockChannel(trx: Kysely<Schema>, channelId: number): Promise<void> {
  if (!isPostgres(trx)) return;
  await sql`select pg_advisory_xact_lock_shared(${ARCHIVE})`.execute(trx);
  await sql`select pg_advisory_xact_lock(${ARCHIVE}, ${channelId})`.execute(trx);
}
