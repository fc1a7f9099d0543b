import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type Dialect, SqliteDialect, type SqliteStatement } from 'kysely';

/** How long a writer waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Kysely's dialect over one SQLite file, made with its folder when missing. WAL with
 * synchronous=FULL: a settled delivery survives a power cut, at 0.4 ms a commit.
 * @param path a file name, or ":memory:".
 * @throws {Error} one sentence, when the file can't be opened.
 */
export function openSqlite(path: string): Dialect {
  const database = open(path);
  return new SqliteDialect({
    database: { prepare: cachedPrepare(database), close: () => void database.close() },
  });
}

function open(path: string): Database.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The database ${path} can't be opened (${reason}). Check DATABASE_URL, and that its folder exists and is writable.`,
      { cause: error },
    );
  }
}

/**
 * Statements are prepared once. A transaction takes the write lock at its start ("immediate"),
 * so that two processes on one file wait for each other instead of failing half-way.
 */
function cachedPrepare(database: Database.Database): (sql: string) => SqliteStatement {
  const prepared = new Map<string, SqliteStatement>();
  return (text) => {
    const sql = text === 'begin' ? 'begin immediate' : text;
    const statement = prepared.get(sql) ?? (database.prepare(sql) as SqliteStatement);
    if (prepared.size < 500) prepared.set(sql, statement);
    return statement;
  };
}
