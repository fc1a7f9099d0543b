import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  canLimitFiles,
  canMount,
  limitFiles,
  lockDatabase,
  mountSmallDisk,
  somebodyElse,
  unlimitFiles,
} from '../support/miseries.ts';
import { runProgram } from '../support/program.ts';
import {
  type Bot,
  file,
  here,
  PATIENCE,
  postedOnce,
  publish,
  run,
  startBot,
  subscribe,
  useOutside,
} from './steady-bot.ts';

useOutside();

/** Something that keeps a running bot from writing, and the sentence for it. */
interface Misery {
  readonly sentence: RegExp;
  begin(bot: Bot): Promise<void> | void;
  end(bot: Bot): Promise<void> | void;
}

/** A bot that has posted one paper meets a misery, while another paper comes and a person types. */
async function survives({ sentence, begin, end }: Misery): Promise<void> {
  await subscribe();
  publish(1);
  const running = await startBot();
  await postedOnce('Tidal One');
  expect(await running.get('/readyz')).toEqual([200, 'ready']);

  await begin(running);
  publish(2);
  await vi.waitFor(() => expect(running.log()).toMatch(sentence), PATIENCE);
  const [answer] = await here.outside.slack.slashCommand({ command: '/subscribe', text: 'mamba' });
  expect(answer?.text).toContain('That did not work, and nothing was changed.');
  const [status, reason] = await running.get('/readyz');
  expect([status, reason.split('\n')]).toEqual([503, [expect.stringMatching(sentence)]]);
  expect(await running.get('/healthz')).toEqual([200, 'ok']);
  await postedOnce('Tidal One');

  await end(running);
  await postedOnce('Tidal One', 'Tidal Two');
  await vi.waitFor(async () => expect(await running.get('/readyz')).toEqual([200, 'ready']));
  const [list] = await here.outside.slack.slashCommand({ command: '/subscriptions' });
  expect(list?.text).toMatch(/tidal/);
  expect(list?.text).not.toMatch(/mamba/);
  await running.stop();
  expect((await run('doctor')).stdout).toMatch(
    /ok {6}Database: .*: 2 papers, 0 deliveries waiting/,
  );
}

describe('a running bot', () => {
  it.runIf(canLimitFiles())(
    'whose disk refuses to write says so, and goes on by itself',
    async () => {
      await survives({
        sentence: /The disk of the database \S+ refuses to read or write \(.*\)\. Check the disk/,
        begin: (running) => limitFiles(running.process),
        end: (running) => unlimitFiles(running.process),
      });
    },
  );

  it('whose database is locked by another program says so, and goes on by itself', async () => {
    let unlock: () => Promise<void> = async () => undefined;
    await survives({
      sentence: /The database \S+ is locked by another program\. Close what holds it/,
      begin: async () => {
        unlock = await lockDatabase(file());
      },
      end: () => unlock(),
    });
  });

  it.runIf(canMount())('whose disk is full says so, and goes on by itself', async () => {
    const disk = mountSmallDisk();
    here.settings.DATABASE_URL = `sqlite:${join(disk.folder, 'papers.db')}`;
    try {
      await survives({
        sentence: /The disk of the database \S+ is full\. Make room there; nothing that is stored/,
        begin: async () => {
          await emptyWal();
          disk.fill();
        },
        end: () => disk.makeRoom(),
      });
    } finally {
      await here.bot?.stop();
      disk.remove();
    }
  });

  /** SQLite writes again into what room its -wal has taken. */
  async function emptyWal(): Promise<void> {
    const database = new Database(file());
    await vi.waitFor(
      () => expect(database.pragma('wal_checkpoint(TRUNCATE)')).toMatchObject([{ busy: 0 }]),
      PATIENCE,
    );
    database.close();
  }

  it.runIf(canLimitFiles())(
    'whose disk fails just after a message was taken posts it once',
    async () => {
      await subscribe();
      const running = await startBot();
      const enough = here.outside.slack.watch(({ call, phase }) => {
        if (call === 'chat.postMessage' && phase === 'done') limitFiles(running.process);
      });
      publish(1);
      await vi.waitFor(() => expect(running.log()).toMatch(/refuses to read or write/), PATIENCE);
      enough();
      expect(await here.outside.waiting()).toBeGreaterThan(0);
      unlimitFiles(running.process);
      await vi.waitFor(async () => expect(await here.outside.waiting()).toBe(0), PATIENCE);
      await postedOnce('Tidal One');
    },
  );
});

describe('the program', () => {
  beforeEach(subscribe);

  it('ends with one sentence when it may not write to its database, and writes nothing', async () => {
    chmodSync(dirname(file()), 0o777);
    chmodSync(file(), 0o444);
    const options = { cwd: dirname(file()), env: here.settings, as: somebodyElse() };
    const { code, stderr } = await runProgram(['poll'], options);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The database \S+ can't be written to\. .*\n$/),
    ]);
    expect(existsSync(`${file()}-wal`)).toBe(false);
    chmodSync(file(), 0o644);
    expect(await run('poll')).toMatchObject({ code: 0 });
  });

  it.runIf(canMount())(
    'ends with one sentence when its disk is full, and loses nothing',
    async () => {
      const disk = mountSmallDisk();
      here.settings.DATABASE_URL = `sqlite:${join(disk.folder, 'papers.db')}`;
      try {
        await subscribe();
        disk.fill();
        for (const command of ['poll', 'deliveries']) {
          const { code, stderr } = await run(command);
          expect([code, stderr]).toEqual([
            1,
            expect.stringMatching(/^The disk of .* is full\. .*\n$/),
          ]);
        }
        disk.makeRoom();
        publish(1);
        expect(await run('poll')).toMatchObject({ code: 0 });
        await postedOnce('Tidal One');
      } finally {
        disk.remove();
      }
    },
  );

  it('ends with one sentence when its database is locked, and works when it is free', async () => {
    const unlock = await lockDatabase(file());
    const { code, stderr } = await run('poll');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The database \S+ is locked by another program\. .*\n$/),
    ]);
    await unlock();
    expect(await run('poll')).toMatchObject({ code: 0 });
  });

  it('ends with one sentence when its database is damaged, and leaves it alone', async () => {
    writeFileSync(file(), readFileSync(file()).fill(0xa5, 0, 4096));
    const damaged = readFileSync(file());
    for (const command of ['start', 'poll', 'deliveries']) {
      const { code, stderr } = await run(command);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^The database \S+ is damaged, .*\n$/),
      ]);
    }
    expect((await run('doctor')).stdout).toMatch(/FAILED {2}Start: The database \S+ is damaged/);
    expect(readFileSync(file()).equals(damaged)).toBe(true);
  });

  it('finds damage that does not show at its start, with doctor', async () => {
    const database = new Database(file());
    const find = "select rootpage from sqlite_master where name = 'deliveries_queue'";
    const page = Number(database.prepare(find).pluck().get());
    database.close();
    writeFileSync(file(), readFileSync(file()).fill(0xa5, (page - 1) * 4096, page * 4096));
    const { code, stdout } = await run('doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /FAILED {2}Database: .* is damaged: .*\n {8}→ Stop Paper Route and restore a backup/,
    );
  });
});
