import { setTimeout as sleep } from 'node:timers/promises';
import type { DailySchedule } from '../../src/core/schedule.ts';
import { WEEKDAYS } from '../../src/core/schedule.ts';
import { SAFE, startCluster } from '../support/postgres/cluster.ts';
import { createDatabase } from '../support/postgres/create.ts';
import { type BotOptions, type Bots, startBots } from './bots.ts';
import { writeDatabase } from './database.ts';
import type { Meter } from './meter.run.ts';
import { type LoadedPlatform, type LoadSize, type LoadWorld, startLoadWorld } from './world.ts';

export interface LoadOptions extends LoadSize, BotOptions {
  /** In each digest. */
  readonly papers: number;
  /** Papers of the last two weeks that nobody follows. */
  readonly archive: number;
  /** `/subscribe` typed a second, on both platforms together, while digests are posted. */
  readonly commandsPerSecond: number;
  readonly store: 'sqlite' | 'postgres';
  /** Kills the process that posts on a platform, in the middle; another starts in its place. */
  readonly kill: boolean;
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
  readonly meters: readonly Meter[];
}

/** How long a start may take with the matcher of so many subscriptions, in milliseconds. */
const START_MS = 20_000;
const MINUTE_MS = 60_000;

/** One digest for every channel at the same minute, and commands meanwhile. */
export async function load(options: LoadOptions): Promise<LoadReport> {
  const cluster = options.store === 'postgres' ? await startCluster(SAFE) : undefined;
  const database = cluster && (await createDatabase(cluster.url, 'papers'));
  const world = await startLoadWorld(options, database);
  try {
    return await loadWorld(world, options);
  } finally {
    await world.outside.close();
    await cluster?.stop();
  }
}

async function loadWorld(world: LoadWorld, options: LoadOptions): Promise<LoadReport> {
  const { environment } = world.outside;
  const due = nextMinute(START_MS + preparationMs(options));
  await writeDatabase(environment.DATABASE_URL ?? '', {
    channels: world.platforms.flatMap((platform) => platform.channels),
    schedule: scheduleAt(due),
    papers: options.papers,
    archive: options.archive,
  });
  const bots = await startBots(environment, options);
  try {
    if (Date.now() > due) throw new Error('The start took so long that the minute is over.');
    const platforms = await observe(bots, world, due, options);
    return { platforms, meters: await bots.stop() };
  } finally {
    await bots.end();
  }
}

/** Writing the database takes about so long, in milliseconds: 2 a channel and 3 a paper, and some. */
function preparationMs({ channels, archive }: LoadOptions): number {
  return 2_000 + (channels.slack + channels.discord) * 2 + archive * 3;
}

function nextMinute(atLeastMs: number): number {
  return Math.ceil((Date.now() + atLeastMs) / MINUTE_MS) * MINUTE_MS;
}

function scheduleAt(due: number): DailySchedule {
  const time = new Date(due).toISOString().slice(11, 16);
  return { kind: 'daily', time, days: WEEKDAYS, timeZone: 'UTC' };
}

async function observe(
  bots: Bots,
  { platforms }: LoadWorld,
  due: number,
  options: LoadOptions,
): Promise<PlatformReport[]> {
  const observers = platforms.map((platform) => observePlatform(platform));
  await sleep(Math.max(0, due - Date.now() - 1_000));
  bots.beginToMeasure();
  if (options.kill) for (const platform of platforms) killInTheMiddle(bots, platform);
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

/** A share of some values lies at or below it. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Kills the sender in the middle of its call, once a third of the channels have their digest. */
function killInTheMiddle(bots: Bots, { posts, channels, watch }: LoadedPlatform): void {
  const end = watch(({ phase, port }) => {
    if (phase !== 'done' || port === undefined || posts().length < channels.length / 3) return;
    if (bots.killOwner(port)) end();
  });
}
