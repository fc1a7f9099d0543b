import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exclusively } from '../../src/storage/locks.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { makeDatabase } from '../support/postgres/database.ts';

const PATIENCE_MS = 500;

type Relay = Awaited<ReturnType<typeof startRelay>>;
let relay: Relay;
let db: Kysely<unknown>;

beforeEach(async () => {
  const url = new URL(await makeDatabase());
  relay = await startRelay(Number(url.port));
  url.port = String(relay.port);
  db = new Kysely({ dialect: openPostgres(url.href, 'paper-route', PATIENCE_MS) });
});

afterEach(async () => {
  await db.destroy();
  relay.close();
});

/** Stands between a program and its database, as a network does. */
async function startRelay(port: number) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** What is connected now hears nothing more, and nobody closes. */
    fallSilent: () => {
      for (const socket of sockets) socket.unpipe().resume();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const one = () => sql<{ one: number }>`select 1 as one`.execute(db);

it('of a server that vanished ends the connection, and the next one is used', async () => {
  await one();
  relay.fallSilent();
  await expect(one()).rejects.toThrow(/^The database at \S+ does not answer \(ETIMEDOUT\)/);
  expect((await one()).rows).toEqual([{ one: 1 }]);
});

it('of a server that vanished within a transaction says so', async () => {
  const cut = db.transaction().execute(async (trx) => {
    relay.fallSilent();
    await sql`select 1`.execute(trx);
  });
  await expect(cut).rejects.toThrow(/^The database at \S+ does not answer \(ETIMEDOUT\)/);
  expect((await one()).rows).toEqual([{ one: 1 }]);
});

it('is waited for in work that may take long', async () => {
  const slow = sql`select pg_sleep(${(2 * PATIENCE_MS) / 1_000})`;
  await exclusively(db, (trx) => slow.execute(trx));
  await expect(slow.execute(db)).rejects.toThrow('does not answer (ETIMEDOUT)');
});
