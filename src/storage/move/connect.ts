import { Kysely } from 'kysely';
import { isPostgresUrl, withoutConnectionName } from '../engine.ts';
import type { Schema } from '../schema.ts';
import { openSqlite, pathOf } from '../sqlite.ts';
import type { Db, Journal } from './journal.ts';

/** A database without what storage puts around it. */
export interface Connected {
  readonly db: Db;
  /** As errors name it; without a password. */
  readonly name: string;
}

/** Does work on a database as it is, without bringing it up to date. */
export async function withDatabase<Result>(
  url: string,
  work: (connected: Connected) => Promise<Result>,
): Promise<Result> {
  const { dialect, name } = await dialectOf(url);
  const db = new Kysely<Schema & Journal>({ dialect });
  try {
    return await work({ db, name });
  } finally {
    await db.destroy();
  }
}

async function dialectOf(url: string) {
  if (!isPostgresUrl(url))
    return { dialect: openSqlite(pathOf(url), () => undefined), name: pathOf(url) };
  const { nameOf, openPostgres } = await import('../postgres.ts');
  const address = withoutConnectionName(url);
  return { dialect: openPostgres(address, 'paper-route migrate-store'), name: nameOf(url) };
}
