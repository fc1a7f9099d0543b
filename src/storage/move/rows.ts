import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Db } from './journal.ts';
import { type Digest, keyOf, type MovedTable, type Place } from './tables.ts';

/** A row as both databases give it. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Rows at a time: 20 columns of each stay below the 32,766 parameters that SQLite takes. */
const BATCH = 500;

/** The rows of a table in the order of their key, a batch at a time. */
export async function* readRows(
  // biome-ignore lint/suspicious/noExplicitAny: any table.
  db: Kysely<any>,
  table: MovedTable,
  after: Place | null = null,
): AsyncGenerator<readonly Row[]> {
  const key = keyOf(table);
  for (let place = after; ; ) {
    let query = db.selectFrom(table).selectAll().limit(BATCH);
    for (const column of key) query = query.orderBy(column);
    if (place) query = query.where(sql<boolean>`(${columns(key)}) > (${sql.join([...place])})`);
    const rows = (await query.execute()).map(storable);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    place = placeOf(table, last);
  }
}

/** Where a row stands. */
export function placeOf(table: MovedTable, row: Row): Place {
  return keyOf(table).map((column) => row[column] ?? '');
}

function columns(key: readonly string[]) {
  return sql.join(key.map((column) => sql.ref(column)));
}

/** PostgreSQL takes no zero character in a text, and no text of ours needs one. */
function storable(row: Row): Row {
  const entries = Object.entries(row);
  return Object.fromEntries(
    entries.map(([column, value]) => [
      column,
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  );
}

/** The same in either database when each row is the same. @param onRows told of each batch. */
export async function digestOf(
  db: Db,
  table: MovedTable,
  onRows: (done: number) => void,
): Promise<Digest> {
  let [rows, sum] = [0, 0n];
  for await (const batch of readRows(db, table)) {
    for (const row of batch) sum = BigInt.asUintN(256, sum + hashOf(row));
    rows += batch.length;
    onRows(rows);
  }
  return { rows, checksum: sum.toString(16).padStart(64, '0') };
}

function hashOf(row: Row): bigint {
  const cells = Object.keys(row)
    .toSorted()
    .map((column) => [column, row[column]]);
  return BigInt(`0x${createHash('sha256').update(JSON.stringify(cells)).digest('hex')}`);
}
