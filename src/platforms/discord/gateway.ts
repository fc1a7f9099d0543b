import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  SimpleShardingStrategy,
  WebSocketShardEvents,
  WebSocketShardStatus,
} from 'discord.js';
import type { Log } from '../../lib/log.ts';
import { closeSentence, failureName, logFields, toStartError } from './errors.ts';
import { restOptions } from './rest.ts';

/** The connection on which commands arrive. */
export interface Gateway {
  /** Resolves with the number of servers; rejects with one sentence, and leaves nothing open. */
  connect(): Promise<number>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly log: Log;
  readonly onInteraction: (interaction: Interaction) => void;
}

/** How long the first connection may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 30_000;
/**
 * How long to wait for the servers' data before commands are answered, in milliseconds. We need
 * none of it, and with one server in an outage discord.js would hold commands back for 15 s.
 */
const WAIT_FOR_GUILDS_MS = 1000;
/** How long close() waits for a connection that is being made, in milliseconds. */
const SETTLE_MS = 1500;
const STEP_MS = 50;

/** A gateway connection by discord.js, with the Guilds intent alone; it reconnects by itself. */
export function createGateway({ token, apiUrl, log, onInteraction }: GatewayOptions): Gateway {
  const closing = new AbortController();
  const lines = createLines(closing.signal, log);
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    waitGuildTimeout: WAIT_FOR_GUILDS_MS,
    rest: restOptions(apiUrl),
    ws: { buildStrategy: lines.build },
  });
  client.on(Events.InteractionCreate, onInteraction);
  watch(client, log, closing.signal);

  async function close(): Promise<void> {
    closing.abort();
    await lines.close(() => client.destroy());
  }

  async function connect(): Promise<number> {
    const enough = AbortSignal.any([closing.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
    const ready = once(client, Events.ClientReady, { signal: enough });
    try {
      await Promise.all([ready, client.login(token)]);
      return client.guilds.cache.size;
    } catch (error) {
      await close();
      throw toStartError(error);
    }
  }

  return { connect, close };
}

/**
 * The lines to Discord, so that they can be closed for good. discord.js loses sight of a line that
 * is between two attempts (it connects again after destroy()), and one that is destroyed while it
 * connects throws its next network error at the process. So once closing, no new attempt gets
 * beyond its first question, and an attempt under way is waited for; one that takes longer is
 * closed as soon as it stands.
 */
function createLines(closing: AbortSignal, log: Log) {
  let strategy: SimpleShardingStrategy | undefined;
  let manager: Manager | undefined;

  function build(created: Manager): SimpleShardingStrategy {
    const retrieve = created.options.retrieveSessionInfo;
    created.options.retrieveSessionInfo = (shard) =>
      closing.aborted ? new Promise<never>(() => {}) : retrieve(shard);
    shield(created, log);
    manager = created;
    strategy = new SimpleShardingStrategy(created);
    return strategy;
  }

  async function isConnecting(): Promise<boolean> {
    const statuses = await strategy?.fetchStatus();
    return statuses?.some((status) => status === WebSocketShardStatus.Connecting) ?? false;
  }

  async function settle(): Promise<void> {
    for (let waited = 0; waited < SETTLE_MS; waited += STEP_MS) {
      if (!(await isConnecting())) return;
      await sleep(STEP_MS);
    }
  }

  async function close(destroy: () => Promise<void>): Promise<void> {
    await settle();
    if (!(await isConnecting())) return destroy();
    manager?.on(WebSocketShardEvents.Ready, () => void destroy());
    manager?.on(WebSocketShardEvents.Resumed, () => void destroy());
  }

  return { build, close };
}

/** discord.js lets an event that it can't read end the process: here it ends in the log. */
function shield(manager: Manager, log: Log): void {
  const emit = manager.emit.bind(manager) as (...event: unknown[]) => boolean;
  manager.emit = (...event: unknown[]) => {
    try {
      return emit(...event);
    } catch (error) {
      log.error(logFields(error), 'Discord: an event could not be read');
      return true;
    }
  };
}

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

function watch(client: Client, log: Log, closing: AbortSignal): void {
  const trouble = (error: Error) =>
    log.warn({ failure: failureName(error) }, 'Discord: trouble with the connection');
  client.on(Events.ShardError, trouble);
  client.on(Events.Error, trouble);
  client.on(Events.ShardReconnecting, () => {
    if (!closing.aborted) log.info('Discord: connecting again');
  });
  client.on(Events.ShardResume, () => log.info('Discord: connected again'));
  client.on(Events.ShardDisconnect, ({ code }) => log.error(closeSentence(code)));
}
