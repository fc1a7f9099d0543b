import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/storage/errors.ts';
import { openStorage } from '../../src/storage/index.ts';
import { exclusively } from '../../src/storage/locks.ts';
import { MIGRATIONS, migrate } from '../../src/storage/migrations.ts';
import { createPaperStore } from '../../src/storage/papers.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { makeListing, makeListings } from '../support/listings.ts';

const NOW = new Date('2026-11-24T10:00:00Z');

let folder: string;
let path: string;
let url: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
  path = join(folder, 'papers.db');
  url = `sqlite:${path}`;
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The database without what storage puts around it. */
async function openTables() {
  const faults: Fault[] = [];
  const dialect = openSqlite(path, (error) => faults.push(error.fault));
  const db = new Kysely<Schema>({ dialect });
  await exclusively(db, (trx) => migrate(trx, path));
  return { db, faults };
}

/** A database with papers, closed. */
async function makePapers(count: number): Promise<void> {
  const storage = await openStorage(url);
  await storage.transaction(async ({ papers }) => {
    for (const listing of makeListings(count)) await papers.record(listing, NOW);
  });
  await storage.close();
}

async function countPapers(): Promise<number> {
  const storage = await openStorage(url);
  return storage.papers.count().finally(() => storage.close());
}

describe('a disk that gets full', () => {
  /** SQLite's own limit: what it does at it is what it does on a full disk. */
  async function leaveRoom(db: Kysely<Schema>, pages: number): Promise<void> {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + pages}`).execute(db);
  }

  const record = (db: Kysely<Schema>, count: number) =>
    db.transaction().execute(async (trx) => {
      for (const listing of makeListings(count)) await createPaperStore(trx).record(listing, NOW);
    });

  it('in the middle of a transaction leaves nothing of it, says so, and goes on once there is room', async () => {
    const { db, faults } = await openTables();
    await record(db, 1);
    await leaveRoom(db, 20);
    const failure = record(db, 500);
    await expect(failure).rejects.toThrow(
      `The disk of the database ${path} is full. Make room there; nothing that is stored is lost.`,
    );
    await expect(failure).rejects.toMatchObject({ fault: 'full' });
    expect(faults).toEqual(['full']);
    expect(await createPaperStore(db).count()).toBe(1);
    await leaveRoom(db, 100_000);
    await record(db, 500);
    expect(await createPaperStore(db).count()).toBe(500);
    await db.destroy();
  });

  it('takes nothing more of a transaction that SQLite undid, though its work goes on', async () => {
    const { db } = await openTables();
    await leaveRoom(db, 20);
    const stubborn = db.transaction().execute(async (trx) => {
      const papers = createPaperStore(trx);
      for (const listing of makeListings(500)) await papers.record(listing, NOW).catch(() => null);
      await leaveRoom(trx, 100_000);
      await papers.record(makeListing(), NOW);
    });
    await expect(stubborn).rejects.toMatchObject({ fault: 'full' });
    expect(await createPaperStore(db).count()).toBe(0);
    await db.destroy();
  });
});

describe('a file that another program has locked', () => {
  /** Takes the write lock as another program does. */
  function lock(): Database.Database {
    const other = new Database(path);
    other.exec('begin immediate');
    return other;
  }

  it('is waited for, while everything else in the process goes on', async () => {
    const storage = await openStorage(url);
    const other = lock();
    let turns = 0;
    const ticking = setInterval(() => {
      if (++turns === 5) other.exec('commit');
    }, 20);
    await storage.papers.record(makeListing(), NOW);
    clearInterval(ticking);
    expect(turns).toBeGreaterThanOrEqual(5);
    other.close();
    await storage.close();
  });

  it('is named in one sentence after five seconds, and used again once it is free', async () => {
    const storage = await openStorage(url);
    const other = lock();
    const write = () =>
      storage.transaction(({ papers }) => papers.record(makeListing(), NOW).then(() => undefined));
    await expect(write()).rejects.toThrow(
      `The database ${path} is locked by another program. Close what holds it, such as a database browser; nothing that is stored is lost.`,
    );
    expect(await storage.papers.count()).toBe(0);
    other.close();
    await write();
    expect(await storage.papers.count()).toBe(1);
    await storage.close();
  });

  it('can not be opened meanwhile, and says so', async () => {
    await makePapers(1);
    const other = lock();
    await expect(openStorage(url)).rejects.toThrow(/is locked by another program/);
    other.close();
    expect(await countPapers()).toBe(1);
  });
});

describe('a damaged file', () => {
  it('is refused at its opening when its beginning is overwritten, and is not touched', async () => {
    await makePapers(1);
    writeFileSync(path, overwritten(readFileSync(path), 0, 4096));
    const before = readFileSync(path);
    await expect(openStorage(url)).rejects.toThrow(
      `The database ${path} is damaged, or is no SQLite file (file is not a database). Check its name, or restore a backup: docs/backup.md says how.`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is refused at its opening when its schema can not be read', async () => {
    await makePapers(1);
    writeFileSync(path, overwritten(readFileSync(path), 200, 4096));
    await expect(openStorage(url)).rejects.toThrow(/^The database \S+ is damaged/);
  });

  it('that is read only later is found by a check, and named by what meets it', async () => {
    await makePapers(300);
    const [from, to] = pageOf('listings');
    writeFileSync(path, overwritten(readFileSync(path), from, to));
    const storage = await openStorage(url);
    expect(await storage.check()).toMatchObject([{ ok: false }]);
    await storage.ping();
    const update = storage.papers.record(makeListing({ upvotes: 3 }), NOW);
    await expect(update).rejects.toMatchObject({ fault: 'damaged' });
    await expect(storage.ping()).rejects.toThrow(/^The database \S+ is damaged/);
    await storage.close();
  });

  it('is told from a sound one', async () => {
    await makePapers(300);
    const storage = await openStorage(url);
    expect(await storage.check()).toEqual([]);
    await storage.close();
  });

  /** Where in the file the first page of a table stands, in bytes. */
  function pageOf(table: string): [number, number] {
    const database = new Database(path);
    const find = database.prepare('select rootpage from sqlite_master where name = ?').pluck();
    const page = Number(find.get(table));
    const size = Number(database.pragma('page_size', { simple: true }));
    database.close();
    return [(page - 1) * size, page * size];
  }

  function overwritten(content: Buffer, from: number, to: number): Buffer {
    return content.fill(0xa5, from, to);
  }
});

describe('a file that is out of reach', () => {
  it('is named with what the system says', async () => {
    writeFileSync(path, '');
    await expect(openStorage(`sqlite:${path}/papers.db`)).rejects.toMatchObject({
      fault: 'out of reach',
      message: expect.stringMatching(/^The database \S+ can't be opened \(E\w+: .*\)\. Check/),
    });
  });
});

describe('a migration', () => {
  const broken = {
    ...MIGRATIONS,
    '9998-fine': { up: (db: Kysely<unknown>) => createTable(db, 'fine') },
    '9999-breaks': {
      up: async (db: Kysely<unknown>) => {
        await createTable(db, 'half');
        await sql`update papers set upvotes = 99`.execute(db);
        await sql`alter table papers add column id text`.execute(db);
      },
    },
  };
  const mended = {
    ...broken,
    '9999-breaks': { up: (db: Kysely<unknown>) => createTable(db, 'half') },
  };

  async function createTable(db: Kysely<unknown>, name: string): Promise<void> {
    await db.schema.createTable(name).addColumn('x', 'text').execute();
  }

  async function migrateTo(migrations: typeof MIGRATIONS): Promise<void> {
    const db = new Kysely<Schema>({ dialect: openSqlite(path, () => undefined) });
    const work = exclusively(db, (trx) => migrate(trx, path, migrations));
    await work.finally(() => db.destroy());
  }

  /** Everything in the file, as SQL would write it. */
  function dump(): unknown {
    const database = new Database(path);
    const tables = ['sqlite_master', 'kysely_migration', 'papers'];
    const rows = tables.map((name) => database.prepare(`select * from ${name}`).all());
    database.close();
    return rows;
  }

  it('that fails half-way leaves everything as it was, and is done whole later', async () => {
    await makePapers(2);
    const before = dump();
    await expect(migrateTo(broken)).rejects.toThrow(
      `The database ${path} could not be brought up to date (9999-breaks: duplicate column name: id). It is as it was: start the version of Paper Route that you had, and report this.`,
    );
    expect(dump()).toEqual(before);
    expect(await countPapers()).toBe(2);
    await migrateTo(mended);
    expect(JSON.stringify(dump())).toMatch(/create table \\"half\\"/i);
  });

  it('of a new database that fails leaves no tables at all', async () => {
    await expect(migrateTo(broken)).rejects.toThrow(/could not be brought up to date/);
    const database = new Database(path);
    expect(database.prepare('select * from sqlite_master').all()).toEqual([]);
    database.close();
  });

  it('of a newer version makes an older one refuse the database, and change nothing', async () => {
    await makePapers(2);
    await migrateTo(mended);
    const before = dump();
    await expect(openStorage(url)).rejects.toThrow(
      /^The database \S+ was written by a newer version of Paper Route \(.*9998-fine.*\)\. Start that version, or restore a backup of before: docs\/backup\.md/,
    );
    expect(dump()).toEqual(before);
  });

  it('runs once when two processes start together', async () => {
    await Promise.all([makeAndClose(), makeAndClose()]);
    expect(await countPapers()).toBe(0);
  });

  async function makeAndClose(): Promise<void> {
    const storage = await openStorage(url);
    await storage.close();
  }
});
