import { randomUUID } from 'node:crypto';
import packageJson from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import type { News } from './core/match.ts';
import type { Check, Platform } from './core/platform.ts';
import type { Query } from './core/query/ast.ts';
import type { Schedule } from './core/schedule.ts';
import type { Source } from './core/source.ts';
import type { Storage } from './core/stores.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { createHttpClient } from './lib/http.ts';
import type { Log } from './lib/log.ts';
import { createCommandHandler } from './pipeline/commands/index.ts';
import { createCourier } from './pipeline/courier.ts';
import { examine } from './pipeline/doctor.ts';
import type { IngestReport } from './pipeline/ingest.ts';
import { loadMatcher } from './pipeline/match.ts';
import { createPoller } from './pipeline/poll.ts';
import { preview } from './pipeline/preview.ts';
import { createTerminal, type Terminal, type TerminalOptions } from './platforms/terminal/index.ts';
import { type Scheduler, startScheduler } from './scheduler.ts';
import { createArxiv, createPoliteness } from './sources/arxiv/index.ts';
import { createHuggingFace } from './sources/hugging-face/index.ts';
import { createRss } from './sources/rss/index.ts';
import { openStorage } from './storage/index.ts';
import { type HealthServer, startHealth } from './web/health.ts';

/** What a test, the demo or a command line sets apart from the configuration. */
export interface Overrides {
  readonly log: Log;
  readonly terminal: Omit<TerminalOptions, 'onEnd' | 'settled'>;
  readonly now?: Clock;
  /** Pause between two requests to arXiv, in milliseconds; arXiv asks for 3,000. */
  readonly arxivIntervalMs?: number;
  /** How long a delivery is held before another process may take it over, in milliseconds. */
  readonly leaseMs?: number;
  /** Called as each source of a poll is done. */
  readonly onSource?: (report: IngestReport, done: number) => void;
}

export interface App {
  /** The port of the health pages, once started; null without HTTP_PORT. */
  readonly httpPort: number | null;
  /** Connects the platforms and starts the clock. Rejects with one sentence when a platform refuses. */
  start(): Promise<void>;
  /** One round: reads the sources, composes and delivers what is due. */
  poll(): Promise<IngestReport[]>;
  /** What a query would have brought of the papers listed in the last days. */
  preview(query: Query, days: number): Promise<News[]>;
  /** Checks everything that can be wrong, one by one. */
  doctor(): Promise<Check[]>;
  /** A line of our own to the person at the terminal; nothing where there is no terminal. */
  say(text: string): void;
  /** Resolves when the person at the terminal leaves, or its piped input ends. */
  readonly ended: Promise<void>;
  /** Stops within 5 seconds: deliveries under way are settled, nothing is half done. */
  stop(): Promise<void>;
}

const LEASE_MS = 30_000;
const STOP_GRACE_MS = 3_000;
const DAY_MS = 86_400_000;

/** Puts the parts together. The only place that names concrete sources, platforms and storage. */
export async function createApp(config: Config, overrides: Overrides): Promise<App> {
  const { log, now = systemClock, leaseMs = LEASE_MS } = overrides;
  const leaving = Promise.withResolvers<void>();
  const storage = await openStorage(config.databaseUrl);
  const matcher = await loadMatcher(storage);
  const sources = createSources(config, overrides);
  const terminal = createTerminal({
    ...overrides.terminal,
    settled: () => courier.idle(),
    onEnd: leaving.resolve,
  });
  const platforms = await createPlatforms(config, terminal, log);
  const senderOf = (name: string) => platforms.find((it) => it.name === name)?.sender;
  const courier = createCourier({ storage, senderOf, newId, now, log, leaseMs });
  const onSource = (report: IngestReport, done: number) => {
    courier.wake();
    overrides.onSource?.(report, done);
  };
  const poller = createPoller({ sources, storage, matcher, now, log, onSource });
  const handle = createCommandHandler({
    storage,
    matcher,
    defaultSchedule: (platform) => defaultSchedule(config, platform),
    dailySchedule: config.digest,
    sourceNames: sources.map((source) => source.name),
    wake: courier.wake,
    now,
    log,
  });
  let scheduler: Scheduler | undefined;
  let health: HealthServer | undefined;
  let started = false;

  async function poll(): Promise<IngestReport[]> {
    const reports = await poller.poll();
    courier.wake();
    await courier.idle();
    return reports;
  }

  async function start(): Promise<void> {
    const readiness = () => whyNotReady(storage, started);
    if (config.httpPort !== null) health = await startHealth(config.httpPort, readiness);
    await resumeChannels(storage);
    for (const platform of platforms) await platform.frontend?.start(handle);
    scheduler = startScheduler({
      pollCron: config.pollCron,
      onPoll: async () => void (await poll()),
      onMinute: async () => courier.wake(),
    });
    started = true;
    courier.wake();
  }

  async function stop(): Promise<void> {
    started = false;
    await scheduler?.stop();
    await Promise.allSettled(platforms.map((platform) => platform.frontend?.stop()));
    await Promise.allSettled([courier.stop(STOP_GRACE_MS), poller.stop()]);
    await health?.stop();
    await storage.close();
  }

  return {
    start,
    stop,
    poll,
    ended: leaving.promise,
    say: terminal.say,
    get httpPort() {
      return health?.port ?? null;
    },
    preview: (query, days) => {
      const since = new Date(now().getTime() - days * DAY_MS);
      return preview(query, since, { stores: storage, abbreviations: matcher.abbreviations });
    },
    doctor: () => {
      const { databaseUrl } = config;
      return examine({ databaseUrl, storage, sources, platforms, now: now() });
    },
  };
}

/** 24 hexadecimal digits, 90 of their bits random: short enough for Discord's nonce. */
function newId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 24);
}

function createSources(config: Config, overrides: Overrides): Source[] {
  const { log } = overrides;
  const http = createHttpClient({ userAgent: USER_AGENT, ...HTTP_LIMITS });
  const politeness = createPoliteness({
    ...(overrides.arxivIntervalMs === undefined ? {} : { intervalMs: overrides.arxivIntervalMs }),
    ...(overrides.now ? { clock: overrides.now } : {}),
  });
  const token = config.huggingFace.token?.reveal();
  return [
    createHuggingFace({
      endpoint: config.huggingFace.endpoint,
      archiveDays: ARCHIVE_DAYS,
      http,
      log,
      ...(token ? { token } : {}),
    }),
    ...config.arxiv.categories.map((category) =>
      createArxiv({ ...config.arxiv, category, http, politeness, log }),
    ),
    ...config.rssFeeds.map((url) => createRss({ url, http, log })),
  ];
}

/** For 30 days a paper can still reach a number of upvotes that a subscription asks for. */
const ARCHIVE_DAYS = 31;

/** A whole exchange in 30 s; 20 MB holds arXiv's largest feed of 2,000 items several times. */
const HTTP_LIMITS = { timeoutMs: 30_000, maxBytes: 20_000_000, maxRedirects: 5 };

const USER_AGENT = `paper-route/${packageJson.version} (+https://github.com/paper-route/paper-route)`;

/** An SDK is loaded only when its platform is configured; without any, there is the terminal. */
async function createPlatforms(
  config: Config,
  terminal: Terminal,
  log: Log,
): Promise<readonly Platform[]> {
  const platforms: Platform[] = [];
  if (config.slack) {
    const { createSlack } = await import('./platforms/slack/index.ts');
    const { botToken, appToken, apiUrl } = config.slack;
    platforms.push(
      createSlack({
        botToken: botToken.reveal(),
        appToken: appToken.reveal(),
        log,
        ...(apiUrl ? { apiUrl } : {}),
      }),
    );
  }
  if (config.discord) {
    const { createDiscord } = await import('./platforms/discord/index.ts');
    const { token, apiUrl } = config.discord;
    platforms.push(createDiscord({ token: token.reveal(), log, ...(apiUrl ? { apiUrl } : {}) }));
  }
  return platforms.length > 0 ? platforms : [terminal];
}

/** A person at a terminal sees papers at once; a channel gets a digest. */
function defaultSchedule(config: Config, platform: string): Schedule {
  return platform === 'terminal' ? { kind: 'at-once' } : config.digest;
}

/** A start is a cheap occasion to try paused channels again. */
async function resumeChannels(storage: Storage): Promise<void> {
  const paused = (await storage.channels.list()).filter((it) => it.pausedReason !== null);
  for (const channel of paused) await storage.channels.setPaused(channel.id, null);
}

async function whyNotReady(storage: Storage, started: boolean): Promise<string | null> {
  await storage.ping();
  return started ? null : 'The platforms are not connected yet.';
}
