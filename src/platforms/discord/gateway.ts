import { once } from 'node:events';
import {
  Client,
  Events,
  GatewayIntentBits,
  type IIdentifyThrottler,
  type Interaction,
  Partials,
  Status,
  type WebSocketOptions,
} from 'discord.js';
import type { PlatformEvent } from '../../core/command.ts';
import type { Log } from '../../lib/log.ts';
import type { Outage } from '../../lib/outage.ts';
import { leanCaches } from './caches.ts';
import { closeSentence, failureName, toStartError } from './errors.ts';
import { watchPlaces } from './events.ts';
import { createLines } from './lines.ts';
import { restOptions } from './rest.ts';
import type { WaitForTurn } from './turns.ts';

/** The connection on which commands arrive. */
export interface Gateway {
  /** Resolves with the number of servers; rejects with one sentence, and leaves nothing open. */
  connect(): Promise<number>;
  close(): Promise<void>;
}

/** One of the connections among which Discord deals the servers; "auto" is as many as it recommends. */
export type Shard = 'auto' | { readonly id: number; readonly count: number };

export interface GatewayOptions {
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly shard: Shard;
  readonly waitForTurn: WaitForTurn;
  /** Learns when the connection breaks and when it stands. */
  readonly outage: Outage;
  readonly log: Log;
  readonly onInteraction: (interaction: Interaction) => void;
  readonly onEvent: (event: PlatformEvent) => void;
  /** How long a shard's first connection may take, in milliseconds; 30 s when left out. */
  readonly connectTimeoutMs?: number;
}

/**
 * How long a shard's first connection may take, in milliseconds. Discord lets most bots begin one
 * in five seconds, so the time of those that wait for their turn does not run.
 */
const CONNECT_TIMEOUT_MS = 30_000;
const STILL_WAITING_MS = 1_000;
/**
 * How long to wait for the servers' data before commands are answered, in milliseconds. We need
 * none of it, and with one server in an outage discord.js would hold commands back for 15 s.
 */
const WAIT_FOR_GUILDS_MS = 1000;

const AWAY =
  "Discord can't be reached, so commands get no answer: it is tried again until it works.";

/** A gateway connection by discord.js, with the Guilds intent alone; it reconnects by itself. */
export function createGateway(options: GatewayOptions): Gateway {
  const { token, apiUrl, log } = options;
  const closing = new AbortController();
  const lines = createLines(closing.signal, log);
  let deadline: NodeJS.Timeout | undefined;
  const client: Client = new Client({
    ...leanCaches(() => client.user?.id),
    intents: [GatewayIntentBits.Guilds],
    // A thread that was archived is known again by the interaction that happens in it.
    partials: [Partials.Channel],
    ...shardOptions(options.shard),
    waitGuildTimeout: WAIT_FOR_GUILDS_MS,
    rest: restOptions(apiUrl),
    ws: { buildStrategy: lines.build, buildIdentifyThrottler },
  });
  client.on(Events.InteractionCreate, options.onInteraction);
  watchPlaces(client, options.onEvent);
  watch(client, options, closing.signal);

  async function waitForTurn(key: number, signal: AbortSignal): Promise<void> {
    const waiting = setInterval(() => deadline?.refresh(), STILL_WAITING_MS);
    try {
      await options.waitForTurn(key, AbortSignal.any([signal, closing.signal]));
    } finally {
      clearInterval(waiting);
      deadline?.refresh();
    }
  }

  async function buildIdentifyThrottler(manager: Manager): Promise<IIdentifyThrottler> {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    return {
      waitForIdentify: (shard, signal) => waitForTurn(shard % limit.max_concurrency, signal),
    };
  }

  async function close(): Promise<void> {
    closing.abort();
    await lines.close(() => client.destroy());
  }

  async function connect(): Promise<number> {
    const late = new AbortController();
    deadline = setTimeout(() => late.abort(), options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
    client.on(Events.ShardReady, () => deadline?.refresh());
    const enough = AbortSignal.any([closing.signal, late.signal]);
    const ready = once(client, Events.ClientReady, { signal: enough });
    try {
      await Promise.all([ready, client.login(token)]);
      return client.guilds.cache.size;
    } catch (error) {
      await close();
      throw toStartError(error);
    } finally {
      clearTimeout(deadline);
      deadline = undefined;
    }
  }

  return { connect, close };
}

type Manager = Parameters<NonNullable<WebSocketOptions['buildIdentifyThrottler']>>[0];

function shardOptions(shard: Shard) {
  return shard === 'auto' ? { shards: shard } : { shards: [shard.id], shardCount: shard.count };
}

function watch(client: Client, { log, outage }: GatewayOptions, closing: AbortSignal): void {
  const trouble = (error: Error) =>
    log.warn({ failure: failureName(error) }, 'Discord: trouble with the connection');
  client.on(Events.ShardError, trouble);
  client.on(Events.Error, trouble);
  client.on(Events.ShardReconnecting, () => {
    if (closing.aborted) return;
    outage.down(AWAY);
    log.info('Discord: connecting again');
  });
  client.on(Events.ShardResume, () => log.info('Discord: connected again'));
  for (const event of [Events.ShardReady, Events.ShardResume] as const) {
    client.on(event, () => {
      if (!closing.aborted && isConnected(client)) outage.up();
    });
  }
  client.on(Events.ShardDisconnect, ({ code }) => {
    outage.down(closeSentence(code), true);
    log.error(closeSentence(code));
  });
}

function isConnected({ ws }: Client): boolean {
  return ws.shards.every(({ status }) => status === Status.Ready);
}
