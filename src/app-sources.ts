import packageJson from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import type { Source } from './core/source.ts';
import type { Storage } from './core/stores.ts';
import type { Clock } from './lib/clock.ts';
import { createHttpClient, type HttpClient } from './lib/http.ts';
import type { Log } from './lib/log.ts';
import { createSourceList, type SourceList } from './pipeline/source-list.ts';
import { createArxiv, createPoliteness } from './sources/arxiv/index.ts';
import { createHuggingFace } from './sources/hugging-face/index.ts';
import { createRss } from './sources/rss/index.ts';

/** How the sources of a program are read. */
export interface SourceOptions {
  readonly log: Log;
  readonly now?: Clock;
  /** Pause between two requests to arXiv, in milliseconds; arXiv asks for 3,000. */
  readonly arxivIntervalMs?: number;
}

/** How we call ourselves to servers of others. */
export const USER_AGENT = `paper-route/${packageJson.version} (+https://github.com/paper-route/paper-route)`;

/** For addresses that people in chat give: no inner networks, and no more than a feed needs. */
export function createStranger({ feedsFromChat }: Config): HttpClient {
  return createHttpClient({
    userAgent: USER_AGENT,
    ...STRANGER_LIMITS,
    guard: { allow: feedsFromChat.allow },
  });
}

function createSources(config: Config, options: SourceOptions): Source[] {
  const { log } = options;
  const http = createHttpClient({ userAgent: USER_AGENT, ...HTTP_LIMITS });
  const politeness = createPoliteness({
    ...(options.arxivIntervalMs === undefined ? {} : { intervalMs: options.arxivIntervalMs }),
    ...(options.now ? { clock: options.now } : {}),
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
export function listSources(
  config: Config,
  options: SourceOptions,
  storage: Pick<Storage, 'feeds'>,
  stranger: HttpClient,
): SourceList {
  const { log } = options;
  return createSourceList({
    configured: createSources(config, options),
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

const STRANGER_LIMITS = { timeoutMs: 15_000, maxBytes: 5_000_000, maxRedirects: 5 };
