import type { Connected } from './connect.ts';
import { moveCounters } from './counters.ts';
import { refuseBots, refuseSending } from './in-use.ts';
import type { Db } from './journal.ts';
import { distrust, endJournal, readJournal } from './journal.ts';
import { digestOf, readRows } from './rows.ts';
import { type Source, withSource } from './source.ts';
import { type Digest, type MovedTable, TABLES } from './tables.ts';
import { beginAnew, claim, refuseStrangers, store, withTarget } from './target.ts';

export interface MoveOptions {
  /** "sqlite:<path>" or "postgres://…": is only read. */
  readonly from: string;
  /** The same: an empty database, or one that an earlier move has begun to fill. */
  readonly to: string;
  readonly now: Date;
  /** Told what goes on, in a few words. */
  readonly onProgress: (text: string) => void;
}

/** What was moved. */
export interface Moved {
  /** The databases as people know them. */
  readonly from: string;
  readonly to: string;
  /** How many rows each table has. */
  readonly rows: Readonly<Record<MovedTable, number>>;
}

/**
 * Moves everything from one database to another, in transactions of a few hundred rows: one that
 * is interrupted goes on where it was. At the end, the rows of both are compared.
 * @throws {Error} one sentence for people. The source is untouched, whatever happens.
 */
export async function moveStore(options: MoveOptions): Promise<Moved> {
  return withTarget(options.to, (target) =>
    withSource(options.from, async (source) => {
      await refuseBots(source);
      await refuseSending(source, options.now);
      const isOurs = await claim(target);
      const digests = await digestAll(source.db, 'Reading', options);
      const moved = { from: source.name, to: target.name, rows: countsOf(digests) };
      if (!isOurs) {
        await refuseOthers(target, digests, options);
        return moved;
      }
      await prepare(target, digests);
      await copyAll(source, target, options);
      await moveCounters(source.db, target.db);
      await compare(source, target, options);
      await endJournal(target.db);
      return moved;
    }),
  );
}

type Digests = ReadonlyMap<MovedTable, Digest>;

async function digestAll(db: Db, verb: string, { onProgress }: MoveOptions): Promise<Digests> {
  const digests = new Map<MovedTable, Digest>();
  for (const table of TABLES) {
    const tell = (done: number) =>
      onProgress(`${verb} ${table}: ${done.toLocaleString('en')} rows…`);
    digests.set(table, await digestOf(db, table, tell));
  }
  return digests;
}

/** A move that was killed at its very end has left nothing to do. @throws {Error} of other data. */
async function refuseOthers(
  target: Connected,
  digests: Digests,
  options: MoveOptions,
): Promise<void> {
  const present = await digestAll(target.db, 'Comparing', options).catch(() => null);
  if ([...digests].every(([table, it]) => present?.get(table)?.checksum === it.checksum)) return;
  throw new Error(
    `The database ${target.name} holds data of its own, and a move overwrites nothing. Give --to an empty one.`,
  );
}

/** Goes on with an earlier move of the same data; of others, it begins anew. */
async function prepare(target: Connected, digests: Digests): Promise<void> {
  await refuseStrangers(target);
  const known = await readJournal(target.db);
  const isSame = ([table, { checksum }]: readonly [MovedTable, Digest]) =>
    known.some((it) => it.name === table && it.checksum === checksum);
  if (![...digests].every(isSame)) await beginAnew(target, digests);
}

async function copyAll(
  source: Source,
  target: Connected,
  { onProgress }: MoveOptions,
): Promise<void> {
  for (const { name, rows, copied, last } of await readJournal(target.db)) {
    let done = copied;
    if (done === rows) continue;
    for await (const batch of readRows(source.db, name, last)) {
      await store(target, name, batch);
      done += batch.length;
      const [some, all] = [done, rows].map((it) => it.toLocaleString('en'));
      onProgress(`Moving ${name}: ${some} of ${all} rows…`);
    }
  }
}

/** @throws {Error} when the rows of the databases differ, or the source has changed meanwhile. */
async function compare(source: Source, target: Connected, options: MoveOptions): Promise<void> {
  await refuseStrangers(target);
  const present = await digestAll(target.db, 'Comparing', options);
  for (const { name, rows, checksum } of await readJournal(target.db))
    if (present.get(name)?.rows !== rows || present.get(name)?.checksum !== checksum) {
      await distrust(target.db);
      throw new Error(
        `The table ${name} of ${target.name} differs from that of ${source.name}: something else wrote to it. Run this again: it begins anew.`,
      );
    }
  if (await source.hasChanged())
    throw new Error(
      `The database ${source.name} was written to while it was moved. Stop Paper Route, and run this again.`,
    );
}

function countsOf(digests: Digests): Record<MovedTable, number> {
  return Object.fromEntries([...digests].map(([table, { rows }]) => [table, rows])) as Record<
    MovedTable,
    number
  >;
}
