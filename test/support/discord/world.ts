import type { APIEmbed } from 'discord.js';

/** A channel as a test may change it while the server runs. */
export interface FakeChannel {
  readonly id: string;
  readonly name: string;
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
  readonly body: SentBody;
  deleted: boolean;
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
  readonly guildId: string;
  readonly userId: string;
  readonly channels: Map<string, FakeChannel>;
  readonly messages: PostedMessage[];
  readonly commands: RegisteredCommand[];
  /** In how many servers the bot is. */
  guildCount: number;
  /** What a client did that Discord would not notice or punish at once, but that is wrong. */
  readonly violations: string[];
  readonly nextId: () => string;
}

/** A server with two channels and a thread, a direct channel, one person and one bot. */
export function createWorld() {
  const nextId = createIds();
  const channels = new Map<string, FakeChannel>();
  function addChannel(name: string, type: FakeChannel['type'] = 0, parentId: string | null = null) {
    const may = { view: true, send: true, embed: true, readHistory: true };
    const channel = { id: nextId(), name, type, parentId, may, archived: false, locked: false };
    channels.set(channel.id, channel);
    return channel;
  }
  const world: World = {
    token: 'fake-token.for-tests.only',
    ...{ applicationId: nextId(), guildId: nextId(), userId: nextId() },
    ...{ channels, messages: [], commands: [], guildCount: 1, violations: [], nextId },
  };
  const general = addChannel('general');
  const papers = addChannel('papers');
  const thread = addChannel('reading-group', 11, papers.id);
  return { world, addChannel, named: { general, papers, thread, direct: addChannel('direct', 1) } };
}

const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** Snowflakes of the present moment, each larger than the one before. */
function createIds(): () => string {
  let last = 0n;
  return () => {
    const now = (BigInt(Date.now()) - DISCORD_EPOCH_MS) << 22n;
    last = now > last ? now : last + 1n;
    return String(last);
  };
}
