import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { makeClient } from './postgres-client.ts';
import { explainPostgres } from './postgres-errors.ts';

/** Connections of one process: a transaction holds one, and everything else takes its turn. */
const CONNECTIONS = 10;
/** How long a connection may take to come about, in milliseconds. */
const CONNECT_MS = 5_000;
/** A statement of ours takes milliseconds; one that takes this long is stopped. */
const STATEMENT_MS = 60_000;
/** The answer is waited for a little longer than that, in milliseconds. */
const PATIENCE_MS = STATEMENT_MS + 10_000;
/** A process that stops in a transaction must not hold up the others, in milliseconds. */
const IDLE_MS = 30_000;

/** https://www.postgresql.org/docs/current/catalog-pg-type.html */
const INT8 = 20;

/**
 * Kysely's dialect over a pool of connections to PostgreSQL.
 * @param url "postgres://user:password@host:5432/database"
 * @param applicationName under which the server lists its connections.
 * @param patienceMs after so long without an answer to a statement, a connection is given up.
 */
export function openPostgres(
  url: string,
  applicationName = 'paper-route',
  patienceMs = PATIENCE_MS,
): Dialect {
  const explained = (error: unknown) => explainPostgres(error, url);
  const pool = new pg.Pool({
    Client: makeClient(explained, patienceMs),
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
    application_name: applicationName,
    keepAlive: true,
    types: { getTypeParser },
  });
  // A connection that breaks while nobody uses it is replaced; without a listener, the process would end.
  pool.on('error', () => undefined);
  return new PostgresDialect({
    pool: {
      options: pool.options,
      connect: () => pool.connect().catch((error) => Promise.reject(explained(error))),
      end: () => pool.end(),
    },
  });
}

/** A database as errors name it, without its password. */
export function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${pathname.slice(1)} at ${host}`;
}

/** Moments and counts fit a number; node-postgres would give them as text. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text');
}
