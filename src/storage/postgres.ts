import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { explainPostgres, isAftermath } from './postgres-errors.ts';

/** Connections of one process: a transaction holds one, and everything else takes its turn. */
const CONNECTIONS = 10;
/** How long a connection may take to come about, in milliseconds. */
const CONNECT_MS = 5_000;
/** A statement of ours takes milliseconds; one that takes this long is stopped. */
const STATEMENT_MS = 60_000;
/** A process that stops in a transaction must not hold up the others, in milliseconds. */
const IDLE_MS = 30_000;

/** https://www.postgresql.org/docs/current/catalog-pg-type.html */
const INT8 = 20;

/**
 * Kysely's dialect over a pool of connections to PostgreSQL.
 * @param url "postgres://user:password@host:5432/database"
 */
export function openPostgres(url: string): Dialect {
  const explained = (error: unknown) => explainPostgres(error, url);
  const pool = new pg.Pool({
    Client: clientThatExplains(explained),
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
    application_name: 'paper-route',
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

/**
 * A client whose errors are sentences. After the one that undid a transaction or broke the
 * connection, that one is what every further statement gets. It survives a break while nobody asks.
 */
function clientThatExplains(explained: (error: unknown) => unknown): typeof pg.Client {
  return class extends pg.Client {
    #first: unknown;

    constructor(config?: string | pg.ClientConfig) {
      super(config);
      this.on('error', (error) => {
        this.#first ??= explained(error);
      });
    }

    // biome-ignore lint/suspicious/noExplicitAny: node-postgres overloads query in a dozen ways.
    override query(...query: any[]): any {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      const result = (super.query as any)(...query);
      if (!(result instanceof Promise)) return result;
      return result.then(
        (answer) => this.#succeeded(answer),
        (error) => this.#failed(error),
      );
    }

    #succeeded<T>(answer: T): T {
      this.#first = undefined;
      return answer;
    }

    #failed(error: unknown): never {
      if (!isAftermath(error)) this.#first = explained(error);
      throw this.#first ?? explained(error);
    }
  };
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
