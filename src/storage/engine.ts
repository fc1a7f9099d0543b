import { type Kysely, PostgresAdapter } from 'kysely';

/** True of the address of a PostgreSQL database; else it is one of SQLite. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(?:ql)?:/.test(url);
}

/** The address of a database without a name for its connections: programs of ours tell each other by theirs. */
export function withoutConnectionName(url: string): string {
  if (!isPostgresUrl(url) || !url.includes('application_name')) return url;
  const address = new URL(url);
  address.searchParams.delete('application_name');
  return address.href;
}

/** True of a database that is PostgreSQL; else it is SQLite. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
export function isPostgres(db: Kysely<any>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
