import { type Kysely, PostgresAdapter } from 'kysely';

/** True of the address of a PostgreSQL database; else it is one of SQLite. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(?:ql)?:/.test(url);
}

/** True of a database that is PostgreSQL; else it is SQLite. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
export function isPostgres(db: Kysely<any>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
