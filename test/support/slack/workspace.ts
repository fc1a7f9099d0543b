import { randomBytes } from 'node:crypto';
import { type Latency, NEAR } from '../traffic.ts';

/** A person of the fake workspace. */
export interface FakeUser {
  readonly id: string;
  readonly tz?: string;
  readonly isAdmin?: boolean;
}

/** A channel of the fake workspace. */
export interface FakeChannel {
  readonly id: string;
  readonly name?: string;
  /** Who made it. */
  readonly creator?: string;
  /** The person of a direct message with the bot. */
  readonly person?: string;
  readonly isMember?: boolean;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  /** Only some people may post: restricted_action. */
  readonly isRestricted?: boolean;
}

/** A message as the server keeps it. */
export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
  /** The message whose thread it is in. */
  readonly thread_ts?: string | undefined;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: object } | undefined;
  /** How often it was changed. */
  readonly edits: number;
}

/** What only one person sees. */
export interface Ephemeral {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly thread_ts?: string | undefined;
  readonly response_type?: string | undefined;
}

/** Any block; its shape has been judged by judgeBlocks. */
export interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** One call of the Web API, as it came in. */
export interface ApiCall {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
}

export const TEAM = { id: 'T0PAPERS', name: 'Paper Lab', domain: 'paper-lab' } as const;
export const APP_ID = 'A0PAPERS';
export const BOT = { id: 'B0PAPERS', userId: 'U0PAPERBOT', user: 'paper-route' } as const;

/** A public channel where the bot is a member; the default of every call. */
export const CHANNEL = 'C0READING';

/** What the bot token may do by default: the scopes of docs/slack-manifest.yaml. */
const SCOPES = [
  ...['commands', 'chat:write', 'chat:write.public', 'channels:history'],
  ...['channels:read', 'groups:read', 'users:read'],
];

const USERS: readonly FakeUser[] = [
  { id: 'U0READER', tz: 'Europe/Berlin' },
  { id: 'U0SOMEONE' },
  { id: 'U0ADMIN', tz: 'America/New_York', isAdmin: true },
];

const CHANNELS: readonly FakeChannel[] = [
  { id: CHANNEL, isMember: true, name: 'reading', creator: 'U0SOMEONE' },
  { id: 'C0LOUNGE' },
  { id: 'C0PRIVATE', isPrivate: true, isMember: true, creator: 'U0READER' },
  { id: 'C0SECRET', isPrivate: true },
  { id: 'C0OLDNEWS', isMember: true, isArchived: true },
  { id: 'C0NOTICES', isMember: true, isRestricted: true },
];

/** Calls a minute of the methods that we use: https://docs.slack.dev/apis/web-api/rate-limits, tier 3. */
export const TIERS = {
  'conversations.history': 50,
  'conversations.replies': 50,
  'chat.update': 50,
} as const;

export interface SlackServerOptions {
  /** Default: one channel of each kind, see CHANNELS. */
  readonly channels?: readonly FakeChannel[];
  /** Default: a reader, somebody else, and an admin. */
  readonly users?: readonly FakeUser[];
  /** Default: those of the manifest. */
  readonly scopes?: readonly string[];
  /** Posts to one channel at once before the limit of one a second holds. Default 20. */
  readonly burst?: number;
  /**
   * Posts a minute in the whole workspace. Slack documents "several hundred messages per minute"
   * alone (https://docs.slack.dev/reference/methods/chat.postMessage#rate_limiting). Default 300.
   */
  readonly workspacePerMinute?: number;
  /** Posts in the whole workspace at once before that limit holds. Default 100. */
  readonly workspaceBurst?: number;
  /** How long a call of the Web API travels there and back, in milliseconds. Default 0. */
  readonly latencyMs?: Latency;
  /** Where paging begins when conversations.history is given `oldest` alone. Default "oldest". */
  readonly historyPagesFrom?: 'oldest' | 'latest';
  /** How long an acknowledgement may take, in milliseconds. Slack's, and the default: 3,000. */
  readonly ackWithinMs?: number;
  /** Slack's clock, in milliseconds. */
  readonly now?: () => number;
}

/** Everything that the fake Slack remembers. */
export interface Workspace {
  readonly botToken: string;
  readonly appToken: string;
  readonly options: Required<SlackServerOptions>;
  readonly channels: ReadonlyMap<string, FakeChannel>;
  readonly messages: PostedMessage[];
  /** What single persons see, as it looks at present. */
  readonly ephemerals: Ephemeral[];
  readonly calls: ApiCall[];
  /** What a correct client never does. */
  readonly violations: string[];
  /** A fresh message timestamp, later than every one before. */
  nextTs(): string;
}

export function createWorkspace(given: SlackServerOptions): Workspace {
  const options = {
    channels: CHANNELS,
    users: USERS,
    scopes: SCOPES,
    burst: 20,
    workspacePerMinute: 300,
    workspaceBurst: 100,
    latencyMs: NEAR,
    historyPagesFrom: 'oldest' as const,
    ackWithinMs: 3_000,
    now: Date.now,
    ...given,
  };
  let lastMicros = 0;
  return {
    botToken: `xoxb-${secret()}`,
    appToken: `xapp-1-${APP_ID}-${secret()}`,
    options,
    channels: new Map(
      [...options.channels, ...options.users.map(directMessage)].map((it) => [it.id, it]),
    ),
    messages: [],
    ephemerals: [],
    calls: [],
    violations: [],
    nextTs: () => {
      lastMicros = Math.max(lastMicros + 1, Math.round(options.now() * 1_000));
      return (lastMicros / 1_000_000).toFixed(6);
    },
  };
}

/** The direct message of a person with the bot. */
function directMessage({ id }: FakeUser): FakeChannel {
  return { id: id.replace(/^./, 'D'), person: id, isMember: true };
}

/** What Slack calls a channel in a command or an interaction. */
export function channelName({ channels }: Workspace, id: string): string {
  const { person, isPrivate, name = 'a-channel' } = channels.get(id) ?? { id };
  if (person !== undefined || id.startsWith('D')) return 'directmessage';
  return isPrivate ? 'privategroup' : name;
}

/** The channel of an argument: a person's id stands for the direct message with that person. */
export function findChannel({ channels }: Workspace, id = ''): FakeChannel | undefined {
  return channels.get(id) ?? [...channels.values()].find(({ person }) => person === id);
}

/** A value that nobody guesses. */
export function secret(): string {
  return randomBytes(12).toString('hex');
}
