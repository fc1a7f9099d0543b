import Database from 'better-sqlite3';
import pg from 'pg';
import { TABLES } from '../../../src/storage/move/tables.ts';

/** Every row of every table that is moved, as text in one order; read by no code of ours. */
export async function rowsOf(url: string): Promise<Record<string, string[]>> {
  const query = url.startsWith('sqlite:') ? openFile(url) : await openServer(url);
  const rows: Record<string, string[]> = {};
  for (const table of TABLES) {
    const found = await query.all(`select * from ${table}`);
    rows[table] = found.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted();
  }
  await query.close();
  return rows;
}

/** Names of all tables of a database that are ours. */
export async function tablesOf(url: string): Promise<string[]> {
  const isFile = url.startsWith('sqlite:');
  const query = isFile ? openFile(url) : await openServer(url);
  const found = await query.all(isFile ? IN_FILE : ON_SERVER);
  await query.close();
  return found.map((row) => String(row.name)).toSorted();
}

const IN_FILE =
  "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%' and name not like 'paper_words_%'";
const ON_SERVER =
  "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely_%'";

/** Runs one statement, without any code of ours. */
export async function execute(url: string, statement: string): Promise<void> {
  const query = url.startsWith('sqlite:') ? openFile(url) : await openServer(url);
  await query.run(statement);
  await query.close();
}

type Found = Readonly<Record<string, unknown>>;

function openFile(url: string) {
  const database = new Database(url.replace('sqlite:', ''));
  return {
    all: async (statement: string) => database.prepare(statement).all() as Found[],
    run: async (statement: string) => void database.exec(statement),
    close: async () => void database.close(),
  };
}

async function openServer(url: string) {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    all: async (statement: string) => (await client.query<Found>(statement)).rows,
    run: async (statement: string) => void (await client.query(statement)),
    close: () => client.end(),
  };
}
