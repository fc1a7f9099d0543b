import { setTimeout as sleep } from 'node:timers/promises';
import type { Peers } from '../../core/peers.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { createOutage, type Outage } from '../../lib/outage.ts';
import { createGateway, type Gateway, type GatewayOptions, type Shard } from './gateway.ts';
import { createTurns } from './turns.ts';

/** How the bot's shards are spread over processes. */
export interface ShardSettings {
  /** How many there are; the same for all processes. */
  readonly count: number;
  /** The most that one process takes. */
  readonly perProcess: number;
}

export interface ShardsOptions extends Pick<GatewayOptions, 'token' | 'apiUrl'> {
  readonly peers: Peers;
  /** Null: one process has the whole gateway, with as many shards as Discord recommends. */
  readonly settings: ShardSettings | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is done with all that comes. */
export interface Ears extends Pick<GatewayOptions, 'onInteraction' | 'onEvent'> {
  /** Called with the number of servers, each time that a connection stands for the first time. */
  readonly onConnected: (servers: number, shard: Shard) => void;
}

/** The shards that this process has. Each is had by one process at a time, by a lock. */
export interface Shards {
  /**
   * Takes what is free; resolves once the first of it stands, or when all is taken. From then on
   * what becomes free is taken over. Rejects with one sentence when Discord refuses.
   */
  start(ears: Ears): Promise<void>;
  /** Why commands don't arrive; null when they do, or when others have all there is. */
  problem(): string | null;
  stop(): Promise<void>;
}

/** How often it is looked for what has become free, in milliseconds. */
const LOOK_MS = 1_000;
/** After so many looks a process that is full looks for shards that nobody has. */
const LOOKS_BETWEEN_WARNINGS = 60;
/** A process that could not connect leaves it to others for so long, in milliseconds. */
const REST_MS = 30_000;
/**
 * A process that is not sure of its lock leaves an interaction to the others for so long, in
 * milliseconds. Who acknowledges it first carries it out: Discord takes no second one (40060).
 */
const OTHERS_FIRST_MS = 1_000;

const NOT_YET = 'Discord is not connected yet.';
const STOPPING = 'Discord is disconnected: Paper Route is stopping.';

/** What one process has of the gateway by one lock. */
interface Part {
  readonly lock: string;
  readonly shard: Shard;
}

/** Each shard gets a client of its own, so that it is begun, answered and closed apart from others. */
export function createShards(options: ShardsOptions): Shards {
  const { peers, settings, log, clock } = options;
  const parts = partsOf(settings);
  const most = settings?.perProcess ?? 1;
  const waitForTurn = createTurns(peers);
  const beginning = createOutage(clock, NOT_YET);
  const mine = new Map<Part, Gateway>();
  const standing = new Map<Part, Outage>();
  const stopping = new AbortController();
  let restUntil = 0;
  let watching: Promise<void> | undefined;

  function inTurn({ lock }: Part, handle: () => void): void {
    if (peers.holds(lock)) handle();
    else setTimeout(handle, OTHERS_FIRST_MS).unref();
  }

  function open(part: Part, { onEvent, onInteraction }: Ears) {
    const outage = createOutage(clock, NOT_YET);
    const gateway = createGateway({
      ...options,
      ...{ shard: part.shard, waitForTurn, outage, onEvent },
      onInteraction: (interaction) => inTurn(part, () => onInteraction(interaction)),
    });
    mine.set(part, gateway);
    return { gateway, outage };
  }

  async function connect(part: Part, ears: Ears): Promise<void> {
    const { gateway, outage } = open(part, ears);
    try {
      const servers = await gateway.connect();
      standing.set(part, outage);
      ears.onConnected(servers, part.shard);
    } catch (error) {
      if (mine.get(part) !== gateway) return;
      await letGo([part]);
      throw error;
    }
  }

  async function connectLater(part: Part, ears: Ears): Promise<void> {
    try {
      await connect(part, ears);
    } catch (error) {
      const { message } = error as Error;
      restUntil = performance.now() + REST_MS;
      beginning.down(message);
      log.warn({ shard: part.shard }, message);
    }
  }

  async function letGo(gone: readonly Part[]): Promise<void> {
    const gateways = gone.map((part) => mine.get(part));
    for (const part of gone) for (const kept of [mine, standing]) kept.delete(part);
    await Promise.all(gateways.map((gateway) => gateway?.close()));
    await peers.release(locksOf(gone)).catch(() => undefined);
  }

  /** Closes what others have by now; gives what this process is to connect. */
  async function look(): Promise<Part[]> {
    const room = performance.now() < restUntil ? 0 : most - mine.size;
    const wanted = parts.filter((part) => room > 0 || mine.has(part));
    const held = await peers.hold(locksOf(wanted));
    const free = wanted.filter((part) => held.has(part.lock) && !mine.has(part));
    await peers.release(locksOf(free.slice(room)));
    const lost = [...mine.keys()].filter((part) => !held.has(part.lock));
    if (lost.length > 0) log.warn('Discord: another process has shards that this one had');
    await letGo(lost);
    if (room > 0 && free.length === 0 && standing.size === mine.size) beginning.up();
    return free.slice(0, room);
  }

  async function warnOfLonely(): Promise<void> {
    if (mine.size < most) return;
    const others = parts.filter((part) => !mine.has(part));
    const free = [...(await peers.hold(locksOf(others)))];
    await peers.release(free);
    if (free.length > 0) log.warn({ free }, LONELY);
  }

  async function watch(ears: Ears): Promise<void> {
    for (let looks = 1; ; looks++) {
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const found = await look().catch(() => []);
      for (const part of found) void connectLater(part, ears);
      if (looks % LOOKS_BETWEEN_WARNINGS === 0) await warnOfLonely().catch(() => undefined);
    }
  }

  async function start(ears: Ears): Promise<void> {
    const [first, ...others] = await look();
    if (first) await connect(first, ears);
    else log.info('Discord: other processes have the connection; this one stands by');
    if (stopping.signal.aborted) return;
    beginning.up();
    for (const part of others) void connectLater(part, ears);
    watching = watch(ears);
  }

  async function stop(): Promise<void> {
    stopping.abort();
    beginning.down(STOPPING, true);
    await watching;
    await letGo([...mine.keys()]);
  }

  function problem(): string | null {
    const problems = [beginning, ...standing.values()].map((it) => it.problem());
    return problems.find((it) => it !== null) ?? null;
  }

  return { start, problem, stop };
}

const LONELY =
  'Discord: nobody has these shards, so their servers get no answers: start another process, or raise DISCORD_SHARDS_PER_PROCESS';

function partsOf(settings: ShardSettings | null): Part[] {
  if (!settings) return [{ lock: 'discord gateway', shard: 'auto' }];
  const { count } = settings;
  return Array.from({ length: count }, (_, id) => ({
    lock: `discord shard ${id}/${count}`,
    shard: { id, count },
  }));
}

function locksOf(parts: readonly Part[]): string[] {
  return parts.map((part) => part.lock);
}
