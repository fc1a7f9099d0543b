import { type Kysely, sql } from 'kysely';
import type { Signal } from '../core/peers.ts';
import { isPostgres } from './engine.ts';
import type { Schema } from './schema.ts';

/** The channel of NOTIFY, one a database: https://www.postgresql.org/docs/current/sql-notify.html */
export const SIGNALS = 'paper_route';

/** Tells the other processes, once the transaction is committed; the same again and again is told once. */
export async function signal(db: Kysely<Schema>, told: Signal): Promise<void> {
  if (isPostgres(db)) await sql`select pg_notify(${SIGNALS}, ${JSON.stringify(told)})`.execute(db);
}

/** What a notification says; undefined of one that this version does not know. */
export function readSignal(payload: string | undefined): Signal | undefined {
  try {
    const told = JSON.parse(payload ?? '');
    return ['deliver', 'compose', 'feeds', 'unsubscribed'].includes(told.kind) ? told : undefined;
  } catch {
    return undefined;
  }
}
