import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type Dialect, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { explain, fileError, StorageError } from './errors.ts';
import {
  BUSY_TIMEOUT_MS,
  PatientSqliteDriver,
  TransactionalSqliteAdapter,
} from './sqlite-driver.ts';

/**
 * Kysely's dialect over one SQLite file, made with its folder when missing. WAL with
 * synchronous=FULL: a settled delivery survives a power cut, at 0.4 ms a commit.
 * @param path a file name, or ":memory:".
 * @param onFault told of each failure of the file.
 * @throws {StorageError} when the file can't be opened.
 */
export function openSqlite(path: string, onFault: (error: StorageError) => void): Dialect {
  const database = open(path);
  const explained = (error: unknown) => {
    const reason = explain(error, path);
    if (reason instanceof StorageError) onFault(reason);
    return reason;
  };
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new PatientSqliteDriver(database, explained),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** The file that a database URL names, or ":memory:". */
export function pathOf(url: string): string {
  return url.replace(/^sqlite:/, '');
}

/**
 * Runs work on a file as it is, without bringing it up to date.
 * @throws {StorageError} when the file can't be used.
 */
export function useFile<T>(path: string, work: (database: Database.Database) => T): T {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    return work(database);
  } catch (error) {
    throw explain(error, path);
  } finally {
    database?.close();
  }
}

function open(path: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) refuseReadOnly(path);
    database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // From here on, the driver waits, which holds up nothing else.
    database.pragma('busy_timeout = 0');
    return database;
  } catch (error) {
    database?.close();
    throw whyNotOpened(error, path);
  }
}

/** SQLite opens a file that it may not write to without a word, and makes files beside it that nobody can write to. */
function refuseReadOnly(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw fileError('read-only', `database ${path}`, error);
  }
}

function whyNotOpened(error: unknown, path: string): unknown {
  const reason = explain(error, path);
  if (reason instanceof StorageError) return reason;
  return fileError('out of reach', `database ${path}`, error);
}
