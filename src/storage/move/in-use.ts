import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { count } from '../../core/card.ts';
import { isPostgres } from '../engine.ts';
import { tryLockMove } from '../locks.ts';
import type { Connected } from './connect.ts';
import type { Db } from './journal.ts';

/** How long the connections of a program that has just ended are waited for, and how often, in milliseconds. */
const PATIENCE_MS = 2_000;
const PAUSE_MS = 100;

/** How many connections of other programs of ours a PostgreSQL database has; none is known of a file. */
export async function countBots(db: Db): Promise<number> {
  if (!isPostgres(db)) return 0;
  const { rows } = await sql<{ bots: number }>`select count(*) as bots from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and application_name in ('paper-route', 'paper-route peers')`.execute(db);
  return rows[0]?.bots ?? 0;
}

/** @throws {Error} when a bot is connected to a database of PostgreSQL. */
export async function refuseBots({ db, name }: Connected): Promise<void> {
  if (!(await comesTrue(async () => (await countBots(db)) === 0))) throw inUse(name);
}

/** What a bot that is connected to the database is refused with. */
export function inUse(name: string): Error {
  return new Error(
    `The database ${name} is in use. Stop every process of Paper Route first, then move it.`,
  );
}

/**
 * Keeps others from moving into a database of PostgreSQL as long as this connection to it lives.
 * @throws {Error} when another one does so.
 */
export async function refuseMoves({ db, name }: Connected): Promise<void> {
  if (await comesTrue(() => tryLockMove(db))) return;
  throw new Error(
    `Another migrate-store moves data into the database ${name}. Wait until it is done, or stop it, and run this again.`,
  );
}

async function comesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (let left = PATIENCE_MS; left > 0; left -= PAUSE_MS) {
    if (await condition()) return true;
    await sleep(PAUSE_MS);
  }
  return false;
}

/** @throws {Error} when something is being sent: then somebody sends it. */
export async function refuseSending({ db, name }: Connected, now: Date): Promise<void> {
  const { sending } = await db
    .selectFrom('deliveries')
    .select((it) => it.fn.countAll<number>().as('sending'))
    .where('state', '=', 'sending')
    .where('lease_until', '>', now.getTime())
    .executeTakeFirstOrThrow();
  if (Number(sending) === 0) return;
  throw new Error(
    `${count(Number(sending), 'message')} of the database ${name} ${Number(sending) === 1 ? 'is' : 'are'} being sent. Stop Paper Route, wait half a minute, and run this again.`,
  );
}
