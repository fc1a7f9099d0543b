import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStorage } from '../../../src/storage/index.ts';
import { moveStore } from '../../../src/storage/move/index.ts';
import { fillDatabase } from '../../support/filled.ts';
import { makeEmptyDatabase } from '../../support/postgres/database.ts';
import { execute, rowsOf } from './rows.ts';

const NOW = new Date('2026-11-24T11:00:00Z');

let folder: string;
let file: string;
let server: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
  file = `sqlite:${join(folder, 'papers.db')}`;
  server = await makeEmptyDatabase();
  await fillDatabase(file, 3);
});
afterEach(() => rmSync(folder, { recursive: true }));

const move = (onProgress: (text: string) => void = () => undefined) =>
  moveStore({ from: file, to: server, now: NOW, onProgress });

/** A move that ends when it says something. */
async function interruptAt(progress: string): Promise<void> {
  const interrupted = move((text) => {
    if (text.startsWith(progress)) throw new Error('interrupted');
  });
  await expect(interrupted).rejects.toThrow('interrupted');
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  return client;
}

/** A move that waits for what somebody else writes and does not commit yet. */
async function waitBehind(insert: string) {
  await interruptAt('Reading');
  const [other, watcher] = [await connect(), await connect()];
  await other.query('begin');
  await other.query(insert);
  const waiting = move();
  const locks =
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await vi.waitFor(async () => expect((await watcher.query(locks)).rowCount).toBe(1), {
    timeout: 20_000,
  });
  await watcher.end();
  return { other, waiting };
}

const FIRST_PAPER = "insert into papers values ('arxiv:2611.00001', 0, 0, 0, '{}', 0)";
const SPENT = "insert into spending values ('2026-01-01', 1, 1)";

const strangersIn = (table: string) =>
  new RegExp(
    `^The table ${table} of test_\\w+ at \\S+ holds rows that no move has brought, and a move overwrites nothing\\. Give --to an empty database\\.$`,
  );

describe('a database into which another is moved', () => {
  it('lets no bot in, from before the source is read', async () => {
    await interruptAt('Reading papers');
    await expect(openStorage(server)).rejects.toThrow(/holds only a part of another one/);
    await move();
    expect(await rowsOf(server)).toEqual(await rowsOf(file));
    await (await openStorage(server)).close();
  });

  it('is filled by one move at a time', async () => {
    const { other, waiting } = await waitBehind(FIRST_PAPER);
    await expect(move()).rejects.toThrow(
      /^Another migrate-store moves data into the database test_\w+ at \S+\. Wait until it is done, or stop it, and run this again\.$/,
    );
    await other.end();
    await waiting;
    expect(await rowsOf(server)).toEqual(await rowsOf(file));
  });

  it('keeps a row that somebody else wrote beside the move, which says so', async () => {
    const { other, waiting } = await waitBehind(FIRST_PAPER);
    const refused = expect(waiting).rejects.toThrow(strangersIn('papers'));
    await other.query('commit');
    await other.end();
    await refused;
    await expect(move()).rejects.toThrow(strangersIn('papers'));
    expect((await rowsOf(server)).papers).toHaveLength(1);
  });

  it.each([
    ['before the move began to write', 'Reading'],
    ['in the middle of the move', 'Moving channels'],
    ['at its end', 'Comparing spending'],
  ])('keeps a row that somebody else wrote %s', async (_, progress) => {
    await interruptAt(progress);
    await execute(server, SPENT);
    await execute(file, 'update papers set upvotes = 7');
    await expect(move()).rejects.toThrow(strangersIn('spending'));
    expect((await rowsOf(server)).spending?.join()).toContain('2026-01-01');
  });
});
