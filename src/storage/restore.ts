import { existsSync, linkSync, mkdirSync, realpathSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { COMPANIONS, copyDatabase, refusePostgres, removeDatabase } from './backup.ts';
import { StorageError } from './errors.ts';
import { openStorage } from './index.ts';
import { pathOf, useFile } from './sqlite.ts';

export interface Restored {
  readonly papers: number;
  /** How many messages the old database had sent of which the backup knows nothing; null when it can't tell. */
  readonly forgotten: number | null;
  /** Where the old database is kept; null when there was none. */
  readonly kept: string | null;
}

/**
 * Puts a backup in the place of the database. All that can fail is tried on a copy beside it
 * first; the database that was there is kept under another name.
 * @param url "sqlite:<path>".
 * @throws {Error} one sentence for people; the database is as it was then.
 */
export async function restore(url: string, file: string): Promise<Restored> {
  const command = `pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$DATABASE_URL" ${file}`;
  refusePostgres(url, command);
  const path = pathOf(url);
  refuseMistakes(path, file);
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.restoring`;
  try {
    const { papers } = await copyDatabase(file, fresh);
    const knownUntil = doubtUnsettled(fresh);
    const storage = await openStorage(`sqlite:${fresh}`);
    await storage.close();
    const forgotten = settleDown(path, knownUntil);
    const kept = setAside(path);
    renameSync(fresh, path);
    return { papers, forgotten, kept };
  } finally {
    removeDatabase(fresh);
  }
}

function refuseMistakes(path: string, file: string): void {
  if (path === ':memory:') throw new Error('DATABASE_URL names no file. Set it to sqlite:<file>.');
  if (!existsSync(file)) throw new Error(`There is no backup ${file}. Check its name.`);
  if (existsSync(path) && realpathSync(path) === realpathSync(file))
    throw new Error(`${file} is the database itself. Name the backup to restore.`);
}

/**
 * What waited when the backup was made may have been sent since, so that its platform is to look
 * before it sends.
 * @returns when the last message was sent that the backup knows of, in milliseconds since 1970.
 */
function doubtUnsettled(path: string): number {
  return useFile(path, (database) => {
    database.exec(
      "update deliveries set maybe_sent_at = coalesce(maybe_sent_at, created_at) where state in ('pending', 'sending')",
    );
    const latest = "select max(settled_at) from deliveries where state = 'sent'";
    return database.prepare<[], number | null>(latest).pluck().get() ?? 0;
  });
}

/**
 * Makes sure that nobody uses a database, and puts all of it into its one file.
 * @returns how many messages it sent since a moment; null when there is none, or it is damaged.
 */
function settleDown(path: string, since: number): number | null {
  if (!existsSync(path)) return null;
  try {
    return useFile(path, (database) => {
      leaveWal(database);
      return countSent(database, since);
    });
  } catch (error) {
    const fault = error instanceof StorageError ? error.fault : undefined;
    if (fault === 'damaged') return null;
    if (fault !== 'locked') throw error;
    throw new Error(`The database ${path} is in use. Stop Paper Route first, then restore.`);
  }
}

/** Only the last one who has a database open can do it. */
function leaveWal(database: Database.Database): void {
  database.pragma(`busy_timeout = ${IN_USE_MS}`);
  database.pragma('journal_mode = DELETE');
}

/** How long a short look by another program is waited for, in milliseconds. */
const IN_USE_MS = 1_000;

function countSent(database: Database.Database, since: number): number | null {
  const known = database.prepare("select 1 from sqlite_master where name = 'deliveries'").get();
  if (!known) return null;
  const sent = "select count(*) from deliveries where state = 'sent' and settled_at > ?";
  return database.prepare<[number], number>(sent).pluck().get(since) ?? null;
}

/** Keeps the old database. What is beside it goes first: a new database must never meet an old -wal. */
function setAside(path: string): string | null {
  const kept = freeName(`${path}.before-restore`);
  for (const suffix of COMPANIONS)
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${kept}${suffix}`);
  if (!existsSync(path)) return null;
  try {
    // A second name, so that at no moment there is no database.
    linkSync(path, kept);
  } catch {
    renameSync(path, kept);
  }
  return kept;
}

function freeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number++) free = `${name}-${number}`;
  return free;
}
