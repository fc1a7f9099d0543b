import Database from 'better-sqlite3';
import pg from 'pg';

/**
 * The rows of a query on a bot's database, beside the bot.
 * @param url its DATABASE_URL.
 * @param statement with $1, $2 … for the values.
 */
export async function query<T extends object>(
  url: string,
  statement: string,
  values: readonly (string | number)[] = [],
): Promise<T[]> {
  return url.startsWith('sqlite:')
    ? querySqlite<T>(url.slice('sqlite:'.length), statement, values)
    : queryPostgres<T>(url, statement, values);
}

/** To SQLite, $1 is a name like any other. */
function querySqlite<T>(
  path: string,
  statement: string,
  values: readonly (string | number)[],
): T[] {
  const database = new Database(path, { fileMustExist: true });
  try {
    const named = Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
    return database.prepare<unknown[], T>(statement).all(...(values.length > 0 ? [named] : []));
  } finally {
    database.close();
  }
}

async function queryPostgres<T extends object>(
  url: string,
  statement: string,
  values: readonly (string | number)[],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** How many deliveries wait in a bot's database. */
export async function waitingIn(url: string): Promise<number> {
  const [row] = await query<{ number: string | number }>(url, WAITING);
  return Number(row?.number);
}

const WAITING = "select count(*) as number from deliveries where state in ('pending', 'sending')";
