import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../src/core/stores.ts';
import { backUp } from '../../src/storage/backup.ts';
import { openStorage } from '../../src/storage/index.ts';
import { restore } from '../../src/storage/restore.ts';
import { makeListing, makeListings } from '../support/listings.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const MESSAGE = { heading: ['News'], lines: [], cards: [] };

let folder: string;
let path: string;
let url: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
  path = join(folder, 'papers.db');
  url = `sqlite:${path}`;
  file = join(folder, 'backup.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

async function using<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openStorage(url);
  return work(storage).finally(() => storage.close());
}

const addPapers = (count: number) =>
  using((storage) =>
    storage.transaction(async ({ papers }) => {
      for (const listing of makeListings(count)) await papers.record(listing, NOW);
    }),
  );

const countPapers = () => using((storage) => storage.papers.count());

/** Sends one message in the channel C1, with an id. */
async function send(storage: Storage, id: string, at = NOW): Promise<void> {
  const address = { platform: 'slack', workspace: 'T1', channel: 'C1' };
  const channel = await storage.channels.ensure(address, { kind: 'at-once' }, NOW);
  await storage.outbox.put(channel.id, [{ id, message: MESSAGE, papers: [] }], at);
  const claim = await storage.outbox.claim(channel.id, at, 30_000);
  if (!claim) throw new Error('no claim');
  await storage.outbox.settle(claim, { kind: 'sent', receipt: { messageId: id } }, at);
}

const files = () => readdirSync(folder).toSorted();

describe('a backup', () => {
  it('is one whole file, and says what is in it', async () => {
    await addPapers(30);
    const { papers, bytes } = await backUp(url, file);
    expect(papers).toBe(30);
    expect(bytes).toBe(readFileSync(file).length);
    expect(files()).toEqual(['backup.db', 'papers.db']);
  });

  it('holds what was there when it began, though somebody goes on writing', async () => {
    await addPapers(300);
    const writer = new Database(path);
    writer.exec('create table one (x); create table other (x)');
    const writeBoth = writer.transaction(() => {
      writer.exec('insert into one values (randomblob(5000))');
      writer.exec('insert into other values (randomblob(5000))');
    });
    writeBoth();
    let done = false;
    const copying = backUp(url, file).finally(() => {
      done = true;
    });
    while (!done) {
      writeBoth();
      await new Promise(setImmediate);
    }
    await copying;
    const count = (database: Database.Database, table: string) =>
      database.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
    expect(count(writer, 'one')).toBeGreaterThan(2);
    writer.close();
    const copy = new Database(file);
    expect(count(copy, 'one')).toBe(count(copy, 'other'));
    expect(count(copy, 'papers')).toBe(300);
    copy.close();
  });

  it('does not touch a database of another version', async () => {
    await addPapers(1);
    const newer = new Database(path);
    newer.exec("insert into kysely_migration values ('9999-newer', '2027-01-01T00:00:00.000Z')");
    newer.close();
    expect(await backUp(url, file)).toMatchObject({ papers: 1 });
  });

  it('overwrites nothing', async () => {
    await addPapers(1);
    writeFileSync(file, 'precious');
    await expect(backUp(url, file)).rejects.toThrow(
      `${file} exists already, and a backup overwrites nothing. Choose another name.`,
    );
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('of nothing, or to nowhere, says what is missing', async () => {
    await expect(backUp(url, file)).rejects.toThrow(`There is no database ${path} to back up.`);
    await addPapers(1);
    const nowhere = join(folder, 'usb', 'backup.db');
    await expect(backUp(url, nowhere)).rejects.toThrow(/^The folder .*usb does not exist\./);
    expect(files()).toEqual(['papers.db']);
  });

  it('of a damaged database is not made', async () => {
    await addPapers(300);
    const damaged = readFileSync(path);
    writeFileSync(path, damaged.fill(0xa5, damaged.length - 3 * 4096));
    await expect(backUp(url, file)).rejects.toThrow(new RegExp(`^The database ${path} is damaged`));
    expect(files()).toEqual(['papers.db']);
  });

  it('of another program’s database is not made', async () => {
    const other = new Database(path);
    other.exec('create table papers (x)');
    other.close();
    await expect(backUp(url, file)).rejects.toThrow(`${path} is no database of Paper Route.`);
    expect(files()).toEqual(['papers.db']);
  });
});

describe('restoring', () => {
  it('brings back what the backup holds, and keeps what was there', async () => {
    await addPapers(3);
    await backUp(url, file);
    await addPapers(5);
    const restored = await restore(url, file);
    expect(restored).toEqual({ papers: 3, forgotten: 0, kept: `${path}.before-restore` });
    expect(await countPapers()).toBe(3);
    expect(files()).toEqual(['backup.db', 'papers.db', 'papers.db.before-restore']);
    expect(await restore(url, `${path}.before-restore`)).toMatchObject({
      papers: 5,
      kept: `${path}.before-restore-2`,
    });
    expect(await countPapers()).toBe(5);
  });

  it('takes in what is still in the -wal of a database whose process died', async () => {
    await addPapers(3);
    await backUp(url, file);
    const storage = await openStorage(url);
    await storage.papers.record(makeListing({ entryId: 'late', identifiers: ['entry:late'] }), NOW);
    const died = join(folder, 'died.db');
    for (const suffix of ['', '-wal']) writeFileSync(died + suffix, readFileSync(path + suffix));
    await storage.close();
    expect(await restore(`sqlite:${died}`, file)).toMatchObject({ papers: 3 });
    expect(existsSync(`${died}-wal`)).toBe(false);
    expect(await restore(`sqlite:${died}`, `${died}.before-restore`)).toMatchObject({ papers: 4 });
  });

  it('makes a database where there was none', async () => {
    await addPapers(3);
    await backUp(url, file);
    const elsewhere = `sqlite:${join(folder, 'new', 'machine', 'papers.db')}`;
    expect(await restore(elsewhere, file)).toEqual({ papers: 3, forgotten: null, kept: null });
  });

  it('tells how many messages the backup does not know', async () => {
    await using((storage) => send(storage, 'd1'));
    await backUp(url, file);
    await using((storage) => send(storage, 'd2', new Date(NOW.getTime() + 60_000)));
    expect(await restore(url, file)).toMatchObject({ forgotten: 1 });
  });

  it('has the platform look for what waited, because it may have been sent since', async () => {
    const address = { platform: 'slack', workspace: 'T1', channel: 'C1' };
    const channel = await using(async ({ channels, outbox }) => {
      const { id } = await channels.ensure(address, { kind: 'at-once' }, NOW);
      await outbox.put(id, [{ id: 'd1', message: MESSAGE, papers: [] }], NOW);
      return id;
    });
    await backUp(url, file);
    await restore(url, file);
    const claim = await using(({ outbox }) => outbox.claim(channel, new Date(), 30_000));
    expect(claim).toMatchObject({ id: 'd1', maybeSentAt: NOW });
  });

  it('takes the place of a damaged database', async () => {
    await addPapers(3);
    await backUp(url, file);
    const damaged = 'no database at all, but long enough to be read as one'.repeat(100);
    writeFileSync(path, damaged);
    expect(await restore(url, file)).toMatchObject({ papers: 3, forgotten: null });
    expect(await countPapers()).toBe(3);
    expect(readFileSync(`${path}.before-restore`, 'utf8')).toBe(damaged);
  });

  it('does not let a -wal that was left behind meet the new database', async () => {
    await addPapers(3);
    await backUp(url, file);
    const storage = await openStorage(url);
    await storage.papers.record(makeListing({ entryId: 'late', identifiers: ['entry:late'] }), NOW);
    const left = readFileSync(`${path}-wal`);
    await storage.close();
    rmSync(path);
    writeFileSync(`${path}-wal`, left);
    expect(await restore(url, file)).toMatchObject({ papers: 3, kept: null });
    expect(files()).toEqual(['backup.db', 'papers.db', 'papers.db.before-restore-wal']);
    expect(await countPapers()).toBe(3);
  });

  it('does not happen under a running bot', async () => {
    await addPapers(3);
    await backUp(url, file);
    await addPapers(5);
    const running = await openStorage(url);
    await expect(restore(url, file)).rejects.toThrow(
      `The database ${path} is in use. Stop Paper Route first, then restore.`,
    );
    expect(await running.papers.count()).toBe(5);
    await running.close();
    expect(files()).toEqual(['backup.db', 'papers.db']);
  });

  it.each([
    ['a backup of a newer version', "insert into kysely_migration values ('9999-newer', '2027')"],
    ['another program’s database', 'drop table posts'],
  ])('of %s changes nothing', async (_, spoil) => {
    await addPapers(3);
    await backUp(url, file);
    const backup = new Database(file);
    backup.pragma('foreign_keys = OFF');
    backup.exec(spoil);
    backup.close();
    await addPapers(5);
    await expect(restore(url, file)).rejects.toThrow(/newer version|no database of Paper Route/);
    expect(await countPapers()).toBe(5);
    expect(files()).toEqual(['backup.db', 'papers.db']);
  });

  it('of a damaged backup changes nothing', async () => {
    await addPapers(300);
    await backUp(url, file);
    const damaged = readFileSync(file);
    writeFileSync(file, damaged.fill(0xa5, damaged.length - 3 * 4096));
    await expect(restore(url, file)).rejects.toThrow(
      new RegExp(`^The database ${file} is damaged`),
    );
    expect(await countPapers()).toBe(300);
    expect(files()).toEqual(['backup.db', 'papers.db']);
  });

  it('of what is no backup says so', async () => {
    await addPapers(3);
    await expect(restore(url, file)).rejects.toThrow(`There is no backup ${file}.`);
    await expect(restore(url, path)).rejects.toThrow(`${path} is the database itself.`);
    expect(await countPapers()).toBe(3);
  });
});
