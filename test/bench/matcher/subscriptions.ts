import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { MatchablePaper } from '../../../src/core/matching/analysed-paper.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { makeBooleans, makeKeywords } from './queries.ts';
import type { Random } from './random.ts';

const SINCE = Date.UTC(2026, 10, 23);
/** As many channels as the most popular query needs, since a channel has it once. */
const CHANNELS = 100_000;

/** Half words and phrases, half boolean queries, the one as popular as the other. */
export function makeQueries(
  papers: readonly MatchablePaper[],
  count: number,
  random: Random,
): string[] {
  const booleans = makeBooleans(papers, count / 2, random);
  const keywords = makeKeywords(papers, count / 2, random).map((it) => `"${it}"`);
  return booleans.flatMap((query, place) => [query, keywords[place] ?? query]);
}

/** How many subscriptions each query has: the first is twice as popular as the second. */
export function popularity(queries: number, subscriptions: number, random: Random): number[] {
  const counts = new Array<number>(queries).fill(0);
  for (let drawn = 0; drawn < subscriptions; drawn++) {
    const query = random.zipf(queries);
    counts[query] = (counts[query] ?? 0) + 1;
  }
  return counts;
}

/**
 * Writes a database with subscriptions as the program stores them, in a folder of its own.
 * @returns its address, and what takes it away again.
 */
export async function writeDatabase(queries: readonly string[], counts: readonly number[]) {
  const folder = await mkdtemp(join(tmpdir(), 'paper-route-bench-'));
  const file = join(folder, 'bench.db');
  await (await openStorage(`sqlite:${file}`)).close();
  const database = new Database(file);
  database.pragma('synchronous = OFF');
  database.transaction(() => insertAll(database, queries, counts))();
  database.close();
  return { url: `sqlite:${file}`, remove: () => rm(folder, { recursive: true }) };
}

function insertAll(
  database: Database.Database,
  queries: readonly string[],
  counts: readonly number[],
): void {
  const channel = database.prepare(
    "insert into channels (id, platform, workspace, channel, schedule_json, created_at) values (?, 'slack', 'T1', ?, '{}', 0)",
  );
  for (let id = 1; id <= CHANNELS; id++) channel.run(id, `C${id}`);
  const subscription = database.prepare(
    `insert into subscriptions (channel_id, query, query_key, since, created_by, created_at) values (?, ?, ?, ${SINCE}, 'U1', 0)`,
  );
  let next = 0;
  for (const [place, query] of queries.entries())
    for (let count = counts[place] ?? 0; count > 0; count--)
      subscription.run((next++ % CHANNELS) + 1, query, query);
}
