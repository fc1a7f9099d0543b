import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Check } from '../core/platform.ts';
import { explainPostgres } from './postgres-errors.ts';
import type { Schema } from './schema.ts';

/** Oldest server that the tests ran on: Debian's of 2023. */
const OLDEST = 15;
/** Connections of one process with room for a person: the pool's ten, one for the locks. */
const CONNECTIONS_A_PROCESS = 12;

interface Server {
  readonly version: string;
  readonly encoding: string;
  readonly connections: number;
  readonly creates: boolean;
  /** Whether a commit waits until it would outlive a crash. */
  readonly commits: string;
  /** In milliseconds since 1970. */
  readonly clock: number;
}

/**
 * Whether a PostgreSQL server suits: its version, encoding, number of connections, what the user
 * may do, whether commits are lasting, and whether a connection stays with one session.
 * @param url of the database.
 */
export async function checkServer(db: Kysely<Schema>, url: string): Promise<Check[]> {
  const server = await describeServer(db);
  return [
    checkVersion(server),
    checkEncoding(server),
    checkConnections(server),
    checkRights(server),
    checkCommits(server),
    checkClock(server),
    await checkSessions(url),
  ];
}

async function describeServer(db: Kysely<Schema>): Promise<Server> {
  const { rows } = await sql<Server>`select current_setting('server_version') as version,
    current_setting('server_encoding') as encoding,
    current_setting('max_connections')::int as connections,
    current_setting('synchronous_commit') as commits,
    (extract(epoch from clock_timestamp()) * 1000)::float8 as clock,
    has_schema_privilege(current_schema(), 'create') as creates`.execute(db);
  if (!rows[0]) throw new Error('The database said nothing of itself.');
  return rows[0];
}

function checkVersion({ version }: Server): Check {
  return check(
    'version',
    Number.parseInt(version, 10) >= OLDEST,
    `PostgreSQL ${version}`,
    `Paper Route needs PostgreSQL ${OLDEST} or later. Move to a newer server.`,
  );
}

function checkEncoding({ encoding }: Server): Check {
  return check(
    'encoding',
    encoding === 'UTF8',
    encoding,
    'Make a database that holds every script: createdb --encoding=UTF8 --template=template0 <name>',
  );
}

function checkConnections({ connections }: Server): Check {
  const processes = Math.floor(connections / CONNECTIONS_A_PROCESS);
  return check(
    'connections',
    processes >= 1,
    `${connections}, enough for ${processes} of our processes`,
    `A process takes up to ${CONNECTIONS_A_PROCESS}. Raise max_connections of the server.`,
  );
}

function checkRights({ creates }: Server): Check {
  return check(
    'rights',
    creates,
    creates ? 'the user may create tables' : 'the user may not create tables',
    'A new version needs that at its first start: make the user the owner of the database.',
  );
}

/** Else a crash of the server forgets what was sent in the last second: it would be sent again. */
function checkCommits({ commits }: Server): Check {
  return check(
    'commits',
    commits !== 'off',
    `synchronous_commit is ${commits}`,
    'A crash of the server would forget what was posted last, and it would be posted again: set synchronous_commit = on.',
  );
}

/** How far this machine's clock may be from the server's, in milliseconds; well below a lease. */
const CLOCKS_APART_MS = 5_000;

/** Leases end by the clock of the process that looks. */
function checkClock({ clock }: Server): Check {
  const apart = Math.abs(Date.now() - clock);
  return check(
    'clock',
    apart <= CLOCKS_APART_MS,
    `${(apart / 1_000).toFixed(1)} s from the clock of this machine`,
    'Processes whose clocks differ may send a message twice, or late: have NTP set the clocks of all machines.',
  );
}

/** A pooler that gives out sessions by transaction shows one session to two connections. */
async function checkSessions(url: string): Promise<Check> {
  const shared = await sharesSessions(url);
  return check(
    'sessions',
    !shared,
    shared ? 'a pooler stands between that shares them' : 'each connection has its own',
    'Locks and LISTEN need a session of their own. Point DATABASE_URL at the server itself, or set the pooler to session mode.',
  );
}

async function sharesSessions(url: string): Promise<boolean> {
  const clients = [1, 2].map(() => new pg.Client({ connectionString: url }));
  const [one, other] = clients;
  try {
    for (const client of clients) await client.connect();
    if (!one || !other) return false;
    const first = await sessionOf(one);
    await other.query('begin');
    return (await sessionOf(other)) === first || (await sessionOf(one)) !== first;
  } catch (error) {
    throw explainPostgres(error, url);
  } finally {
    await Promise.allSettled(clients.map((client) => client.end()));
  }
}

async function sessionOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid;
}

function check(what: string, ok: boolean, detail: string, remedy: string): Check {
  return { name: `Database ${what}`, ok, detail, remedy: ok ? '' : remedy };
}
