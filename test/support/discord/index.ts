import { once } from 'node:events';
import { type CallEvent, type Latency, NEAR } from '../traffic.ts';
import type { Weather } from '../weather.ts';
import { applicationRoutes } from './applications.ts';
import type { Entered, Pressing, Typing, Window } from './entered.ts';
import type { Failure } from './failures.ts';
import { createGateway, type FakeGateway } from './gateway.ts';
import { type Call, createApi } from './http.ts';
import { type Begun, createInteractions, type Outcome, type Recorded } from './interactions.ts';
import { addMessage, messageRoutes } from './messages.ts';
import type { FilledIn } from './modal.ts';
import { createRateLimits, type RateLimit } from './rate-limits.ts';
import { threadRoutes } from './threads.ts';
import {
  type Answer,
  createWorld,
  type FakeChannel,
  type PostedMessage,
  type RegisteredCommand,
  type SentBody,
  type World,
} from './world.ts';

export interface DiscordServerOptions {
  /** Messages to one channel; 5 in 5 s at Discord. */
  readonly messageLimit?: RateLimit;
  /** Requests of a bot in a second; 50 at Discord. */
  readonly globalPerSecond?: number;
  /** How long Discord knows a nonce again; 3 minutes. */
  readonly nonceMemoryMs?: number;
  /** How long a command may wait for its acknowledgement; 3 s at Discord. */
  readonly acknowledgeMs?: number;
  /** 41,250 ms at Discord. */
  readonly heartbeatMs?: number;
  /** How many IDENTIFY are left; 1,000 a day at Discord. */
  readonly identifies?: number;
  /** How long a client must wait between two IDENTIFY; 5 s at Discord. */
  readonly identifyEveryMs?: number;
  /** Whether persons can install the application for themselves; true when left out. */
  readonly userInstall?: boolean;
  /** How many connections Discord recommends; one when left out. */
  readonly shards?: number;
  /** How many of them may be begun at the same time; all when left out, one at Discord. */
  readonly concurrency?: number;
  /** How many servers the bot is in; one when left out. */
  readonly guilds?: number;
  /** How long a REST call travels there and back, in milliseconds; those of interactions do not. */
  readonly latencyMs?: Latency;
  /** Discord's clock, in milliseconds; its rate limits go by the real one. */
  readonly now?: () => number;
}

export type {
  Answer,
  Call,
  Entered,
  Failure,
  FakeChannel,
  PostedMessage,
  RegisteredCommand,
  SentBody,
  Window,
};

type Here<T> = Omit<T, 'channel'> & { readonly channel?: FakeChannel };

/** A Discord on this machine, with one bot, one server ("guild"), one person. */
export interface DiscordServer {
  /** For createDiscord({ apiUrl }) and DISCORD_API_URL. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  /** The first of the servers. */
  readonly guildId: string;
  readonly guildIds: readonly string[];
  readonly userId: string;
  readonly channels: Readonly<Record<'general' | 'papers' | 'thread' | 'direct', FakeChannel>>;
  /** A text channel, in the first server when none is named. */
  addChannel(name: string, guildId?: string): FakeChannel;
  /** A channel of another type, or with other properties, in the first server when none is named. */
  addPlace(name: string, kind: Partial<FakeChannel>): FakeChannel;
  deleteChannel(channel: FakeChannel): void;
  /** Every channel and thread by its id, those that the bot has made, too. */
  readonly places: ReadonlyMap<string, FakeChannel>;
  /** What stands in a channel, in order; in all of them when none is named. */
  messages(channel?: FakeChannel): PostedMessage[];
  /** A message by a person. */
  write(channel: FakeChannel, content: string): void;
  deleteMessage(message: PostedMessage): void;
  /** The registered commands. */
  readonly commands: readonly RegisteredCommand[];
  /** The bot is thrown out of its server. */
  leaveServers(): void;
  /** Enters a command as a person would; resolves with the answer that this person sees. */
  interact(entered: Here<Entered>): Promise<Answer>;
  /** Presses a button or chooses an option by its label; resolves with the answer. */
  press(on: Pressing['on'], label: string, more?: Omit<Pressing, 'on' | 'label'>): Promise<Answer>;
  /** The same where a form opens. */
  open(on: Pressing['on'], label: string, more?: Omit<Pressing, 'on' | 'label'>): Promise<Window>;
  /** Sends a form, filled in by the labels of its fields; what is not named stays as it was. */
  send(window: Window, values?: FilledIn): Promise<Answer>;
  /** Sends an interaction that Discord has sent to somebody else; resolves with the answer. */
  replay(event: Recorded): Promise<Answer>;
  /** From now on no file of a command can be downloaded. */
  losesFiles(): void;
  /** What Discord offers while a command is typed. */
  type(typing: Here<Typing>): Promise<readonly string[]>;
  readonly gateway: Omit<FakeGateway, 'route' | 'stop'>;
  /** Every REST call, in order. */
  readonly calls: readonly Call[];
  /** The next calls of a route ("POST /channels/:channel/messages") go wrong; one when not said. */
  fail(route: string, failure: Failure, times?: number): void;
  /** From now on posts, edits and looks into the history go wrong by chance; null ends that. */
  weather(weather: Weather<Failure> | null): void;
  /** Tells of each REST call as it happens. Gives what ends it. */
  watch(watcher: (event: CallEvent) => void): () => void;
  /** The bot has died: commands that wait for an answer are rejected, without a violation. */
  forgive(): void;
  /** What a client did wrong without being refused; empty at the end of a good test. */
  readonly violations: readonly string[];
  stop(): Promise<void>;
}

/** Starts a strict fake Discord on a free port of the loopback interface. */
export async function startDiscordServer(
  options: DiscordServerOptions = {},
): Promise<DiscordServer> {
  const { world, addChannel, named } = createWorld(options);
  let origin = '';
  const interactions = createInteractions(world, options.acknowledgeMs ?? 3000, () => origin);
  const routes = [
    ...applicationRoutes(world),
    ...messageRoutes(world, {
      limit: options.messageLimit ?? { limit: 5, windowMs: 5000 },
      nonceMemoryMs: options.nonceMemoryMs ?? 180_000,
    }),
    ...threadRoutes(world),
    ...interactions.routes,
  ];
  const limits = createRateLimits(options.globalPerSecond ?? 50);
  const latencyMs = options.latencyMs ?? NEAR;
  const api = createApi({ world, routes, limits, latencyMs });
  const { heartbeatMs = 41_250, identifies = 1000, identifyEveryMs = 5000, shards = 1 } = options;
  const { route, stop, ...gateway } = createGateway(api.server, world, {
    heartbeatMs,
    identifies,
    identifyEveryMs,
    shards,
    concurrency: options.concurrency ?? shards,
  });
  routes.push(route);
  await once(api.server.listen(0, '127.0.0.1'), 'listening');
  const { port } = api.server.address() as { port: number };
  origin = `http://127.0.0.1:${port}`;

  function tell({ event, outcome }: Begun): Begun['outcome'] {
    gateway.dispatch('INTERACTION_CREATE', event);
    return outcome;
  }

  return {
    ...pick(world),
    ...{ gateway, calls: api.calls, channels: named, weather: api.weather, watch: api.watch },
    addChannel: (name, guildId = world.guildIds[0]) => addChannel(name, { guildId }),
    addPlace: addChannel,
    places: world.channels,
    forgive: interactions.forgive,
    apiUrl: `${origin}/api`,
    deleteChannel: ({ id }) => void world.channels.delete(id),
    messages: (channel) =>
      world.messages.filter((it) => !it.deleted && (!channel || it.channelId === channel.id)),
    write: (channel, content) => void addMessage(world, channel.id, world.userId, { content }),
    deleteMessage: (message) => {
      message.deleted = true;
    },
    leaveServers: () => {
      world.guildCount = 0;
    },
    interact: ({ channel = named.general, ...entered }) =>
      tell(interactions.enter({ ...entered, channel })) as Promise<Answer>,
    press: async (on, label, more) => seen(await tell(interactions.press({ on, label, ...more }))),
    open: async (on, label, more) => opened(await tell(interactions.press({ on, label, ...more }))),
    send: async (window, values = {}) => seen(await tell(interactions.send(window, values))),
    type: ({ channel = named.general, ...typing }) =>
      tell(interactions.type({ ...typing, channel })) as Promise<readonly string[]>,
    replay: async (event) => seen(await tell(interactions.replay(event, named.general))),
    losesFiles: interactions.losesFiles,
    fail: (name, failure, times = 1) => api.fail(name, failure, times),
    stop: async () => {
      interactions.stop();
      stop();
      for (const socket of api.sockets) socket.destroy();
      if (api.server.listening) await new Promise((resolve) => api.server.close(resolve));
    },
  };
}

function pick({ token, applicationId, guildIds, userId, commands, violations }: World) {
  return { token, applicationId, guildId: guildIds[0], guildIds, userId, commands, violations };
}

function seen(outcome: Outcome): Answer {
  if ('channel' in outcome) return outcome;
  throw new Error('A form opened where an answer was expected');
}

function opened(outcome: Outcome): Window {
  if ('form' in outcome) return outcome;
  throw new Error('An answer came where a form was expected');
}
