import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { searchFor } from '../../../src/core/matching/search.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { moveStore } from '../../../src/storage/move/index.ts';
import { TABLES } from '../../../src/storage/move/tables.ts';
import { fillDatabase, fillEverything } from '../../support/filled.ts';
import { makeDatabase, makeEmptyDatabase } from '../../support/postgres/database.ts';
import { execute, rowsOf, tablesOf } from './rows.ts';

const NOW = new Date('2026-11-24T11:00:00Z');

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
  file = `sqlite:${join(folder, 'papers.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true }));

const move = (from: string, to: string) =>
  moveStore({ from, to, now: NOW, onProgress: () => undefined });

const fill = (url: string, papers = 3) => fillDatabase(url, papers);

/** Checksums of the files that hold the data; -shm holds who reads and writes. */
function contents(): unknown {
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm'));
  const hash = (name: string) => createHash('sha256').update(readFileSync(join(folder, name)));
  return names.map((name) => [name, hash(name).digest('hex')]);
}

/** The titles of the papers that a query finds. */
async function find(url: string, query: string): Promise<string[]> {
  const storage = await openStorage(url);
  const search = searchFor(parseQuery(query), () => []);
  const papers = await storage.papers.listedSince(new Date(0), search);
  await storage.close();
  return papers.map((it) => it.title);
}

/** The numbers that the next channel and subscription get. */
async function nextNumbers(url: string) {
  const storage = await openStorage(url);
  const address = { platform: 'slack', workspace: 'T1', channel: 'C9' };
  const channel = await storage.channels.ensure(address, { kind: 'at-once' }, NOW);
  const subscription = await storage.subscriptions.add({
    ...{ channelId: channel.id, query: 'new', key: 'new' },
    ...{ since: NOW, createdBy: 'U1', createdAt: NOW },
  });
  await storage.close();
  return [channel.id, subscription?.id];
}

describe('the tables that are moved', () => {
  it('are all that there are, on both databases, and the test fills each', async () => {
    await fill(file);
    expect(await tablesOf(file)).toEqual([...TABLES, 'paper_words'].toSorted());
    expect(await tablesOf(await makeDatabase())).toEqual(await tablesOf(file));
    for (const [table, rows] of Object.entries(await rowsOf(file)))
      expect([table, rows.length > 0]).toEqual([table, true]);
  });
});

describe('a database', () => {
  it('is moved from SQLite to PostgreSQL and back, with everything in it', async () => {
    await fill(file, 1_203);
    const [server, back] = [await makeEmptyDatabase(), `sqlite:${join(folder, 'back.db')}`];
    const moved = await move(file, server);
    expect(moved.rows).toMatchObject({
      papers: 1_203,
      channels: 2,
      subscriptions: 2,
      deliveries: 6,
    });
    await move(server, back);
    const rows = await rowsOf(file);
    expect(await rowsOf(server)).toEqual(rows);
    expect(await rowsOf(back)).toEqual(rows);
    for (const url of [server, back]) {
      expect(await find(url, 'title:"quoted title"')).toHaveLength(1);
      expect(await find(url, 'author:"Ada Example" 論文')).toHaveLength(1);
      expect(await find(url, 'grpo')).toHaveLength(1_202);
      expect(await nextNumbers(url)).toEqual([3, 4]);
    }
  });

  it('that was moved already is only compared', async () => {
    await fill(file);
    const server = await makeEmptyDatabase();
    const moved = await move(file, server);
    expect(await move(file, server)).toEqual(moved);
    await execute(server, 'update papers set upvotes = 9');
    await expect(move(file, server)).rejects.toThrow(/holds data of its own/);
  });

  it('stays as it was to the last byte, also when a bot was killed on it', async () => {
    const storage = await openStorage(file);
    await fillEverything(storage, 3);
    const before = contents();
    expect(readdirSync(folder)).toContain('papers.db-wal');
    await move(file, await makeEmptyDatabase());
    expect(contents()).toEqual(before);
    await storage.close();
  });

  it('of an earlier version is brought up to date on its way', async () => {
    await fill(file);
    for (const statement of [
      "delete from kysely_migration where name > '0007'",
      ...['matches_news', 'channels_probe', 'deliveries_unsettled'].map((it) => `drop index ${it}`),
      ...['channels_language', 'deliveries_channel', 'deliveries_waiting'].map(
        (it) => `drop index ${it}`,
      ),
      ...['papers_lists', 'papers_seen'].map((it) => `drop index ${it}`),
      ...['matches_created', 'deliveries_created'].map((it) => `drop index ${it}`),
      'alter table matches drop column news',
      'drop table seen',
      'drop index listings_text_rules',
      'alter table listings drop column text_rules',
      'alter table channels drop column language',
      'alter table papers drop column own_summary',
      'drop table summaries',
      'drop table spending',
      'drop table readers',
      'drop table mail_requests',
    ])
      await execute(file, statement);
    const before = contents();
    const server = await makeEmptyDatabase();
    expect(await move(file, server)).toMatchObject({ rows: { papers: 3, summaries: 0 } });
    expect(contents()).toEqual(before);
    expect(await find(server, 'grpo')).toHaveLength(2);
  });

  it('keeps a zero character from no move', async () => {
    await fill(file);
    await execute(file, "update feeds set title = 'a' || char(0) || 'b'");
    const server = await makeEmptyDatabase();
    await move(file, server);
    expect((await rowsOf(server)).feeds?.[0]).toContain('["title","ab"]');
  });
});

describe('a move is refused, in one sentence,', () => {
  it('into a database that holds data of its own, which stay', async () => {
    await fill(file);
    const server = await makeDatabase();
    await fill(server, 4);
    const before = await rowsOf(server);
    await expect(move(file, server)).rejects.toThrow(
      /^The database test_\w+ at \S+ holds data of its own, and a move overwrites nothing\. Give --to an empty one\.$/,
    );
    expect(await rowsOf(server)).toEqual(before);
  });

  it('while something is being sent, and is done when nobody sends any more', async () => {
    await fill(file);
    const storage = await openStorage(file);
    await storage.outbox.claim(1, NOW, 30_000);
    await storage.close();
    const server = await makeEmptyDatabase();
    await expect(move(file, server)).rejects.toThrow(
      `1 message of the database ${folder}/papers.db is being sent. Stop Paper Route, wait half a minute, and run this again.`,
    );
    const later = new Date(NOW.getTime() + 30_000);
    const moved = moveStore({ from: file, to: server, now: later, onProgress: () => undefined });
    expect(await moved).toMatchObject({ rows: { papers: 3 } });
  });

  it('while a bot uses a PostgreSQL database, on either side', async () => {
    await fill(file);
    const server = await makeDatabase();
    const bot = await openStorage(server);
    const other = await makeDatabase();
    const named = await openStorage(`${other}?application_name=ours`);
    const inUse =
      /^The database test_\w+ at \S+ is in use\. Stop every process of Paper Route first/;
    await expect(move(file, server)).rejects.toThrow(inUse);
    await expect(move(server, `sqlite:${join(folder, 'to.db')}`)).rejects.toThrow(inUse);
    await expect(move(file, other)).rejects.toThrow(inUse);
    await bot.close();
    await named.close();
  });

  it('of a source that is missing, damaged, empty or of another version', async () => {
    const to = `sqlite:${join(folder, 'to.db')}`;
    writeFileSync(join(folder, 'broken.db'), Buffer.alloc(8_192, 0xa5));
    await expect(move(`sqlite:${join(folder, 'broken.db')}`, to)).rejects.toThrow(
      `The database ${folder}/broken.db is damaged, or is no SQLite file`,
    );
    await expect(move(file, to)).rejects.toThrow(
      `There is no database ${folder}/papers.db to move. Check --from.`,
    );
    const server = await makeEmptyDatabase();
    await expect(move(server, to)).rejects.toThrow(
      /holds nothing of Paper Route\. Check --from\.$/,
    );
    const old = await makeDatabase();
    await execute(old, "delete from kysely_migration where name = '0008-text-rules'");
    await expect(move(old, to)).rejects.toThrow(
      /is of another version of Paper Route\. Start this version on it once, stop it, and move it/,
    );
  });

  it('at its end, when the source was written to meanwhile', async () => {
    await fill(file);
    const server = await makeEmptyDatabase();
    const onProgress = async (text: string) => {
      if (text.startsWith('Moving feeds')) await execute(file, 'update papers set upvotes = 7');
    };
    await expect(moveStore({ from: file, to: server, now: NOW, onProgress })).rejects.toThrow(
      `The database ${folder}/papers.db was written to while it was moved. Stop Paper Route, and run this again.`,
    );
    await expect(openStorage(server)).rejects.toThrow(/holds only a part of another one/);
    await move(file, server);
    expect(await rowsOf(server)).toEqual(await rowsOf(file));
  });
});

describe('a difference between the databases', () => {
  it.each([
    ['a changed text', "update channels set paused_reason = 'archived: “C3”' where id = 2"],
    ['a changed number', 'update papers set listed_at = listed_at + 1'],
    ['null in place of a text', 'update deliveries set reason = null'],
    ['a missing row', 'delete from saved'],
  ])('is found at the end: %s', async (_, statement) => {
    await fill(file);
    const server = await makeEmptyDatabase();
    const onProgress = (text: string) => {
      if (text.startsWith('Moving paper_numbers')) throw new Error('interrupted');
    };
    const interrupted = moveStore({ from: file, to: server, now: NOW, onProgress });
    await expect(interrupted).rejects.toThrow('interrupted');
    await execute(server, statement);
    const tampered = move(file, server);
    await expect(tampered).rejects.toThrow(
      /^The table \w+ of test_\w+ at \S+ differs from that of \S+papers\.db: something else wrote to it\. Run this again: it begins anew\.$/,
    );
    await expect(openStorage(server)).rejects.toThrow(/holds only a part of another one/);
    await move(file, server);
    expect(await rowsOf(server)).toEqual(await rowsOf(file));
  });
});
