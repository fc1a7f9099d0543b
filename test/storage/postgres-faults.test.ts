import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Storage } from '../../src/core/stores.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListing } from '../support/listings.ts';
import { type Cluster, startCluster } from '../support/postgres/cluster.ts';
import { createDatabase } from '../support/postgres/create.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const FEW_CONNECTIONS = ['-c', 'max_connections=8', '-c', 'superuser_reserved_connections=1'];
const FLAGS = [...FEW_CONNECTIONS, '-c', 'unix_socket_directories='];

let cluster: Cluster;
let url: string;
let at: string;
let number = 0;

beforeAll(async () => {
  cluster = await startCluster(FLAGS);
});
afterAll(() => cluster.stop());

beforeEach(async () => {
  url = await createDatabase(cluster.url, `faults_${++number}`);
  at = new URL(url).host;
});

/** The database's address with something else in it. */
function addressWith(change: (url: URL) => void): string {
  const changed = new URL(url);
  change(changed);
  return changed.href;
}

/** Runs statements as the superuser, in the database of the test. */
async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Does work on the database of the test. */
async function withStorage<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openStorage(url);
  return work(storage).finally(() => storage.close());
}

const record = (storage: Storage) => storage.papers.record(makeListing(), NOW);

/** A server that takes connections and says one thing, if anything. */
async function startOther(answer: Buffer | null) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (answer) socket.once('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

/** As PgBouncer 1.18 says it: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const FIELDS = 'SFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0';
const REFUSAL = Buffer.concat([
  Buffer.from([0x45, 0, 0, 0, 4 + FIELDS.length]),
  Buffer.from(FIELDS),
]);

describe('a PostgreSQL database that can not be opened', () => {
  it.each([
    [
      'a wrong password',
      (to: URL) => {
        to.password = 'hush-hush';
      },
      () => `The database at ${at} refuses the password of postgres. Check DATABASE_URL.`,
    ],
    [
      'an unknown user',
      (to: URL) => {
        to.username = 'nobody';
        to.password = 'hush-hush';
      },
      () => `The database at ${at} refuses the password of nobody. Check DATABASE_URL.`,
    ],
    [
      'an unknown database',
      (to: URL) => {
        to.pathname = '/nowhere';
      },
      () => `There is no database nowhere at ${at}. Make it with: createdb nowhere`,
    ],
    [
      'a host that is none',
      (to: URL) => {
        to.host = 'db.invalid:5432';
      },
      () =>
        /^The database at db\.invalid:5432 does not answer \((?:ENOTFOUND|EAI_AGAIN)\)\. Check that PostgreSQL runs there/,
    ],
    [
      'a port where nothing listens',
      (to: URL) => {
        to.port = '1';
      },
      () => /^The database at 127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)\. Check that/,
    ],
  ])('because of %s says so in one sentence', async (_, change, sentence) => {
    const error = await openStorage(addressWith(change)).catch((it) => it);
    expect(error).toMatchObject({ name: 'StorageError', fault: 'out of reach' });
    expect(error.message).toMatch(sentence());
    expect(`${error.message} ${error.stack}`).not.toContain('hush-hush');
  });

  it('because something there never answers says so within ten seconds', async () => {
    const { server, port } = await startOther(null);
    const mute = addressWith((it) => {
      it.port = String(port);
    });
    await expect(openStorage(mute)).rejects.toThrow(/does not answer \(.*timeout.*\)\. Check/);
    server.close();
  });

  it('because a pooler refuses our settings says so', async () => {
    const { server, port } = await startOther(REFUSAL);
    const pooler = addressWith((it) => {
      it.port = String(port);
    });
    await expect(openStorage(pooler)).rejects.toThrow(
      `What answers at 127.0.0.1:${port} refuses settings of ours, as a pooler such as PgBouncer does. Point DATABASE_URL at PostgreSQL itself.`,
    );
    server.close();
  });

  it('because the user may make no tables says so, and how to let it', async () => {
    await asSuperuser("create role reader login password 'reader'");
    const reader = addressWith((it) => {
      it.username = 'reader';
      it.password = 'reader';
    });
    const name = new URL(url).pathname.slice(1);
    await expect(openStorage(reader)).rejects.toThrow(
      `The user reader may not do that in the database ${name} at ${at}. Make it the owner: ALTER DATABASE ${name} OWNER TO reader`,
    );
  });

  it('because every connection is taken says so, and opens once one is free', async () => {
    const others: pg.Client[] = [];
    const connect = async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      others.push(client);
    };
    const full = (async () => {
      for (;;) await connect();
    })();
    await full.catch(() => undefined);
    await expect(openStorage(url)).rejects.toThrow(
      `The database at ${at} has no connection left. Raise max_connections there, or run fewer processes.`,
    );
    for (const client of others) await client.end();
    expect(await withStorage((storage) => storage.papers.count())).toBe(0);
  });
});

describe('a PostgreSQL database that is open', () => {
  it('and takes no more writes says so, answers what is read, and goes on when it does', async () => {
    await withStorage(async (storage) => {
      const name = new URL(url).pathname.slice(1);
      await asSuperuser(`alter database ${name} set default_transaction_read_only = on`, CUT);
      await vi.waitFor(() => storage.ping());
      await expect(record(storage)).rejects.toThrow(
        `The database at ${at} takes no writes: it is a standby, or set to read only. Point DATABASE_URL at the primary.`,
      );
      expect(await storage.papers.count()).toBe(0);
      await asSuperuser(
        'set default_transaction_read_only = off',
        `alter database ${name} reset all`,
        CUT,
      );
      await vi.waitFor(() => record(storage));
    });
  });

  it.each(['crash', 'in order'] as const)(
    'whose server ends (%s) says so, and works again when it is back',
    async (how) => {
      await withStorage(async (storage) => {
        await record(storage);
        await cluster.halt(how);
        await expect(storage.ping()).rejects.toThrow(
          /^The database at \S+ does not answer \(\S+\)/,
        );
        await expect(record(storage)).rejects.toMatchObject({ name: 'StorageError' });
        await cluster.start();
        await storage.ping();
        expect(await storage.papers.count()).toBe(1);
      });
    },
  );

  it('whose server ends within a transaction keeps nothing of it, and says so', async () => {
    await withStorage(async (storage) => {
      const cut = storage.transaction(async ({ papers }) => {
        await papers.record(makeListing(), NOW);
        await cluster.halt('crash');
        await papers.count();
      });
      await expect(cut).rejects.toThrow(/^The database at \S+ does not answer/);
      await cluster.start();
      expect(await storage.papers.count()).toBe(0);
    });
  });

  it('whose idle connections are cut goes on with others', async () => {
    await withStorage(async (storage) => {
      await Promise.all(Array.from({ length: 4 }, () => storage.ping()));
      await asSuperuser(CUT);
      await vi.waitFor(() => record(storage));
      expect(await storage.papers.count()).toBe(1);
    });
  });

  it('whose connection is cut within a transaction keeps nothing of it, and goes on', async () => {
    await withStorage(async (storage) => {
      const cut = storage.transaction(async ({ papers }) => {
        await papers.record(makeListing(), NOW);
        await asSuperuser(CUT);
        await papers.count();
      });
      await expect(cut).rejects.toThrow(/^The database at \S+ does not answer \(57P01\)\. Check/);
      await record(storage);
      expect(await storage.papers.count()).toBe(1);
    });
  });

  const CUT =
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'paper-route%'";
});

describe('doctor, of a PostgreSQL server,', () => {
  it('finds one well that suits', async () => {
    const checks = await withStorage((storage) => storage.check());
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['Database version', true],
      ['Database encoding', true],
      ['Database connections', false],
      ['Database rights', true],
      ['Database commits', true],
      ['Database clock', true],
      ['Database sessions', true],
    ]);
    expect(checks[2]).toMatchObject({
      detail: '8, enough for 0 of our processes',
      remedy: 'A process takes up to 12. Raise max_connections of the server.',
    });
  });

  it('names commits that a crash forgets', async () => {
    await asSuperuser(
      `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`,
    );
    const checks = await withStorage((storage) => storage.check());
    expect(checks.filter(({ name }) => name === 'Database commits')).toEqual([
      {
        name: 'Database commits',
        ok: false,
        detail: 'synchronous_commit is off',
        remedy: expect.stringContaining('set synchronous_commit = on'),
      },
    ]);
  });

  it('names an encoding that does not hold every script', async () => {
    await asSuperuser("create database latin encoding 'LATIN1' template template0 locale 'C'");
    url = addressWith((it) => {
      it.pathname = '/latin';
    });
    await withStorage(async (storage) => {
      expect(await storage.check()).toContainEqual({
        name: 'Database encoding',
        ok: false,
        detail: 'LATIN1',
        remedy: expect.stringContaining('createdb --encoding=UTF8'),
      });
      const papers = storage.papers.record(makeListing({ title: '論文' }), NOW);
      await expect(papers).rejects.toThrow(/does not hold every script\. Make one that does/);
    });
  });
});
