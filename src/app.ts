import { randomUUID } from 'node:crypto';
import { createPlatforms } from './app-platforms.ts';
import { createStranger, listSources, type SourceOptions, USER_AGENT } from './app-sources.ts';
import type { Config } from './config.ts';
import type { News } from './core/match.ts';
import type { Check } from './core/platform.ts';
import type { Query } from './core/query/ast.ts';
import { ROLES, type Role } from './core/role.ts';
import type { Schedule } from './core/schedule.ts';
import { extract } from './core/summary/extract.ts';
import { DAY_MS } from './core/time.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { createRoutes } from './lib/routes.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createTalk } from './pipeline/commands/index.ts';
import { createCourier } from './pipeline/courier.ts';
import { examine } from './pipeline/doctor.ts';
import { createFeedDesk } from './pipeline/feeds.ts';
import type { IngestReport } from './pipeline/ingest.ts';
import { emptyMatcher, loadMatcher } from './pipeline/match.ts';
import { createPoller } from './pipeline/poll.ts';
import { preview } from './pipeline/preview.ts';
import { createReaders, type Readers } from './pipeline/readers.ts';
import { createScribe } from './pipeline/scribe.ts';
import { tellSilences } from './pipeline/silence.ts';
import { createSummaries } from './pipeline/summaries.ts';
import { loadTermWeights } from './pipeline/term-weights.ts';
import { createTerminal, type TerminalOptions } from './platforms/terminal/index.ts';
import { createFeedFinder } from './sources/rss/discover.ts';
import { openStorage } from './storage/index.ts';
import { openWeb } from './web/open.ts';

/** What a test, the demo or a command line sets apart from the configuration. */
export interface Overrides extends SourceOptions {
  readonly terminal: Omit<TerminalOptions, 'onEnd' | 'settled'>;
  /** What this process does; all of it when left out. */
  readonly roles?: ReadonlySet<Role>;
  /** How long a delivery is held before another process may take it over, in milliseconds. */
  readonly leaseMs?: number;
  /** Called as each source of a poll is done. */
  readonly onSource?: (report: IngestReport, done: number) => void;
}

export interface App extends Omit<Lifecycle, 'hasPolled' | 'nextPoll'> {
  /** True while this process reads the sources and composes; there is one at a time. */
  leads(): Promise<boolean>;
  /** What a query would have brought of the papers listed in the last days. */
  preview(query: Query, days: number): Promise<News[]>;
  /** Who gets papers by mail; null where no mail server is set up. */
  readonly readers: Readers | null;
  /** Checks everything that can be wrong, one by one. */
  doctor(): Promise<Check[]>;
  /** A line of our own to the person at the terminal; nothing where there is no terminal. */
  say(text: string): void;
  /** Resolves when the person at the terminal leaves, or its piped input ends. */
  readonly ended: Promise<void>;
}

const LEASE_MS = 30_000;
/** The lock of the process that reads the sources and composes. */
const LEADER = 'schedule';

/** Puts the parts together. The only place that names concrete sources, platforms and storage. */
export async function createApp(config: Config, overrides: Overrides): Promise<App> {
  const { log, now = systemClock, leaseMs = LEASE_MS } = overrides;
  const leaving = Promise.withResolvers<void>();
  const storage = await openStorage(config.databaseUrl.reveal());
  const { peers } = storage;
  const roles = overrides.roles ?? new Set(ROLES);
  const isSender = roles.size === 1 && roles.has('deliver');
  const matcher = isSender ? emptyMatcher() : await loadMatcher(storage, log);
  const termWeights = await loadTermWeights(storage.papers);
  const summaries = createSummaries((paper) => extract(paper, termWeights));
  const stranger = createStranger(config);
  const sourceList = listSources(config, overrides, storage, stranger);
  await sourceList.look();
  const terminal = createTerminal({
    ...overrides.terminal,
    settled: () => courier.idle(),
    onEnd: leaving.resolve,
  });
  const routes = createRoutes();
  const { installations, seen, readers } = storage;
  const surroundings = { terminal, routes, installations, seen, readers, peers, log, clock: now };
  const platforms = await createPlatforms(config, surroundings);
  const senders = new Map(platforms.map((it) => [it.name, it.sender]));
  const leads = async () => {
    if (!roles.has('schedule')) return false;
    const led = peers.holds(LEADER);
    const leading = (await peers.hold([LEADER])).has(LEADER);
    if (leading && !led) await catchUp();
    return leading;
  };
  const holdDigests = () => !lifecycle.hasPolled();
  const courier = createCourier({
    storage,
    leads,
    delivers: roles.has('deliver'),
    senders,
    newId,
    abbreviations: matcher.abbreviations,
    summaries,
    holdDigests,
    dailyCap: config.dailyCap,
    now,
    log,
    leaseMs,
  });
  peers.onSignal((signal) => {
    if (signal.kind === 'unsubscribed') matcher.index.remove(signal.id);
    else if (signal.kind === 'feeds') void sourceList.look();
    else if (signal.kind === 'deliver') courier.nudge();
    else courier.wake();
  });
  const catchUp = async () => {
    matcher.abbreviations.catchUp(await storage.abbreviations.list());
    await sourceList.look();
  };
  const onSource = (report: IngestReport, done: number) => {
    courier.wake();
    web.refresh();
    overrides.onSource?.(report, done);
  };
  const sources = async () => (await sourceList.look()).map((it) => it.source);
  const sourceNames = () => sourceList.current().map((it) => it.source.name);
  const poller = createPoller({ sources, storage, matcher, termWeights, now, log, onSource });
  const find = createFeedFinder({ http: stranger, now });
  const feeds = createFeedDesk(
    { allowed: config.feedsFromChat.who, storage, sources: sourceList, poller, find, now, log },
    config.rssFeeds,
  );
  const mailReaders =
    config.email &&
    createReaders({
      ...config.email,
      storage,
      matcher,
      senders,
      newId,
      wake: courier.wake,
      now,
      log,
    });
  const talk = createTalk({
    storage,
    matcher,
    summaries,
    defaultSchedule: (platform) => defaultSchedule(config, platform),
    dailySchedule: config.digest,
    dailyCap: config.dailyCap,
    translates: config.writer !== null,
    get sourceNames() {
      return sourceNames();
    },
    feeds,
    readers: mailReaders,
    stopping: poller.stopping,
    newId,
    wake: courier.wake,
    now,
    log,
  });
  const web = await openWeb({
    config: isSender ? { ...config.web, page: false } : config.web,
    readers: isSender ? null : mailReaders,
    routes,
    storage,
    abbreviations: matcher.abbreviations,
    summaries,
    sourceNames,
    digest: config.digest,
    wake: courier.wake,
    now,
    log,
    nextPoll: () => lifecycle.nextPoll(),
  });
  const model = await createModel(config, now);
  const lifecycle = createLifecycle({
    config,
    storage,
    roles,
    leads,
    catchUp,
    platforms,
    routes,
    poller,
    courier,
    scribe: model && createScribe({ ...model, storage, now, log }),
    talk,
    tellSilences: (reports) =>
      tellSilences(reports, {
        storage,
        sourceNames: sourceNames(),
        senders,
        newId,
        now,
        log,
      }),
    now,
    log,
  });
  const atTerminal = platforms.some((platform) => platform.name === terminal.name);
  return {
    ...lifecycle,
    leads,
    ended: atTerminal ? leaving.promise : new Promise(() => undefined),
    say: (text) => {
      if (atTerminal) terminal.say(text);
    },
    preview: (query, days) => {
      const since = new Date(now().getTime() - days * DAY_MS);
      return preview(query, since, { stores: storage, abbreviations: matcher.abbreviations });
    },
    readers: mailReaders,
    doctor: async () => {
      return examine({ storage, sources: await sources(), platforms, model, now: now() });
    },
  };
}

/** 24 hexadecimal digits, 90 of their bits random: short enough for Discord's nonce. */
function newId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 24);
}

/** The language model that the operator chose, and what a day may cost; its SDK is loaded only then. */
async function createModel({ writer: settings }: Config, now: Clock) {
  if (!settings) return null;
  const { createOpenAI } = await import('./writers/openai/index.ts');
  const { baseUrl, model, apiKey, timeoutMs, budget } = settings;
  const access = { apiKey: apiKey?.reveal(), userAgent: USER_AGENT };
  return { writer: createOpenAI({ baseUrl, model, timeoutMs, now, ...access }), budget };
}

/** A person at a terminal sees papers at once; a channel gets a digest. */
function defaultSchedule(config: Config, platform: string): Schedule {
  return platform === 'terminal' ? { kind: 'at-once' } : config.digest;
}
