import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../../src/storage/index.ts';
import { makeDatabase } from '../../support/postgres/database.ts';
import { tablesOf } from '../move/rows.ts';
import type { Recording, Step } from './recorder.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const recordingOf = (name: string) => JSON.parse(read(name)) as Recording;

/** What the stores asked of SQLite before summaries came (migrations 0001 to 0006). */
const SQLITE = recordingOf('sqlite.json');
/** The same of PostgreSQL, in the first version that knew it (migrations 0001 to 0008). */
const POSTGRES = recordingOf('postgres.json');

let folder: string;
let file: string;
let server: string;
/** All of the server's, with commas. */
let tables: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
  file = join(folder, 'papers.db');
  const old = new Database(join(folder, 'old.db'));
  old.exec(read('schema.sql'));
  old.close();
  await (await openStorage(`sqlite:${join(folder, 'today.db')}`)).close();
  server = await makeDatabase();
  tables = (await tablesOf(server)).join();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The database of the test is a new one of another version, or of today's. */
const begin = (version: 'old' | 'today') => copyFileSync(join(folder, `${version}.db`), file);

/** How many rows a statement gives or changes; null when it fails. */
function askFile(database: Database.Database, sql: string, values: readonly unknown[]) {
  try {
    const statement = database.prepare(sql);
    return statement.reader ? statement.all(values).length : statement.run(values).changes;
  } catch {
    return null;
  }
}

const wanted = (steps: readonly Step[]) => steps.map(([, , , rows]) => rows);

function replayOnFile(steps: readonly Step[]): (number | null)[] {
  const database = new Database(file);
  database.pragma('foreign_keys = ON');
  const rows = steps.map(([, at, values]) =>
    askFile(database, SQLITE.statements[at] ?? '', values),
  );
  database.close();
  return rows;
}

async function replayOnServer(steps: readonly Step[]): Promise<(number | null)[]> {
  const clients = [...new Set(steps.map(([connection]) => connection))].map(
    () => new pg.Client({ connectionString: server }),
  );
  for (const client of clients) await client.connect();
  await clients[0]?.query(`truncate ${tables} restart identity cascade`);
  const rows: (number | null)[] = [];
  for (const [connection, at, values] of steps) {
    const asked = clients[connection]?.query(POSTGRES.statements[at] ?? '', [...values]);
    rows.push((await asked?.then((it) => it.rowCount ?? 0).catch(() => null)) ?? null);
  }
  for (const client of clients) await client.end();
  return rows;
}

describe('a program of an earlier version that still runs', () => {
  it.each(Object.entries(SQLITE.tests))('works on today’s schema: %s', (_, steps) => {
    begin('today');
    expect(replayOnFile(steps)).toEqual(wanted(steps));
  });

  it.each(Object.entries(POSTGRES.tests))('works on today’s schema: %s', async (_, steps) => {
    expect(await replayOnServer(steps)).toEqual(wanted(steps));
  });
});

describe('a database of an earlier version', () => {
  beforeEach(() => begin('old'));

  function schemaOf(path: string): unknown[] {
    const database = new Database(path);
    const names = "name not like 'sqlite_%' and name not like 'paper_words%'";
    const schema = database
      .prepare(`select type, name, sql from sqlite_master where ${names} order by type, name`)
      .all();
    database.close();
    return schema;
  }

  it('gets the schema of a new one', async () => {
    await (await openStorage(`sqlite:${file}`)).close();
    expect(schemaOf(file)).toEqual(schemaOf(join(folder, 'today.db')));
  });

  it.each(Object.entries(SQLITE.tests))(
    'is opened with all that is in it: %s',
    async (_, steps) => {
      expect(replayOnFile(steps)).toEqual(wanted(steps));
      const count = (table: string) => {
        const database = new Database(file);
        const rows = database.prepare(`select count(*) from ${table}`).pluck().get();
        database.close();
        return rows;
      };
      const tables = [
        'papers',
        'channels',
        'subscriptions',
        'matches',
        'deliveries',
        'posts',
        'saved',
      ];
      const before = tables.map(count);
      const storage = await openStorage(`sqlite:${file}`);
      expect(await storage.papers.count()).toBe(before[0]);
      expect(await storage.channels.list()).toBeInstanceOf(Array);
      await storage.close();
      expect(tables.map(count)).toEqual(before);
    },
  );
});
