import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStorage } from '../../src/storage/index.ts';
import { rowsOf } from '../storage/move/rows.ts';
import { fillDatabase } from '../support/filled.ts';
import { makeDatabase } from '../support/postgres/database.ts';
import { runProgram } from '../support/program.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const PATIENCE = { timeout: 30_000, interval: 50 };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
  file = `sqlite:${join(folder, 'papers.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (args: string[], env: Record<string, string> = {}) =>
  runProgram(args, { cwd: folder, env });
const migrate = (from: string, to: string) => run(['migrate-store', '--from', from, '--to', to]);

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Runs the command until it waits for a row that somebody else writes and does not commit, and kills it there. */
async function killAt(insert: string, from: string, to: string): Promise<void> {
  const [other, watcher] = [await connect(to), await connect(to)];
  await other.query('begin');
  await other.query(insert);
  const child = spawn(process.execPath, [PROGRAM, 'migrate-store', '--from', from, '--to', to], {
    cwd: folder,
    env: { PATH: process.env.PATH },
  });
  await vi.waitFor(async () => expect((await watcher.query(WAITING)).rowCount).toBe(1), PATIENCE);
  child.kill('SIGKILL');
  await once(child, 'close');
  await other.end();
  await watcher.end();
}

const WAITING =
  "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

/** How many rows of each table have come, of those that have begun. */
async function begun(url: string): Promise<Record<string, number>> {
  const client = await connect(url);
  const { rows } = await client.query('select name, copied::int from moving where copied > 0');
  await client.end();
  return Object.fromEntries(rows.map(({ name, copied }) => [name, copied]));
}

describe('paper-route migrate-store', () => {
  it('says what it moved and what to do next, without a password', async () => {
    await fillDatabase(file, 3);
    const server = await makeDatabase();
    const { code, stdout, stderr } = await migrate(file, server);
    expect([code, stderr]).toEqual([0, '']);
    const place = `${new URL(server).pathname.slice(1)} at ${new URL(server).host}`;
    expect(stdout).toBe(
      `Moved ${folder}/papers.db to ${place}: 46 rows, with 3 papers, 2 channels, 2 subscriptions; counts and checksums agree. Now set DATABASE_URL to the new database, start Paper Route, and start it no more on the old one, which is as it was.\n`,
    );
    expect(await run(['deliveries'], { DATABASE_URL: server })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('C1-b'),
    });
  });

  it.each([
    [
      'in the middle of a table',
      "insert into papers values ('arxiv:2611.00700', 0, 0, 0, '{}', 0)",
      { papers: 500 },
    ],
    [
      'in a later table',
      "insert into channels (id, platform, workspace, channel, schedule_json, created_at) values (2, '', '', '', '', 0)",
      { papers: 1_203, aliases: 2_406, listings: 1_203, sources: 1 },
    ],
    [
      'while it makes the index of words',
      "insert into paper_words values (900, to_tsvector(''), to_tsvector(''), to_tsvector(''))",
      { papers: 1_203, deliveries: 6, paper_numbers: 500 },
    ],
  ])(
    'that is killed %s goes on where it was, and nobody uses the half before',
    async (_, insert, there) => {
      await fillDatabase(file, 1_203);
      const server = await makeDatabase();
      await killAt(insert, file, server);
      expect(await begun(server)).toMatchObject(there);
      const early = await run(['deliveries'], { DATABASE_URL: server });
      expect([early.code, early.stderr]).toEqual([
        1,
        expect.stringMatching(
          /^The database \S+ at \S+ holds only a part of another one: run paper-route migrate-store again, which goes on where it was\.\n$/,
        ),
      ]);
      expect(await migrate(file, server)).toMatchObject({ code: 0, stderr: '' });
      expect(await rowsOf(server)).toEqual(await rowsOf(file));
      expect(
        (await run(['preview', 'grpo', '--days', '9999'], { DATABASE_URL: server })).stdout,
      ).toMatch(/^1202 papers/);
    },
  );

  it('begins anew when the source has changed since it was killed', async () => {
    await fillDatabase(file, 1_203);
    const server = await makeDatabase();
    await killAt("insert into papers values ('arxiv:2611.00700', 0, 0, 0, '{}', 0)", file, server);
    const storage = await openStorage(file);
    await storage.channels.resume(2);
    await storage.close();
    expect(await migrate(file, server)).toMatchObject({ code: 0, stderr: '' });
    expect(await rowsOf(server)).toEqual(await rowsOf(file));
  });

  it('explains what it can not use, and prints no password', async () => {
    await fillDatabase(file, 2);
    const address = 'postgres://papers:hush-hush@127.0.0.1:1/papers';
    for (const [args, code, sentence] of [
      [['--from', file], 2, /^paper-route migrate-store needs --to with the address/],
      [['--to', file], 2, /^paper-route migrate-store needs --from with the address/],
      [
        ['--from', file, '--to', 'postgres://papers:hush-hush@db'],
        2,
        /needs --to with the address/,
      ],
      [['--from', file, '--to', 'sqlite::memory:'], 2, /needs --to with the address/],
      [['--from', file, '--to', address], 1, /^The database at 127\.0\.0\.1:1 does not answer/],
      [['--from', address, '--to', file], 1, /^The database at 127\.0\.0\.1:1 does not answer/],
    ] as const) {
      const { stderr, stdout, ...rest } = await run(['migrate-store', ...args]);
      expect([rest.code, stderr]).toEqual([code, expect.stringMatching(sentence)]);
      expect(stderr + stdout).not.toContain('hush');
    }
  });
});
