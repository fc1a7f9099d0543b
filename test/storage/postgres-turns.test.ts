import { Kysely, sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { searchFor } from '../../src/core/matching/search.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import type { Storage } from '../../src/core/stores.ts';
import { openStorage } from '../../src/storage/index.ts';
import { exclusively } from '../../src/storage/locks.ts';
import { MIGRATIONS, migrate } from '../../src/storage/migrations.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { makeListings } from '../support/listings.ts';
import { makeDatabase } from '../support/postgres/database.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const PAPERS = 120;
/** How long a statement may take here, in place of a minute. */
const LIMIT_MS = 100;

let url: string;
/** Somebody else, without any code of ours. */
let other: pg.Client;
let storage: Storage | undefined;

beforeEach(async () => {
  url = await makeDatabase();
  other = await connect();
});

afterEach(async () => {
  await storage?.close();
  storage = undefined;
  await other.end();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const impatient = () => `${url}?statement_timeout=${LIMIT_MS}`;

const HOLD = 'select pg_advisory_lock(1885433970)';
const LET_GO = 'select pg_advisory_unlock(1885433970)';

/** Waits until a number of connections have waited for a lock for longer than any statement may take. */
async function untilWaiting(number: number): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database()
    and wait_event_type = 'Lock' and clock_timestamp() - query_start > '${2 * LIMIT_MS} ms'`;
  await vi.waitFor(async () => expect((await other.query(waiting)).rowCount).toBe(number), {
    timeout: 20_000,
  });
}

async function count(what: string): Promise<number> {
  const { rows } = await other.query(`select count(*)::int as count from ${what}`);
  return rows[0].count;
}

async function recordPapers({ transaction }: Storage): Promise<void> {
  const listings = makeListings(PAPERS, { abstract: 'We use α-trees.' });
  await transaction(async ({ papers }) => {
    for (const listing of listings) await papers.record(listing, NOW);
  });
}

describe('a process that starts', () => {
  it.each([
    [
      'cleans texts',
      'listings',
      `update listings set text_rules = 0, listing_json = replace(listing_json, 'α', '$\\\\alpha$')`,
      `listings where text_rules = 0 or listing_json like '%alpha%'`,
    ],
    [
      'makes the index of words',
      'paper_numbers',
      'delete from paper_words; delete from paper_numbers',
      'papers where id not in (select paper_id from paper_numbers)',
    ],
  ])('%s by fifty, and others have their turn in between', async (_, table, outdate, outdated) => {
    storage = await openStorage(url);
    await recordPapers(storage);
    await other.query(outdate);
    const holder = await connect();
    await holder.query(`begin; lock table ${table} in share mode`);
    const starting = openStorage(url);
    await untilWaiting(1);
    const command = storage.channelTransaction(1, () => count(outdated));
    await untilWaiting(2);
    await holder.end();
    expect(await command).toBe(PAPERS - 50);
    await (await starting).close();
    expect(await count(outdated)).toBe(0);
    const search = searchFor(parseQuery('"α-trees"'), () => []);
    expect(await storage.papers.listedSince(new Date(0), search)).toHaveLength(PAPERS);
  });
});

describe('what others hold up', () => {
  it('waits at a start as long as it takes', async () => {
    await other.query(HOLD);
    const opening = openStorage(impatient());
    await untilWaiting(1);
    await other.query(LET_GO);
    storage = await opening;
    expect(await storage.papers.count()).toBe(0);
  });

  it('gives up after a while when somebody waits for its answer, and says what to do', async () => {
    storage = await openStorage(impatient());
    await other.query(HOLD);
    const at = new URL(url).host;
    await expect(storage.transaction(({ papers }) => papers.count())).rejects.toThrow(
      `The database at ${at} stopped what took too long: another process may be bringing it up to date`,
    );
    await other.query(LET_GO);
    expect(await storage.transaction(({ papers }) => papers.count())).toBe(0);
  });
});

describe('a migration', () => {
  it('may take longer than any other statement', async () => {
    const db = new Kysely({ dialect: openPostgres(impatient()) });
    const slow = {
      ...MIGRATIONS,
      '9999-slow': {
        up: async (trx: Kysely<unknown>) => {
          await sql`select pg_sleep(${(3 * LIMIT_MS) / 1_000})`.execute(trx);
          await sql`create table slow (x text)`.execute(trx);
        },
      },
    };
    await exclusively(db, (trx) => migrate(trx, 'papers', slow)).finally(() => db.destroy());
    expect(await count('slow')).toBe(0);
  });
});
