import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** What can be wrong with a database. */
export type Fault = 'full' | 'read-only' | 'locked' | 'damaged' | 'out of reach' | 'disk';

/**
 * A database that can't be used as it is: what is wrong, with which, and what to do. It has no
 * stack: where in the program it was met does not matter.
 */
export class StorageError extends Error {
  readonly fault: Fault;
  /** What the database or the system calls it: "SQLITE_FULL", "EACCES". */
  readonly code: string | undefined;

  /**
   * @param sentence what is wrong, and what to do.
   * @param cause what the database or the system said.
   */
  constructor(fault: Fault, sentence: string, cause: unknown) {
    super(sentence);
    this.name = 'StorageError';
    this.stack = `${this.name}: ${this.message}`;
    this.fault = fault;
    this.code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  }
}

/**
 * What is wrong with a file.
 * @param file what it is, and its name: "database ./data/paper-route.db".
 */
export function fileError(fault: Fault, file: string, cause: unknown): StorageError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(fault, SENTENCES[fault](file, reason), cause);
}

const SENTENCES: Readonly<Record<Fault, (file: string, reason: string) => string>> = {
  full: (file) =>
    `The disk of the ${file} is full. Make room there; nothing that is stored is lost.`,
  'read-only': (file) =>
    `The ${file} can't be written to. Let this user write to the file and its folder, and mount no read-only disk there; nothing that is stored is lost.`,
  locked: (file) =>
    `The ${file} is locked by another program. Close what holds it, such as a database browser; nothing that is stored is lost.`,
  damaged: (file, reason) =>
    `The ${file} is damaged, or is no SQLite file (${reason}). Check its name, or restore a backup: docs/backup.md says how.`,
  'out of reach': (file, reason) =>
    `The ${file} can't be opened (${reason}). Check DATABASE_URL, and that its folder exists and is writable.`,
  disk: (file, reason) =>
    `The disk of the ${file} refuses to read or write (${reason}). Check the disk, its quota, and any limit on the size of a file.`,
};

/**
 * An error of SQLite as one for people; any other error is given back as it is.
 * @param path the file's name.
 * @param noun what the file is.
 */
export function explain(error: unknown, path: string, noun = 'database'): unknown {
  const fault = faultOf(error, path);
  return fault ? fileError(fault, `${noun} ${path}`, error) : error;
}

/** Codes of SQLite, without what follows their kind: https://sqlite.org/rescode.html */
const FAULTS: Readonly<Record<string, Fault>> = {
  FULL: 'full',
  READONLY: 'read-only',
  BUSY: 'locked',
  LOCKED: 'locked',
  CORRUPT: 'damaged',
  NOTADB: 'damaged',
  CANTOPEN: 'out of reach',
  IOERR: 'disk',
};

function faultOf(error: unknown, path: string): Fault | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const fault = FAULTS[error.code.split('_')[1] ?? ''];
  const vague = fault === 'disk' || fault === 'out of reach';
  return vague && isFull(path) ? 'full' : fault;
}

/** Less than this is no room, in bytes: SQLite's shared memory alone takes 32 kB. */
const NO_ROOM = 64 * 1024;

/** Of a full disk, SQLite sometimes says only that a read or write failed. */
function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < NO_ROOM;
  } catch {
    return false;
  }
}

/** True when another program's lock was in the way: nothing was changed, and it may be tried again. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
