import { type Kysely, PostgresAdapter } from 'kysely';

/** True of a database that is PostgreSQL; else it is SQLite. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
export function isPostgres(db: Kysely<any>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
