import type { APIEmbed } from 'discord.js';

/** A channel as a test may change it while the server runs. */
export interface FakeChannel {
  readonly id: string;
  readonly name: string;
  /** The server that it belongs to. */
  readonly guildId: string;
  /** 0 text, 1 direct messages, 11 thread. */
  readonly type: 0 | 1 | 11;
  /** The channel that a thread belongs to. */
  readonly parentId: string | null;
  /** What the bot may do here. */
  readonly may: { view: boolean; send: boolean; embed: boolean; readHistory: boolean };
  archived: boolean;
  locked: boolean;
}

/** The body of a message as the bot sent it. */
export interface SentBody {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly allowed_mentions?: unknown;
  readonly nonce?: string;
  readonly enforce_nonce?: boolean;
  readonly flags?: number;
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
  readonly required?: boolean;
  readonly options?: readonly CommandOption[];
}

export interface RegisteredCommand {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly description: string;
  readonly options?: readonly CommandOption[];
  readonly contexts?: readonly number[];
  readonly integration_types?: readonly number[];
}

/** Everything that the fake Discord knows. */
export interface World {
  readonly token: string;
  readonly applicationId: string;
  /** The servers; what belongs to none of them is said of the first. */
  readonly guildIds: readonly [string, ...string[]];
  readonly userId: string;
  readonly channels: Map<string, FakeChannel>;
  readonly messages: PostedMessage[];
  readonly commands: RegisteredCommand[];
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
  readonly now?: (() => number) | undefined;
}

/** Servers, the first with two channels and a thread, a direct channel, one person and one bot. */
export function createWorld({ guilds = 1, now = Date.now }: WorldOptions = {}) {
  const nextId = createIds(now);
  const channels = new Map<string, FakeChannel>();
  const world: World = {
    token: 'fake-token.for-tests.only',
    ...{ applicationId: nextId(), userId: nextId() },
    guildIds: [nextId(), ...Array.from({ length: guilds - 1 }, nextId)],
    ...{ channels, messages: [], commands: [], guildCount: guilds, violations: [], nextId, now },
  };
  function addChannel(name: string, kind: Partial<FakeChannel> = {}) {
    const may = { view: true, send: true, embed: true, readHistory: true };
    const place = { guildId: world.guildIds[0], type: 0, parentId: null, ...kind } as const;
    const channel = { id: nextId(), name, ...place, may, archived: false, locked: false };
    channels.set(channel.id, channel);
    return channel;
  }
  const general = addChannel('general');
  const papers = addChannel('papers');
  const thread = addChannel('reading-group', { type: 11, parentId: papers.id });
  const direct = addChannel('direct', { type: 1 });
  return { world, addChannel, named: { general, papers, thread, direct } };
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
