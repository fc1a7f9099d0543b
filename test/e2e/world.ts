import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type App, createApp, type Overrides } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/lib/log.ts';
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from '../support/discord/index.ts';
import { wordsOf } from '../support/discord/reader.ts';
import { type Announcement, arxivRss } from '../support/feeds/arxiv.ts';
import { dailyPapersApi } from '../support/feeds/hugging-face.ts';
import { type LoopbackServer, startServer } from '../support/feeds/server.ts';
import { COMPILED_ONCE } from '../support/program.ts';
import { waitingIn } from '../support/query.ts';
import { type SlackServer, startSlackServer } from '../support/slack/server.ts';
import { CHANNEL, type SlackServerOptions } from '../support/slack/workspace.ts';

/** The outside world on loopback: papers, Slack, Discord, and a database. */
export interface Outside {
  readonly slack: SlackServer;
  readonly discord: DiscordServer;
  readonly feeds: LoopbackServer;
  /** What the environment of a bot in this world holds. */
  readonly environment: Readonly<Record<string, string>>;
  /** Today's items of Hugging Face, and arXiv's announcements in cs.LG. */
  publish(day: string, items: readonly unknown[], announcements?: readonly Announcement[]): void;
  /** How many deliveries wait in the bot's database. */
  waiting(): Promise<number>;
  close(): Promise<void>;
}

export interface OutsideOptions {
  /** The address of the bot's database; left out: a file in a new folder. */
  readonly database?: string;
  readonly slack?: SlackServerOptions;
  readonly discord?: DiscordServerOptions;
}

/** Somebody whose time is that of the tests. */
const PEOPLE = [{ id: 'U0READER', tz: 'UTC' }];

export async function startOutside(options: OutsideOptions = {}): Promise<Outside> {
  const folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
  const { database = `sqlite:${join(folder, 'papers.db')}` } = options;
  const [slack, discord] = [
    await startSlackServer({ users: PEOPLE, ...options.slack }),
    await startDiscordServer({ identifyEveryMs: 0, ...options.discord }),
  ];
  const feeds = await startServer(() => ({ status: 503 }));
  return {
    slack,
    discord,
    feeds,
    environment: {
      ...COMPILED_ONCE,
      DATABASE_URL: database,
      HF_ENDPOINT: feeds.origin,
      ARXIV_FEED_URL: `${feeds.origin}/rss`,
      ARXIV_API_URL: `${feeds.origin}/api/query`,
      ARXIV_CATEGORIES: 'cs.LG',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      TIMEZONE: 'UTC',
      LOG_LEVEL: 'silent',
    },
    publish: (day, items, announcements = []) => {
      const huggingFace = dailyPapersApi({ [day]: items });
      feeds.answer((asked) =>
        asked.url.pathname.startsWith('/rss/')
          ? {
              headers: { 'content-type': 'application/rss+xml' },
              body: arxivRss({ day, items: announcements }),
            }
          : huggingFace(asked),
      );
    },
    waiting: () => waitingIn(database),
    close: async () => {
      await Promise.all([slack.stop(), discord.stop(), feeds.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Both channels follow a query at once, and are told of nothing but its papers. */
export async function followAtOnce({ slack, discord }: Outside, query: string): Promise<void> {
  for (const text of ['settings announce off', 'schedule now', `subscribe ${query}`])
    await slack.slashCommand({ command: '/papers', text });
  const change = { name: 'papers', subcommand: 'settings', options: { change: 'announce off' } };
  await discord.interact(change);
  const schedule = { name: 'papers', subcommand: 'schedule', options: { when: 'now' } };
  await discord.interact(schedule);
  await discord.interact({ name: 'subscribe', options: { query } });
}

/** What stands in the channel of Slack, apart from what it is told of changes to its subscriptions. */
export function slackPosts({ slack }: Outside) {
  return slack.messagesIn(CHANNEL).filter((it) => !isAnnouncement(it.text));
}

/** The same in Discord. */
export function discordPosts({ discord }: Outside) {
  const messages = discord.messages(discord.channels.general);
  return messages.filter((it) => !isAnnouncement(wordsOf(it.body)));
}

function isAnnouncement(text: string): boolean {
  return /(un)?subscribed this channel (to|from) /.test(text);
}

/** The real app in this process, with a terminal that nobody sits at. */
export async function startApp(
  environment: Readonly<Record<string, string>>,
  overrides: Partial<Overrides> = {},
): Promise<App> {
  const app = await createApp(readConfig(environment), {
    log: silentLog(),
    terminal: { input: new PassThrough(), output: new PassThrough() },
    arxivIntervalMs: 1,
    ...overrides,
  });
  try {
    await app.start();
  } catch (error) {
    await app.stop();
    throw error;
  }
  return app;
}
