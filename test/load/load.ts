import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DailySchedule } from '../../src/core/schedule.ts';
import { WEEKDAYS } from '../../src/core/schedule.ts';
import { deadOrigin } from '../support/feeds/server.ts';
import { writeDatabase } from './database.ts';
import type { Meter } from './meter.run.ts';
import { type LoadedPlatform, type LoadSize, type LoadWorld, startLoadWorld } from './world.ts';

export interface LoadOptions extends LoadSize {
  /** In each digest. */
  readonly papers: number;
  /** Papers of the last two weeks that nobody follows. */
  readonly archive: number;
  /** `/subscribe` typed a second, on both platforms together, while digests are posted. */
  readonly commandsPerSecond: number;
  /** A file for the bot's log; none when left out. */
  readonly log?: string | undefined;
}

export interface PlatformReport {
  readonly name: string;
  readonly messages: number;
  readonly seconds: number;
  readonly achievedPerSecond: number;
  readonly permittedPerSecond: number;
  readonly permittedBecause: string;
  /** Answers 429. */
  readonly refused: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly commands: number;
  /** Of the times to an acknowledgement, in milliseconds. */
  readonly acknowledged: { readonly p50: number; readonly p99: number; readonly max: number };
}

export interface LoadReport {
  readonly platforms: readonly PlatformReport[];
  readonly meter: Meter;
}

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const METER = fileURLToPath(new URL('./meter.run.ts', import.meta.url));
/** How long a start may take with the matcher of so many subscriptions, in milliseconds. */
const START_MS = 20_000;
const MINUTE_MS = 60_000;

/** One digest for every channel at the same minute, and commands meanwhile. */
export async function load(options: LoadOptions): Promise<LoadReport> {
  const world = await startLoadWorld(options);
  const folder = await mkdtemp(join(tmpdir(), 'paper-route-load-'));
  const { environment } = world.outside;
  const due = nextMinute(START_MS + preparationMs(options));
  await writeDatabase(environment.DATABASE_URL ?? '', {
    channels: world.platforms.flatMap((platform) => platform.channels),
    schedule: scheduleAt(due),
    papers: options.papers,
    archive: options.archive,
  });
  const meterFile = join(folder, 'meter.json');
  const bot = await startBot({ ...environment, METER_FILE: meterFile }, options.log);
  try {
    if (Date.now() > due) throw new Error('The start took so long that the minute is over.');
    const platforms = await observe(bot, world, due, options);
    await stop(bot);
    return { platforms, meter: JSON.parse(await readFile(meterFile, 'utf8')) };
  } finally {
    bot.kill('SIGKILL');
    await world.outside.close();
    await rm(folder, { recursive: true });
  }
}

/** Writing the database takes about so long, in milliseconds: 2 a channel and 3 a paper, and some. */
function preparationMs({ channels, archive }: LoadOptions): number {
  return 2_000 + channels * 2 + archive * 3;
}

function nextMinute(atLeastMs: number): number {
  return Math.ceil((Date.now() + atLeastMs) / MINUTE_MS) * MINUTE_MS;
}

function scheduleAt(due: number): DailySchedule {
  const time = new Date(due).toISOString().slice(11, 16);
  return { kind: 'daily', time, days: WEEKDAYS, timeZone: 'UTC' };
}

async function startBot(
  environment: Readonly<Record<string, string>>,
  log = '/dev/null',
): Promise<ChildProcess> {
  const file = openSync(log, 'w');
  const port = new URL(await deadOrigin()).port;
  const bot = spawn(process.execPath, ['--import', METER, PROGRAM, 'start'], {
    env: {
      ...{ PATH: process.env.PATH, ...environment },
      ...{ HTTP_PORT: port, LOG_LEVEL: 'info', ARXIV_CATEGORIES: '' },
    },
    stdio: ['ignore', 'ignore', file],
  });
  closeSync(file);
  while (!(await isReady(port))) {
    if (bot.exitCode !== null) throw new Error('The bot did not start.');
    await sleep(50);
  }
  return bot;
}

async function isReady(port: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  return answer?.ok ?? false;
}

async function observe(
  bot: ChildProcess,
  { platforms }: LoadWorld,
  due: number,
  options: LoadOptions,
): Promise<PlatformReport[]> {
  const observers = platforms.map((platform) => observePlatform(platform));
  await sleep(Math.max(0, due - Date.now() - 1_000));
  bot.kill('SIGUSR2');
  const slowest = Math.max(...platforms.map((it) => it.channels.length / it.permittedPerSecond));
  const deadline = due + slowest * 2_000 + MINUTE_MS;
  for (let typed = 0; Date.now() < deadline && !observers.every((it) => it.isDone()); typed++) {
    observers[typed % observers.length]?.typeOne(typed);
    await sleep(1_000 / options.commandsPerSecond);
  }
  await sleep(1_000);
  return observers.map((it) => it.report());
}

/** Types commands on one platform and counts what comes. */
function observePlatform(platform: LoadedPlatform) {
  const times: number[] = [];
  let refused = 0;
  platform.watch(({ phase, status }) => {
    if (phase === 'answered' && status === 429) refused++;
  });
  return {
    isDone: () => platform.posts().length >= platform.channels.length,
    typeOne: (number: number) => {
      platform.subscribe(number, `load${number}`).then(
        (ms) => times.push(ms),
        () => times.push(Number.POSITIVE_INFINITY),
      );
    },
    report: () => reportOf(platform, refused, times),
  };
}

function reportOf(
  platform: LoadedPlatform,
  refused: number,
  times: readonly number[],
): PlatformReport {
  const { name, permittedPerSecond, permittedBecause, channels } = platform;
  const posts = platform.posts();
  const served = new Set(posts.map(({ channel }) => channel));
  const seconds = ((posts.at(-1)?.at ?? 0) - (posts[0]?.at ?? 0)) / 1_000;
  return {
    ...{ name, messages: posts.length, seconds, permittedPerSecond, permittedBecause, refused },
    achievedPerSecond: (posts.length - 1) / seconds,
    lost: channels.filter(({ channel }) => !served.has(channel)).length,
    duplicates: posts.length - served.size,
    commands: times.length,
    acknowledged: {
      ...{ p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: quantile(times, 1) },
    },
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function stop(bot: ChildProcess): Promise<void> {
  const gone = once(bot, 'exit');
  bot.kill('SIGTERM');
  const [code] = await gone;
  if (code !== 0) throw new Error(`The bot ended with ${code}.`);
}
