import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { count } from '../../core/card.ts';
import { isPostgres } from '../engine.ts';
import type { Connected } from './connect.ts';
import type { Db } from './journal.ts';

/** How long the connections of a bot that has just stopped are waited for, and how often, in milliseconds. */
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
  for (let left = PATIENCE_MS; left > 0; left -= PAUSE_MS) {
    if ((await countBots(db)) === 0) return;
    await sleep(PAUSE_MS);
  }
  throw new Error(
    `The database ${name} is in use. Stop every process of Paper Route first, then move it.`,
  );
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
