import type { APIEmbed, APIMessageTopLevelComponent } from 'discord.js';

/** A channel as a test may change it while the server runs. */
export interface FakeChannel {
  readonly id: string;
  readonly name: string;
  /** The server that it belongs to. */
  readonly guildId: string;
  /** 0 text, 1 direct messages, 11 thread, 15 forum, 16 media. */
  readonly type: 0 | 1 | 11 | 15 | 16;
  /** The channel that a thread belongs to. */
  readonly parentId: string | null;
  /** Who made a thread: the bot, or the person. */
  readonly ownerId: string;
  /** What the bot may do here; in a forum "send" is making posts. */
  readonly may: Permissions;
  archived: boolean;
  /** When a thread was made, archived or reopened, in milliseconds. */
  archivedAt: number;
  locked: boolean;
  /** True for a forum that wants a tag on every post. */
  requiresTag: boolean;
}

export interface Permissions {
  view: boolean;
  send: boolean;
  embed: boolean;
  readHistory: boolean;
  createThreads: boolean;
  sendInThreads: boolean;
}

/** The body of a message as the bot sent it. */
export interface SentBody {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly components?: readonly APIMessageTopLevelComponent[] | null;
  readonly attachments?: readonly { readonly id: string; readonly filename?: string }[] | null;
  readonly allowed_mentions?: unknown;
  readonly nonce?: string;
  readonly enforce_nonce?: boolean;
  readonly flags?: number;
}

/** What only one person sees: the answer to an interaction. */
export interface Answer extends SentBody {
  readonly id: string;
  readonly channel: FakeChannel;
  /** The files that it shows, by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** A file as it came with a request. */
export interface SentFile {
  readonly name: string;
  readonly text: string;
}

export interface PostedMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly at: number;
  body: SentBody;
  deleted: boolean;
  /** How often it was changed. */
  edits: number;
}

export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly options?: readonly CommandOption[];
}

export interface RegisteredCommand {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly description: string;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly options?: readonly CommandOption[];
  readonly contexts?: readonly number[];
  readonly integration_types?: readonly number[];
}

/** Everything that the fake Discord knows. */
export interface World {
  readonly token: string;
  readonly applicationId: string;
  /** Whether persons can install the application for themselves. */
  readonly userInstall: boolean;
  /** The servers; what belongs to none of them is said of the first. */
  readonly guildIds: readonly [string, ...string[]];
  readonly userId: string;
  readonly channels: Map<string, FakeChannel>;
  readonly messages: PostedMessage[];
  readonly commands: RegisteredCommand[];
  /** What can be downloaded, by its path. */
  readonly files: Map<string, Uint8Array>;
  /** In how many servers the bot is. */
  guildCount: number;
  /** What a client did that Discord would not notice or punish at once, but that is wrong. */
  readonly violations: string[];
  readonly nextId: () => string;
  /** Discord's clock, in milliseconds. */
  readonly now: () => number;
}

export interface WorldOptions {
  /** How many servers the bot is in; one when left out. */
  readonly guilds?: number | undefined;
  /** Whether persons can install the application for themselves; true when left out. */
  readonly userInstall?: boolean | undefined;
  readonly now?: (() => number) | undefined;
}

/** Servers, the first with two channels and a thread, a direct channel, one person and one bot. */
export function createWorld({ guilds = 1, userInstall = true, now = Date.now }: WorldOptions = {}) {
  const nextId = createIds(now);
  const channels = new Map<string, FakeChannel>();
  /** An id so many milliseconds old: servers are dealt to shards by the time of their ids. */
  const older = (ms: number) => String(BigInt(nextId()) - (BigInt(ms) << 22n));
  const world: World = {
    token: 'fake-token.for-tests.only',
    ...{ applicationId: nextId(), userId: nextId(), userInstall },
    guildIds: [nextId(), ...Array.from({ length: guilds - 1 }, (_, index) => older(index + 1))],
    ...{
      channels,
      messages: [],
      commands: [],
      files: new Map(),
      guildCount: guilds,
      violations: [],
      nextId,
      now,
    },
  };
  const addChannel = (name: string, kind: Partial<FakeChannel> = {}) =>
    makeChannel(world, name, kind);
  const general = addChannel('general');
  const papers = addChannel('papers');
  const thread = addChannel('reading-group', { type: 11, parentId: papers.id });
  const direct = addChannel('direct', { type: 1 });
  return { world, addChannel, named: { general, papers, thread, direct } };
}

/** A channel where the bot may do everything, unless `kind` says otherwise. */
export function makeChannel(
  world: World,
  name: string,
  kind: Partial<FakeChannel> = {},
): FakeChannel {
  const may = {
    ...{ view: true, send: true, embed: true, readHistory: true },
    ...{ createThreads: true, sendInThreads: true },
  };
  const channel: FakeChannel = {
    ...{ id: kind.id ?? world.nextId(), name, guildId: world.guildIds[0], type: 0, parentId: null },
    ...{ ownerId: world.userId, may, archived: false, archivedAt: world.now(), locked: false },
    requiresTag: false,
    ...kind,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** Snowflakes of the present moment, each larger than the one before. */
function createIds(clock: () => number): () => string {
  let last = 0n;
  return () => {
    const now = (BigInt(clock()) - DISCORD_EPOCH_MS) << 22n;
    last = now > last ? now : last + 1n;
    return String(last);
  };
}
