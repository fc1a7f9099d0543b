import pg from 'pg';
import { onTestFinished } from 'vitest';
import { makeDatabase } from './database.ts';

/** Databases of finished tests, oldest first: emptying one is ten times as fast as making one. */
const idle: string[] = [];

/**
 * A database without any data, for the test that runs. The next test gets it, too, once no connection
 * to it is left; so a test must not change its schema.
 */
export async function borrowDatabase(): Promise<string> {
  const url = (await takeIdle()) ?? (await makeDatabase());
  onTestFinished(() => void idle.push(url));
  return url;
}

async function takeIdle(): Promise<string | null> {
  for (const [index, url] of idle.entries()) {
    if (!(await emptyUnlessUsed(url))) continue;
    idle.splice(index, 1);
    return url;
  }
  return null;
}

/** Resolves with false, and leaves it alone, when somebody is still connected. */
async function emptyUnlessUsed(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    if ((await client.query(OTHERS)).rowCount) return false;
    await client.query(EMPTY);
    return true;
  } finally {
    await client.end();
  }
}

const OTHERS =
  'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

/** Deletes rather than truncates, which would make a new file of each table and index. */
const EMPTY = `
  set session_replication_role = replica;
  do $$
  declare name text;
  begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
      execute format('delete from %I', name);
    end loop;
    for name in select sequencename from pg_sequences where schemaname = 'public' and last_value is not null loop
      execute format('alter sequence %I restart', name);
    end loop;
  end $$`;
