import { randomUUID } from 'node:crypto';
import packageJson from '../package.json' with { type: 'json' };
import type { Config, SlackOAuthConfig } from './config.ts';
import { readSmtpUrl } from './config-email.ts';
import type { InstallationStore } from './core/installation.ts';
import type { News } from './core/match.ts';
import type { Peers } from './core/peers.ts';
import type { Check, Platform } from './core/platform.ts';
import type { Query } from './core/query/ast.ts';
import type { ReaderStore } from './core/reader.ts';
import { ROLES, type Role } from './core/role.ts';
import type { Schedule } from './core/schedule.ts';
import type { SeenStore } from './core/seen.ts';
import type { Source } from './core/source.ts';
import type { Storage } from './core/stores.ts';
import { extract } from './core/summary/extract.ts';
import { DAY_MS } from './core/time.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { createHttpClient, type HttpClient } from './lib/http.ts';
import type { Log } from './lib/log.ts';
import { createRoutes, type Routes } from './lib/routes.ts';
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
import { createSourceList, type SourceList } from './pipeline/source-list.ts';
import { createSummaries } from './pipeline/summaries.ts';
import { loadTermWeights } from './pipeline/term-weights.ts';
import { createTerminal, type Terminal, type TerminalOptions } from './platforms/terminal/index.ts';
import { createArxiv, createPoliteness } from './sources/arxiv/index.ts';
import { createHuggingFace } from './sources/hugging-face/index.ts';
import { createFeedFinder } from './sources/rss/discover.ts';
import { createRss } from './sources/rss/index.ts';
import { backUp } from './storage/backup.ts';
import { openStorage } from './storage/index.ts';
import { moveStore } from './storage/move/index.ts';
import { restore } from './storage/restore.ts';
import { createWeb } from './web/index.ts';

/** For command lines that need the database alone. */
export { backUp, moveStore, openStorage, restore };

/** What a test, the demo or a command line sets apart from the configuration. */
export interface Overrides {
  readonly log: Log;
  readonly terminal: Omit<TerminalOptions, 'onEnd' | 'settled'>;
  /** What this process does; all of it when left out. */
  readonly roles?: ReadonlySet<Role>;
  readonly now?: Clock;
  /** Pause between two requests to arXiv, in milliseconds; arXiv asks for 3,000. */
  readonly arxivIntervalMs?: number;
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
  const stranger = createHttpClient({
    userAgent: USER_AGENT,
    ...STRANGER_LIMITS,
    guard: { allow: config.feedsFromChat.allow },
  });
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
  const web = createWeb({
    ...{ config: config.web, routes, storage, abbreviations: matcher.abbreviations, summaries },
    ...{ sourceNames, now, log, wake: courier.wake, readers: mailReaders, digest: config.digest },
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

/** The configured sources, and the feeds from chat where the operator allows them. */
function listSources(
  config: Config,
  overrides: Overrides,
  storage: Storage,
  stranger: HttpClient,
): SourceList {
  const { log } = overrides;
  return createSourceList({
    configured: createSources(config, overrides),
    configuredFeeds: config.rssFeeds,
    feeds: config.feedsFromChat.who === 'off' ? null : storage.feeds,
    open: ({ url }) => createRss({ url, http: stranger, log, setting: 'the address' }),
    log,
  });
}

/** For 30 days a paper can still reach a number of upvotes that a subscription asks for. */
const ARCHIVE_DAYS = 31;

/** A whole exchange in 30 s; 20 MB holds arXiv's largest feed of 2,000 items several times. */
const HTTP_LIMITS = { timeoutMs: 30_000, maxBytes: 20_000_000, maxRedirects: 5 };

/** For addresses that people in chat give: no more than a feed needs. */
const STRANGER_LIMITS = { timeoutMs: 15_000, maxBytes: 5_000_000, maxRedirects: 5 };

const USER_AGENT = `paper-route/${packageJson.version} (+https://github.com/paper-route/paper-route)`;

/** What platforms are given beside their settings. */
interface Surroundings {
  readonly terminal: Terminal;
  readonly routes: Routes;
  readonly installations: InstallationStore;
  readonly seen: SeenStore;
  readonly readers: ReaderStore;
  readonly peers: Peers;
  readonly log: Log;
  readonly clock: Clock;
}

function revealed({ clientId, clientSecret, encryptionKey, publicUrl }: SlackOAuthConfig) {
  const secrets = { clientSecret: clientSecret.reveal(), encryptionKey: encryptionKey.reveal() };
  return { clientId, publicUrl, ...secrets };
}

/** An SDK is loaded only when its platform is configured; without any, there is the terminal. */
async function createPlatforms(
  config: Config,
  { terminal, routes, installations, seen, readers, peers, log, clock }: Surroundings,
): Promise<readonly Platform[]> {
  const platforms: Platform[] = [];
  if (config.slack) {
    const { createSlack } = await import('./platforms/slack/index.ts');
    const { botToken, appToken, signingSecret, oauth, managers, apiUrl } = config.slack;
    platforms.push(
      createSlack({
        botToken: botToken?.reveal(),
        appToken: appToken?.reveal(),
        signingSecret: signingSecret?.reveal(),
        oauth: oauth ? { ...revealed(oauth), store: installations } : undefined,
        routes,
        seen,
        managers,
        log,
        clock,
        ...(apiUrl ? { apiUrl } : {}),
      }),
    );
  }
  if (config.discord) {
    const { createDiscord } = await import('./platforms/discord/index.ts');
    const { token, apiUrl, shards } = config.discord;
    const shared = { peers, shards, log, clock };
    platforms.push(
      createDiscord({ token: token.reveal(), ...shared, ...(apiUrl ? { apiUrl } : {}) }),
    );
  }
  if (config.email) {
    const { createEmail } = await import('./platforms/email/index.ts');
    const { smtpUrl, from, publicUrl: home, bounceToken } = config.email;
    const bounces = bounceToken && { routes, token: bounceToken.reveal() };
    const server = readSmtpUrl(smtpUrl);
    platforms.push(createEmail({ server, from, home, readers, bounces, clock }));
  }
  return platforms.length > 0 ? platforms : [terminal];
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
