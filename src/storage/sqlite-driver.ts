import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteAdapter,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { isBusy } from './errors.ts';

/** How long a statement waits for another process's transaction, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5_000;
/** How often it looks whether that is over, in milliseconds. */
const BUSY_PAUSE_MS = 20;

/** SQLite undoes changes of the schema with their transaction, which Kysely makes no use of by itself. */
export class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Kysely's driver, and what it leaves out:
 * - A transaction takes the write lock at its start, so that two processes on one file wait for
 *   each other instead of failing half-way.
 * - It waits for that lock without holding up the process.
 * - A full or broken disk makes SQLite undo the whole transaction by itself: then the error that
 *   did it is what the caller sees, and nothing of that transaction is written after it.
 */
export class PatientSqliteDriver extends SqliteDriver {
  readonly #database: Database.Database;
  readonly #explain: (error: unknown) => unknown;
  #connection: DatabaseConnection | undefined;
  #inside = false;
  #undoneBy: unknown;

  /** @param explain gives the error that a caller sees for one of SQLite. */
  constructor(database: Database.Database, explain: (error: unknown) => unknown) {
    super({ database: { prepare: cachedPrepare(database), close: () => void database.close() } });
    this.#database = database;
    this.#explain = explain;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= this.#patient(await super.acquireConnection());
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    this.#undoneBy = undefined;
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    this.#inside = true;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#inside = false;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#inside = false;
    this.#undoneBy = undefined;
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }

  #patient(connection: DatabaseConnection): DatabaseConnection {
    return {
      executeQuery: (query) => this.#execute(() => connection.executeQuery(query)),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  async #execute<R>(work: () => Promise<QueryResult<R>>): Promise<QueryResult<R>> {
    if (this.#undoneBy) throw this.#undoneBy;
    try {
      return await whenFree(work);
    } catch (error) {
      const explained = this.#explain(error);
      if (this.#inside && !this.#database.inTransaction) this.#undoneBy = explained;
      throw explained;
    }
  }
}

/** Repeats work that finds the file locked, until it is free or patience ends. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await sleep(BUSY_PAUSE_MS);
  }
}

/** Longer statements are those with many rows, hardly ever two with the same number. */
const LONGEST_KEPT = 4_000;

/** Statements are prepared once. */
function cachedPrepare(database: Database.Database): (sql: string) => SqliteStatement {
  const prepared = new Map<string, SqliteStatement>();
  return (sql) => {
    const statement = prepared.get(sql) ?? (database.prepare(sql) as SqliteStatement);
    if (prepared.size < 500 && sql.length <= LONGEST_KEPT) prepared.set(sql, statement);
    return statement;
  };
}
