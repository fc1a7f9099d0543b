import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Peers, Signal } from '../core/peers.ts';
import { explainPostgres } from './postgres-errors.ts';
import { readSignal, SIGNALS } from './signals.ts';

/** How often a lost connection is tried anew, in milliseconds. */
const RETRY_MS = 1_000;
/** A server that vanished without a word is given up after about so long, in milliseconds. */
const SILENCE_MS = 10_000;
/**
 * The server gives up a host of ours that vanished as soon, and frees its locks. By itself it
 * waits for two hours: https://www.postgresql.org/docs/current/runtime-config-connection.html
 */
const PATIENCE = [
  'set tcp_keepalives_idle = 5',
  'set tcp_keepalives_interval = 2',
  'set tcp_keepalives_count = 3',
  `set tcp_user_timeout = ${SILENCE_MS}`,
];

/** After a gap, everything may have happened. */
const EVERYTHING: readonly Signal[] = [{ kind: 'feeds' }, { kind: 'compose' }, { kind: 'deliver' }];

const TAKE =
  'select name from unnest($1::text[]) as name where pg_try_advisory_lock(hashtextextended(name, 0))';
const LET_GO =
  'select pg_advisory_unlock(hashtextextended(name, 0)) from unnest($1::text[]) as name';

/**
 * Peers by one connection for as long as the process lives: its advisory locks end with it, and
 * it listens for NOTIFY. A pooler that hands out connections by transaction must not stand between.
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export interface PostgresPeers extends Peers {
  close(): Promise<void>;
}

/** A statement whose answer is lost may have taken locks: then the connection ends, and they with it. */
async function ask(client: pg.Client, statement: string, names: readonly string[]) {
  try {
    return await client.query<{ name: string }>(statement, [names]);
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
}

/** @param url of the database. The first connection is made when it is first needed. */
export function createPostgresPeers(url: string): PostgresPeers {
  const held = new Set<string>();
  const listeners: ((signal: Signal) => void)[] = [];
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let connecting: Promise<pg.Client> | undefined;
  /** One statement after the other, so that what is held is known when the next one is made. */
  let queue: Promise<unknown> = Promise.resolve();

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({
      connectionString: url,
      application_name: 'paper-route peers',
      keepAlive: true,
      keepAliveInitialDelayMillis: SILENCE_MS,
      connectionTimeoutMillis: SILENCE_MS,
      query_timeout: SILENCE_MS,
    });
    made.on('error', () => lose(made));
    made.on('end', () => lose(made));
    made.on('notification', ({ payload }) => hear(readSignal(payload)));
    try {
      await made.connect();
      for (const setting of PATIENCE) await made.query(setting);
      await made.query(`listen ${SIGNALS}`);
    } catch (error) {
      void made.end().catch(() => undefined);
      throw error;
    }
    client = made;
    return made;
  }

  function connected(): Promise<pg.Client> {
    if (closing.signal.aborted) return Promise.reject(new Error('The database is closed.'));
    if (client) return Promise.resolve(client);
    connecting ??= connect().finally(() => {
      connecting = undefined;
    });
    return connecting;
  }

  /** What was held is free for others by now; it is not known before they took it. */
  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = undefined;
    held.clear();
    void reconnect();
  }

  async function reconnect(): Promise<void> {
    while (!closing.signal.aborted && listeners.length > 0) {
      try {
        await connected();
        for (const told of EVERYTHING) hear(told);
        return;
      } catch {
        await sleep(RETRY_MS, undefined, { signal: closing.signal, ref: false }).catch(
          () => undefined,
        );
      }
    }
  }

  function hear(signal: Signal | undefined): void {
    if (signal && !closing.signal.aborted) for (const listener of listeners) listener(signal);
  }

  function fail(error: unknown): never {
    throw explainPostgres(error, url);
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  async function take(names: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = names.filter((name) => !held.has(name));
    if (wanted.length > 0) {
      const connection = await connected();
      const { rows } = await ask(connection, TAKE, wanted);
      if (client === connection) for (const { name } of rows) held.add(name);
    }
    return new Set(names.filter((name) => held.has(name)));
  }

  async function letGo(names: readonly string[]): Promise<void> {
    const owned = names.filter((name) => held.delete(name));
    if (owned.length > 0 && client) await ask(client, LET_GO, owned);
  }

  return {
    alone: false,
    hold: (names) => inTurn(() => take([...new Set(names)])).catch(fail),
    release: (names) => inTurn(() => letGo(names)).catch(fail),
    holds: (name) => held.has(name),
    onSignal: (listener) => {
      listeners.push(listener);
      if (listeners.length === 1) void reconnect();
    },
    async close() {
      closing.abort();
      held.clear();
      const open = (await connecting?.catch(() => undefined)) ?? client;
      client = undefined;
      await open?.end();
    },
  };
}
