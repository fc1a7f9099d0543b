import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { titlesIn } from '../support/discord/reader.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import {
  canLimitFiles,
  canMount,
  limitFiles,
  lockDatabase,
  mountSmallDisk,
  somebodyElse,
  unlimitFiles,
} from '../support/miseries.ts';
import { type Run, runProgram } from '../support/program.ts';
import { CHANNEL } from '../support/slack/workspace.ts';
import { followAtOnce, type Outside, startApp, startOutside } from './world.ts';

const BOT = fileURLToPath(new URL('../support/steady-bot.run.ts', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const PATIENCE = { timeout: 30_000, interval: 50 };

let outside: Outside;
/** The settings of the bot; a test may put its database elsewhere. */
let settings: Record<string, string>;
let bot: Bot | undefined;

beforeEach(async () => {
  outside = await startOutside();
  settings = { ...outside.environment, HTTP_PORT: '0' };
  publish(0);
});

afterEach(async () => {
  await bot?.stop();
  bot = undefined;
  expect(outside.slack.violations).toEqual([]);
  await outside.close();
});

const file = () => settings.DATABASE_URL?.replace('sqlite:', '') ?? '';

/** Both channels follow "tidal", and get papers at once. */
async function subscribe(): Promise<void> {
  const app = await startApp(settings);
  await followAtOnce(outside, 'tidal');
  await app.stop();
}

const TITLES = ['Tidal One', 'Tidal Two', 'Tidal Three'] as const;

/** The papers of today: the first so many of the titles. */
function publish(count: number): void {
  const day = new Date().toISOString().slice(0, 10);
  const items = TITLES.slice(0, count).map((title, index) =>
    dailyPaper(`2611.0000${index + 1}`, {
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
      title,
    }),
  );
  outside.publish(day, items);
}

/** How often each paper was posted in both channels, in order. */
function posts(): Record<string, string[]> {
  const cards = outside.slack
    .messagesIn(CHANNEL)
    .flatMap((it) => [...JSON.stringify(it.blocks).matchAll(/"(Tidal \w+)"/g)].map(([, t]) => t));
  const embeds = outside.discord
    .messages(outside.discord.channels.general)
    .flatMap((it) => titlesIn(it.body));
  return { slack: cards.map(String), discord: embeds.map(String) };
}

const postedOnce = (...titles: string[]) =>
  vi.waitFor(() => expect(posts()).toEqual({ slack: titles, discord: titles }), PATIENCE);

interface Bot {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** What it logged so far. */
  log(): string;
  get(path: '/healthz' | '/readyz'): Promise<[number, string]>;
  stop(): Promise<void>;
}

async function startBot(): Promise<Bot> {
  const child = spawn(process.execPath, [BOT], { env: settings, stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const [port] = await once(child.stdout, 'data');
  bot = {
    process: child,
    log: () => log,
    get: async (path) => {
      const answer = await fetch(`http://127.0.0.1:${String(port).trim()}${path}`);
      return [answer.status, (await answer.text()).trim()];
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
  return bot;
}

function run(...args: string[]): Promise<Run> {
  return runProgram(args, { cwd: dirname(file()), env: settings });
}

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
  const [answer] = await outside.slack.slashCommand({ command: '/subscribe', text: 'mamba' });
  expect(answer?.text).toContain('That did not work, and nothing was changed.');
  const [status, reason] = await running.get('/readyz');
  expect([status, reason.split('\n')]).toEqual([503, [expect.stringMatching(sentence)]]);
  expect(await running.get('/healthz')).toEqual([200, 'ok']);
  await postedOnce('Tidal One');

  await end(running);
  await postedOnce('Tidal One', 'Tidal Two');
  await vi.waitFor(async () => expect(await running.get('/readyz')).toEqual([200, 'ready']));
  const [list] = await outside.slack.slashCommand({ command: '/subscriptions' });
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
    settings.DATABASE_URL = `sqlite:${join(disk.folder, 'papers.db')}`;
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
      await bot?.stop();
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
      const enough = outside.slack.watch(({ call, phase }) => {
        if (call === 'chat.postMessage' && phase === 'done') limitFiles(running.process);
      });
      publish(1);
      await vi.waitFor(() => expect(running.log()).toMatch(/refuses to read or write/), PATIENCE);
      enough();
      expect(outside.waiting()).toBeGreaterThan(0);
      unlimitFiles(running.process);
      await vi.waitFor(() => expect(outside.waiting()).toBe(0), PATIENCE);
      await postedOnce('Tidal One');
    },
  );
});

describe('the program', () => {
  beforeEach(subscribe);

  it('ends with one sentence when it may not write to its database, and writes nothing', async () => {
    chmodSync(dirname(file()), 0o777);
    chmodSync(file(), 0o444);
    const options = { cwd: dirname(file()), env: settings, as: somebodyElse() };
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
      settings.DATABASE_URL = `sqlite:${join(disk.folder, 'papers.db')}`;
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

describe('paper-route backup and restore', () => {
  const backup = () => join(dirname(file()), 'backup.db');

  it('bring a bot back that posts nothing twice of what was posted before the backup', async () => {
    await subscribe();
    publish(1);
    await startBot();
    await postedOnce('Tidal One');
    expect(await run('backup', backup())).toEqual({
      code: 0,
      stdout: expect.stringMatching(/backup\.db: 1 paper, 0\.\d MB, checked\.\n$/),
      stderr: '',
    });
    expect(await run('backup', backup())).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ exists already, /),
    });

    publish(2);
    await postedOnce('Tidal One', 'Tidal Two');
    const early = await run('restore', backup());
    expect(early).toMatchObject({ code: 1, stderr: expect.stringMatching(/ is in use\. Stop /) });
    await bot?.stop();

    publish(3);
    expect(await run('restore', backup())).toEqual({
      code: 0,
      stdout: [
        `Restored ${backup()}: 1 paper.`,
        `The database that was there is kept as ${file()}.before-restore.`,
        'It had sent 2 messages after the backup was made: papers of those may be posted again.\n',
      ].join('\n'),
      stderr: '',
    });
    await startBot();
    await vi.waitFor(() => expect(posts().discord).toContain('Tidal Three'), PATIENCE);
    await vi.waitFor(() => expect(posts().slack).toContain('Tidal Three'), PATIENCE);
    for (const titles of Object.values(posts()))
      expect(titles.filter((title) => title === 'Tidal One')).toHaveLength(1);
  });

  it('look for what was on its way when the backup was made, instead of sending it again', async () => {
    await subscribe();
    outside.slack.fail('chat.postMessage', { retryAfter: 3 });
    publish(1);
    await startBot();
    await vi.waitFor(() => expect(posts().discord).toEqual(['Tidal One']), PATIENCE);
    expect(await run('backup', backup())).toMatchObject({ code: 0 });
    expect(posts().slack).toEqual([]);
    await postedOnce('Tidal One');
    await bot?.stop();
    expect(await run('restore', backup())).toMatchObject({ code: 0 });
    expect(outside.waiting()).toBe(1);
    await startBot();
    await vi.waitFor(() => expect(outside.waiting()).toBe(0), PATIENCE);
    await postedOnce('Tidal One');
  });

  it('say so when they may not write where they should', async () => {
    await subscribe();
    chmodSync(dirname(file()), 0o555);
    const options = { cwd: dirname(file()), env: settings, as: somebodyElse() };
    const { code, stderr } = await runProgram(['backup', backup()], options);
    chmodSync(dirname(file()), 0o755);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^This user can't write to the folder \S+\. Choose another one/),
    ]);
  });

  it.runIf(canLimitFiles())('leave nothing half-made behind where there is no room', async () => {
    await subscribe();
    const limited = ['--fsize=100000', process.execPath, PROGRAM, 'backup', backup()];
    const { status, stderr } = spawnSync('prlimit', limited, { env: settings, encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^The disk of the copy \S+ refuses/),
    ]);
    expect(existsSync(backup())).toBe(false);
    expect(existsSync(`${backup()}.partial`)).toBe(false);
  });
});

describe('paper-route deliveries', () => {
  const givenUp = async () => {
    const { stdout } = await run('deliveries', '--json');
    return JSON.parse(stdout).filter(({ state }: { state: string }) => state === 'failed');
  };
  const oneGivenUp = () =>
    vi.waitFor(async () => expect(await givenUp()).toHaveLength(1), PATIENCE);

  it('lists and retries what was given up, while the bot runs', async () => {
    await subscribe();
    outside.slack.fail('chat.postMessage', { error: 'msg_too_long' }, 2);
    publish(1);
    await startBot();
    await oneGivenUp();
    const { code, stdout, stderr } = await run('deliveries');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^ID +CHANNEL +STATE +PAPERS +ATTEMPTS +SINCE +NEXT ATTEMPT\n[0-9a-f]{24} {2}slack C0READING +given up +1 +1 +\d{4}-\d\d-\d\d \d\d:\d\d +never\n {4}\S.*\n\nTimes are those of UTC\.\n$/,
    );
    const [letter] = await givenUp();
    expect(letter).toMatchObject({ papers: 1, to: { platform: 'slack', channel: CHANNEL } });

    expect(await run('deliveries', 'retry', letter.id)).toMatchObject({
      code: 0,
      stdout: '1 dead letter back in the queue; the running bot begins within a minute.\n',
    });
    await vi.waitFor(() => expect(calls()).toHaveLength(2), PATIENCE);
    await oneGivenUp();
    expect((await run('deliveries', 'retry', '--all')).stdout).toMatch(/^1 dead letter back/);
    await postedOnce('Tidal One');
    expect((await run('deliveries')).stdout).toBe('Nothing waits, and nothing was given up.\n');
  });

  it('drops what was given up, and its papers are not posted again', async () => {
    await subscribe();
    outside.slack.fail('chat.postMessage', { error: 'msg_too_long' });
    publish(1);
    const running = await startBot();
    await oneGivenUp();
    expect((await run('doctor')).stdout).toMatch(/FAILED {2}Delivery [0-9a-f]{24} to slack/);
    expect((await run('deliveries', 'drop', '--all')).stdout).toMatch(/^1 dead letter dropped/);
    expect((await run('doctor')).stdout).not.toMatch(/FAILED/);
    publish(2);
    await vi.waitFor(() => expect(posts().slack).toEqual(['Tidal Two']), PATIENCE);
    await running.stop();
    const { code, stderr } = await run('deliveries', 'retry', 'd1');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^There is no delivery d1 that/)]);
  });

  const calls = () => outside.slack.calls.filter(({ method }) => method === 'chat.postMessage');
});

describe('a mistake on the command line', () => {
  it.each([
    ['deliveries forget d1', /knows retry <id>, drop <id>/],
    ['deliveries retry', /takes one id, or --all/],
    ['deliveries drop d1 --all', /takes one id, or --all/],
    ['deliveries drop d1 d2', /d2 is too many/],
    ['backup', /needs the name of the new file/],
    ['backup one two', /takes one file, but got two/],
    ['restore', /needs the name of a backup/],
  ])('%s', async (command, sentence) => {
    const { code, stdout, stderr } = await run(...command.split(' '));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
  });
});
