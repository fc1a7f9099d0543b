import { type Kysely, sql } from 'kysely';
import { isPostgres } from './engine.ts';
import type { Schema } from './schema.ts';

/** Keys of advisory locks are ours alone within a database: the letters "papr" and a channel's id. */
const ARCHIVE = 0x70617072;

/**
 * Keeps every other transaction of ours waiting until this one ends, as SQLite does by itself: one
 * that records papers while another subscribes would miss what the other is about to write.
 */
// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
export async function lockAll(trx: Kysely<any>): Promise<void> {
  if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(${ARCHIVE})`.execute(trx);
}

/** Keeps those waiting that work on everything, or on the same channel. */
export async function lockChannel(trx: Kysely<Schema>, channelId: number): Promise<void> {
  if (!isPostgres(trx)) return;
  await sql`select pg_advisory_xact_lock_shared(${ARCHIVE})`.execute(trx);
  await sql`select pg_advisory_xact_lock(${ARCHIVE}, ${channelId})`.execute(trx);
}
