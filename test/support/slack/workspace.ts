import { randomBytes } from 'node:crypto';

/** A channel of the fake workspace. */
export interface FakeChannel {
  readonly id: string;
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
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: object } | undefined;
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
const SCOPES = ['commands', 'chat:write', 'chat:write.public', 'channels:history'];

const CHANNELS: readonly FakeChannel[] = [
  { id: CHANNEL, isMember: true },
  { id: 'C0LOUNGE' },
  { id: 'C0PRIVATE', isPrivate: true, isMember: true },
  { id: 'C0SECRET', isPrivate: true },
  { id: 'C0OLDNEWS', isMember: true, isArchived: true },
  { id: 'C0NOTICES', isMember: true, isRestricted: true },
];

export interface SlackServerOptions {
  /** Default: one channel of each kind, see CHANNELS. */
  readonly channels?: readonly FakeChannel[];
  /** Default: those of the manifest. */
  readonly scopes?: readonly string[];
  /** Posts to one channel at once before the limit of one a second holds. Default 20. */
  readonly burst?: number;
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
  readonly calls: ApiCall[];
  /** What a correct client never does. */
  readonly violations: string[];
  /** A fresh message timestamp, later than every one before. */
  nextTs(): string;
}

export function createWorkspace(given: SlackServerOptions): Workspace {
  const options = {
    channels: CHANNELS,
    scopes: SCOPES,
    burst: 20,
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
    channels: new Map(options.channels.map((channel) => [channel.id, channel])),
    messages: [],
    calls: [],
    violations: [],
    nextTs: () => {
      lastMicros = Math.max(lastMicros + 1, Math.round(options.now() * 1_000));
      return (lastMicros / 1_000_000).toFixed(6);
    },
  };
}

/** A value that nobody guesses. */
export function secret(): string {
  return randomBytes(12).toString('hex');
}
