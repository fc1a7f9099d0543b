import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from '../../support/discord/index.ts';
import { makeDatabase } from '../../support/postgres/database.ts';
import { COMPILED_ONCE } from '../../support/program.ts';
import { words } from './words.ts';

const CHAT = fileURLToPath(new URL('../../support/discord/chat.run.ts', import.meta.url));
const PATIENCE = { timeout: 30_000, interval: 100 };

let server: DiscordServer;
let database: string;

beforeEach(async () => {
  database = await makeDatabase();
});

/** A fake Discord that begins all shards at once; it ends with the test. */
async function startServer(options: DiscordServerOptions): Promise<void> {
  server = await startDiscordServer({ identifyEveryMs: 0, ...options });
  onTestFinished(() => server.stop());
}

interface Chat {
  readonly child: ChildProcess;
  /** How it answers. */
  readonly answer: string;
  log(): string;
}

/** Starts a process of the bot, and waits until it says that it is ready. */
async function startChat(shards?: number, perProcess?: number): Promise<Chat> {
  const spread = shards ? { SHARDS: String(shards), PER_PROCESS: String(perProcess) } : {};
  const { apiUrl, token } = server;
  const child = spawn(process.execPath, [CHAT], {
    env: { ...COMPILED_ONCE, DATABASE_URL: database, API_URL: apiUrl, TOKEN: token, ...spread },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  onTestFinished(() => end(child, 'SIGKILL'));
  const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(String(said), log).toBe('ready\n');
  return { child, answer: `process ${child.pid}`, log: () => log };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** Who answers in each server, in order. */
async function answers(): Promise<string[]> {
  const places = server.guildIds.map((guild) => server.addChannel('papers', guild));
  const asked = places.map((channel) => server.interact({ name: 'subscriptions', channel }));
  return (await Promise.all(asked)).map((answer) => words(answer).replaceAll('*', '').trim());
}

const connections = (count: number) =>
  vi.waitFor(() => expect(server.gateway.connections()).toBe(count), PATIENCE);

const HOLDERS = `select pid from pg_locks where locktype = 'advisory' and granted
  and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)`;

/** Asks the database about the connections that hold a lock; gives how many there are. */
async function askHolders(query: string, lock: string): Promise<number> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const { rows } = await client.query(query, [lock]);
  await client.end();
  return rows.length;
}

/** Cuts the connection by which a process holds a lock. */
const cutHolder = (lock: string) =>
  askHolders(`select pg_terminate_backend(pid) from (${HOLDERS}) as holders`, lock);

describe('shards over processes', () => {
  it('are each had once, and those of a process that is killed go on in the other', async () => {
    await startServer({ guilds: 4, shards: 4 });
    const one = await startChat(4, 2);
    await connections(2);
    const two = await startChat(4, 4);
    await connections(4);
    const before = await answers();
    expect(new Set(before)).toEqual(new Set([one.answer, two.answer]));
    expect(server.gateway.identifies).toHaveLength(4);
    await end(one.child, 'SIGKILL');
    server.forgive();
    await connections(4);
    await vi.waitFor(() => expect(server.gateway.identifies).toHaveLength(6), PATIENCE);
    await vi.waitFor(
      () => expect(two.log().match(/Discord: connected/g)).toHaveLength(4),
      PATIENCE,
    );
    expect(new Set(await answers())).toEqual(new Set([two.answer]));
    expect(server.violations).toEqual([]);
  });

  it('go to the next process at once when one is stopped', async () => {
    await startServer({ guilds: 2, shards: 2 });
    const one = await startChat(2, 2);
    await connections(2);
    const two = await startChat(2, 2);
    expect(two.log()).toContain('stands by');
    await end(one.child, 'SIGTERM');
    await vi.waitFor(
      () => expect(two.log().match(/Discord: connected/g)).toHaveLength(2),
      PATIENCE,
    );
    expect(new Set(await answers())).toEqual(new Set([two.answer]));
    expect(server.violations).toEqual([]);
  });

  it('are begun at one pace', async () => {
    await startServer({ guilds: 2, shards: 2, concurrency: 1, identifyEveryMs: 4_000 });
    await Promise.all([startChat(2, 1), startChat(2, 1)]);
    await connections(2);
    expect(new Set(await answers()).size).toBe(2);
    expect(server.gateway.identifies).toHaveLength(2);
    expect(server.violations).toEqual([]);
  });

  it('stay where they are when the database is away for a moment', async () => {
    await startServer({ guilds: 1 });
    const one = await startChat(1, 1);
    expect(await cutHolder('discord shard 0/1')).toBe(1);
    expect(await answers()).toEqual([one.answer]);
    const held = () => askHolders(HOLDERS, 'discord shard 0/1');
    await vi.waitFor(async () => expect(await held()).toBe(1), PATIENCE);
    const two = await startChat(1, 1);
    expect(await answers()).toEqual([one.answer]);
    expect(two.log()).toContain('stands by');
    expect(server.gateway.identifies).toHaveLength(1);
    expect(server.violations).toEqual([]);
  });

  it('are closed by a process that was frozen meanwhile, and no command is carried out twice', async () => {
    await startServer({ guilds: 1 });
    const one = await startChat(1, 1);
    const two = await startChat(1, 1);
    one.child.kill('SIGSTOP');
    await cutHolder('discord shard 0/1');
    await vi.waitFor(() => expect(server.gateway.identifies).toHaveLength(2), PATIENCE);
    expect(await answers()).toEqual([two.answer]);
    one.child.kill('SIGCONT');
    await vi.waitFor(() => expect(one.log()).toContain('another process has shards'), PATIENCE);
    await connections(1);
    expect(one.log()).toContain('another process answers a command');
    expect(await answers()).toEqual([two.answer]);
    expect(server.violations).toEqual(['shard 0 of 1 is connected twice']);
  });
});

describe('several processes without settings of shards', () => {
  it('leave the whole gateway to one of them', async () => {
    await startServer({ guilds: 2, shards: 2 });
    const one = await startChat();
    const two = await startChat();
    expect(new Set(await answers())).toEqual(new Set([one.answer]));
    expect(server.gateway.identifies).toHaveLength(2);
    await end(one.child, 'SIGKILL');
    await vi.waitFor(() => expect(server.gateway.identifies).toHaveLength(4), PATIENCE);
    await vi.waitFor(() => expect(two.log()).toContain('Discord: connected'), PATIENCE);
    expect(new Set(await answers())).toEqual(new Set([two.answer]));
    expect(server.violations).toEqual([]);
  });
});
