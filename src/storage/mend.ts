import type { Kysely } from 'kysely';
import { cleanListings, listOutdated } from './clean-texts.ts';
import { exclusively } from './locks.ts';
import { indexPapers, listUnindexed } from './paper-words.ts';
import type { Schema } from './schema.ts';

/** So many take about half a second, which is how long a process that runs already waits. */
const BATCH = 50;

/**
 * Brings what earlier versions stored to what this one would store, a batch at a time, each in a
 * transaction of its own: others write in between, and processes that start side by side do nothing twice.
 */
export async function mend(db: Kysely<Schema>): Promise<void> {
  await inBatches(db, await listUnindexed(db), indexPapers);
  await inBatches(db, await listOutdated(db), cleanListings);
}

async function inBatches<T>(
  db: Kysely<Schema>,
  all: readonly T[],
  work: (trx: Kysely<Schema>, batch: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < all.length; start += BATCH)
    await exclusively(db, (trx) => work(trx, all.slice(start, start + BATCH)));
}
