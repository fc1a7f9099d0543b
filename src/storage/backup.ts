import { accessSync, constants, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { isPostgresUrl } from './engine.ts';
import { explain, fileError, StorageError } from './errors.ts';
import { pathOf, useFile } from './sqlite.ts';

/** What a copy of a database holds. */
export interface Copy {
  readonly papers: number;
  readonly bytes: number;
}

/**
 * Copies the database, also while a bot writes to it, into a new file that needs no other beside
 * it. The file has its name only once it is whole and checked.
 * @param url "sqlite:<path>".
 * @throws {Error} one sentence for people, when there is nothing to copy, nowhere to, or no sound copy.
 */
export async function backUp(url: string, file: string): Promise<Copy> {
  refusePostgres(url, `pg_dump --format=custom --file=${file} "$DATABASE_URL"`);
  const path = pathOf(url);
  if (!existsSync(path))
    throw new Error(`There is no database ${path} to back up. Check DATABASE_URL.`);
  if (existsSync(file))
    throw new Error(
      `${file} exists already, and a backup overwrites nothing. Choose another name.`,
    );
  const partial = `${file}.partial`;
  try {
    const copy = await copyDatabase(path, partial);
    renameSync(partial, file);
    return copy;
  } finally {
    removeDatabase(partial);
  }
}

/**
 * Copies a database as it is at one moment, in place of what is at the other path, and checks it.
 * @param readonly true to leave even what a killed bot has not put into the file yet as it is.
 * @throws {Error} one sentence for people.
 */
export async function copyDatabase(from: string, to: string, readonly = false): Promise<Copy> {
  refuseFolder(dirname(to));
  removeDatabase(to);
  const source = openSnapshot(from, readonly);
  try {
    await source.backup(to);
  } catch (error) {
    throw explainCopy(error, from, to);
  } finally {
    source.close();
  }
  return examineCopy(from, to);
}

function refuseFolder(folder: string): void {
  if (!existsSync(folder)) throw new Error(`The folder ${folder} does not exist. Make it first.`);
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `This user can't write to the folder ${folder}. Choose another one, or change its permissions.`,
      { cause },
    );
  }
}

/** A database at one moment: otherwise, each write of another process would make the copy begin again. */
function openSnapshot(path: string, readonly: boolean): Database.Database {
  try {
    const database = new Database(path, { fileMustExist: true, readonly });
    database.exec('begin');
    database.pragma('schema_version');
    return database;
  } catch (error) {
    throw explain(error, path);
  }
}

/** What is damaged is what was read; what else can go wrong concerns the new file. */
function explainCopy(error: unknown, from: string, to: string): unknown {
  const reason = explain(error, to, 'copy');
  const isSource = reason instanceof StorageError && reason.fault === 'damaged';
  return isSource ? explain(error, from) : reason;
}

/** Reads the whole copy, and makes it a plain file that needs no -wal and -shm beside it. */
function examineCopy(from: string, to: string): Copy {
  return useFile(to, (copy) => {
    copy.pragma('journal_mode = DELETE');
    const found = copy.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok') throw fileError('damaged', `database ${from}`, found);
    return { papers: countPapers(copy, from), bytes: statSync(to).size };
  });
}

function countPapers(copy: Database.Database, from: string): number {
  const tables = copy
    .prepare("select 1 from sqlite_master where name in ('papers', 'deliveries', 'posts')")
    .all();
  if (tables.length < 3) throw new Error(`${from} is no database of Paper Route.`);
  return copy.prepare<[], number>('select count(*) from papers').pluck().get() ?? 0;
}

/** @throws {Error} that names the command of PostgreSQL's own, when the database is there. */
export function refusePostgres(url: string, command: string): void {
  if (!isPostgresUrl(url)) return;
  throw new Error(
    `The database is PostgreSQL, which has its own program for that: ${command} (docs/backup.md says more).`,
  );
}

/** Removes a database with the files that SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(`${path}${suffix}`, { force: true });
}

/** https://sqlite.org/tempfiles.html */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;
