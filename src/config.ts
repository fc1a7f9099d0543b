import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';
import { validate as isCron } from 'node-cron';
import { z } from 'zod';
import { crossChecks, TOKENS } from './config-checks.ts';
import { DISCORD_SHAPE, type DiscordConfig, toDiscord } from './config-discord.ts';
import { EMAIL_SHAPE, type EmailConfig, toEmail } from './config-email.ts';
import {
  address,
  categories,
  database,
  days,
  encryptionKey,
  feed,
  flag,
  host,
  list,
  port,
  secret,
  time,
} from './config-values.ts';
import { toWeb, WEB_SHAPE, type WebConfig } from './config-web.ts';
import { toWriter, WRITER_SHAPE, type WriterConfig } from './config-writer.ts';
import { isDailyCap } from './core/channel.ts';
import type { FeedsFromChat } from './core/feed-finder.ts';
import { type DailySchedule, isTimeZone } from './core/schedule.ts';
import { Secret } from './lib/secret.ts';

/** Everything that a person can set, read once at the start. */
export interface Config {
  /** It may hold a password. */
  readonly databaseUrl: Secret;
  readonly huggingFace: { readonly endpoint: string; readonly token: Secret | null };
  readonly arxiv: {
    readonly categories: readonly string[];
    readonly feedUrl: string;
    readonly apiUrl: string;
    readonly includeReplacements: boolean;
  };
  readonly rssFeeds: readonly string[];
  readonly feedsFromChat: {
    readonly who: FeedsFromChat;
    /** Hosts that such feeds may stand on though they are not public. */
    readonly allow: readonly string[];
  };
  readonly pollCron: string;
  /** The schedule of a channel that sets none. */
  readonly digest: DailySchedule;
  /** Most cards a day of a channel that sets no number. */
  readonly dailyCap: number;
  readonly slack: SlackConfig | null;
  readonly discord: DiscordConfig | null;
  readonly email: EmailConfig | null;
  /** The language model that writes summaries; null without one. */
  readonly writer: WriterConfig | null;
  readonly web: WebConfig;
  readonly httpPort: number | null;
  /** Null where it depends on who watches: see logOf in cli/setup.ts. */
  readonly logLevel: string | null;
  readonly logFormat: 'pretty' | 'json' | null;
}

export interface SlackConfig {
  /** Null where workspaces install the app by themselves. */
  readonly botToken: Secret | null;
  /** For Socket Mode; null in HTTP mode. */
  readonly appToken: Secret | null;
  /** For HTTP mode; null in Socket Mode. */
  readonly signingSecret: Secret | null;
  readonly oauth: SlackOAuthConfig | null;
  /** Who may change what a channel follows. */
  readonly managers: 'everyone' | 'admins';
  readonly apiUrl: string | null;
}

/** What it takes that workspaces install the app by themselves. */
export interface SlackOAuthConfig {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly encryptionKey: Secret;
  readonly publicUrl: string;
}

/** Names every mistake at once, a sentence each. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const SECRETS = [...TOKENS, 'ENCRYPTION_KEY', 'DATABASE_URL', 'SMTP_URL'] as const;

const SHAPE = z.object({
  DATABASE_URL: database.default('sqlite:./data/paper-route.db'),
  HF_ENDPOINT: address.default('https://huggingface.co'),
  HF_TOKEN: secret,
  ARXIV_CATEGORIES: categories.default(['cs.AI', 'cs.CL', 'cs.LG']),
  ARXIV_FEED_URL: address.default('https://rss.arxiv.org/rss'),
  ARXIV_API_URL: address.default('https://export.arxiv.org/api/query'),
  ARXIV_REPLACEMENTS: flag.default(false),
  RSS_FEEDS: list.pipe(z.array(feed)).default([]),
  FEEDS_FROM_CHAT: z
    .enum(['off', 'managers', 'everyone'], 'must be off, managers or everyone')
    .default('off'),
  FEEDS_FROM_CHAT_ALLOW: list.pipe(z.array(host)).default([]),
  POLL_CRON: z
    .string()
    .refine(
      (text) => isCron(text) && text.trim().split(/\s+/).length === 5,
      'is not a cron expression of five parts; write for instance */30 * * * *',
    )
    .default('7,37 * * * *'),
  DIGEST_TIME: time.default('09:00'),
  DIGEST_DAYS: days.default(['mon', 'tue', 'wed', 'thu', 'fri']),
  TIMEZONE: z
    .string()
    .refine(isTimeZone, 'is not a time zone; write for instance Europe/Berlin')
    .default(() => new Intl.DateTimeFormat().resolvedOptions().timeZone),
  DAILY_CAP: z
    .string()
    .refine(
      (text) => isDailyCap(Number(text)),
      'is not a number of papers from 1 to 200; write for instance 20',
    )
    .transform(Number)
    .default(20),
  SLACK_BOT_TOKEN: secret,
  SLACK_APP_TOKEN: secret,
  SLACK_SIGNING_SECRET: secret,
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/, 'is not a client ID (two numbers with a dot between them); copy it again')
    .optional(),
  SLACK_CLIENT_SECRET: secret,
  SLACK_MANAGERS: z.enum(['everyone', 'admins'], 'must be everyone or admins').default('everyone'),
  SLACK_API_URL: address.optional(),
  ...DISCORD_SHAPE,
  ...EMAIL_SHAPE,
  ...WRITER_SHAPE,
  ...WEB_SHAPE,
  HTTP_PORT: port.optional(),
  ENCRYPTION_KEY: encryptionKey,
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'must be trace, debug, info, warn, error or silent',
    )
    .optional(),
  LOG_FORMAT: z.enum(['pretty', 'json'], 'must be pretty or json').optional(),
});

type Values = z.infer<typeof SHAPE>;

/**
 * Reads the configuration from the environment; a file .env in the working folder fills in what
 * the environment does not set, and NAME_FILE names a file that holds a secret.
 * @throws {ConfigError} with every mistake.
 */
export function loadConfig(): Config {
  return readConfig({ ...readDotEnv(), ...process.env });
}

function readDotEnv(): Environment {
  try {
    const text = readFileSync('.env', 'utf8').replace(/^\uFEFF/, '');
    if (text.includes('\0'))
      throw new ConfigError(['The file .env is not UTF-8 text. Save it as such.']);
    return checkNames(parseEnv(text));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new ConfigError([`The file .env can't be read (${code}). Mend or remove it.`]);
  }
}

/** A name in .env that is nearly that of a setting is a slip; others belong to other programs. */
function checkNames(settings: Environment): Environment {
  const known = Object.keys(SHAPE.shape).flatMap((name) => [name, `${name}_FILE`]);
  const slips = Object.keys(settings)
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, nearest: closest(name, known) }))
    .filter(
      ({ name, nearest }) =>
        name.slice(0, 4) === nearest.slice(0, 4) && distance(name, nearest) <= 4,
    );
  if (slips.length === 0) return settings;
  throw new ConfigError(
    slips.map(({ name, nearest }) => `${name} in .env is no setting. Did you mean ${nearest}?`),
  );
}

/**
 * The configuration that an environment describes. An empty value counts as not set, except that
 * an empty ARXIV_CATEGORIES asks for none.
 * @throws {ConfigError} with every mistake.
 */
export function readConfig(environment: Environment): Config {
  const mistakes: string[] = [];
  const filled = withSecretFiles(environment, mistakes);
  const values = SHAPE.safeParse(filled);
  if (!values.success) mistakes.push(...values.error.issues.map(describeIssue));
  mistakes.push(...crossChecks(filled));
  if (!values.success || mistakes.length > 0) throw new ConfigError([...new Set(mistakes)]);
  return Object.freeze(toConfig(values.data));
}

function withSecretFiles(environment: Environment, mistakes: string[]): Environment {
  const filled: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(environment))
    if (value?.trim() || name === 'ARXIV_CATEGORIES') filled[name] = value?.trim();
  for (const name of SECRETS) {
    const file = filled[`${name}_FILE`];
    if (file && filled[name])
      mistakes.push(`${name} and ${name}_FILE are both set. Keep one of them.`);
    else if (file) filled[name] = readSecret(name, file, mistakes);
  }
  return filled;
}

function readSecret(name: string, file: string, mistakes: string[]): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') mistakes.push(`${name}_FILE names ${file}, which is empty.`);
    return text || undefined;
  } catch {
    mistakes.push(`${name}_FILE names ${file}, which can't be read.`);
    return undefined;
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])} ${issue.message}.`;
}

function toConfig(values: Values): Config {
  return {
    databaseUrl: new Secret(values.DATABASE_URL),
    huggingFace: { endpoint: values.HF_ENDPOINT, token: values.HF_TOKEN ?? null },
    arxiv: {
      categories: [...new Set(values.ARXIV_CATEGORIES)],
      feedUrl: values.ARXIV_FEED_URL,
      apiUrl: values.ARXIV_API_URL,
      includeReplacements: values.ARXIV_REPLACEMENTS,
    },
    rssFeeds: [...new Set(values.RSS_FEEDS)],
    feedsFromChat: { who: values.FEEDS_FROM_CHAT, allow: values.FEEDS_FROM_CHAT_ALLOW },
    pollCron: values.POLL_CRON,
    digest: {
      kind: 'daily',
      time: values.DIGEST_TIME,
      days: values.DIGEST_DAYS,
      timeZone: values.TIMEZONE,
    },
    dailyCap: values.DAILY_CAP,
    slack: toSlack(values),
    discord: toDiscord(values),
    email: toEmail(values),
    writer: toWriter(values),
    web: toWeb(values),
    httpPort: values.HTTP_PORT ?? null,
    logLevel: values.LOG_LEVEL ?? null,
    logFormat: values.LOG_FORMAT ?? null,
  };
}

function toSlack(values: Values): SlackConfig | null {
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = values;
  const oauth = toSlackOAuth(values);
  if (!SLACK_BOT_TOKEN && !oauth) return null;
  return {
    botToken: SLACK_BOT_TOKEN ?? null,
    appToken: SLACK_APP_TOKEN ?? null,
    signingSecret: SLACK_SIGNING_SECRET ?? null,
    oauth,
    managers: values.SLACK_MANAGERS,
    apiUrl: SLACK_API_URL ?? null,
  };
}

function toSlackOAuth(values: Values): SlackOAuthConfig | null {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = values;
  const { ENCRYPTION_KEY: encryptionKey, PUBLIC_URL: publicUrl } = values;
  if (!clientId || !clientSecret || !encryptionKey || !publicUrl) return null;
  return { clientId, clientSecret, encryptionKey, publicUrl };
}
