import type { Schema } from '../schema.ts';

/** paper_words differs between the databases: it is made anew, beside paper_numbers. */
export type MovedTable = Exclude<keyof Schema, 'paper_words'>;

/** The columns by which the rows of each table are told apart. A table stands after those it refers to. */
const KEYS: Readonly<Record<MovedTable, readonly string[]>> = {
  papers: ['id'],
  aliases: ['alias', 'paper_id'],
  listings: ['source', 'entry_id'],
  sources: ['name'],
  channels: ['id'],
  subscriptions: ['id'],
  deliveries: ['seq'],
  matches: ['channel_id', 'paper_id', 'subscription_id'],
  posts: ['channel_id', 'paper_id'],
  definitions: ['paper_id', 'short', 'long'],
  silences: ['source', 'channel_id'],
  saved: ['platform', 'workspace', 'user_id', 'paper_id'],
  feeds: ['url'],
  installations: ['platform', 'workspace'],
  summaries: ['paper_id', 'language'],
  spending: ['day'],
  seen: ['key'],
  paper_numbers: ['number'],
  readers: ['address'],
  mail_requests: ['key'],
};

export const TABLES = Object.keys(KEYS) as readonly MovedTable[];

/** The columns by which the rows of a table are told apart. */
export function keyOf(table: MovedTable): readonly string[] {
  return KEYS[table];
}

/** Columns that the database counts up. */
export const COUNTERS = [
  ['channels', 'id'],
  ['subscriptions', 'id'],
  ['deliveries', 'seq'],
  ['paper_numbers', 'number'],
] as const satisfies readonly (readonly [MovedTable, string])[];

/** A place among the rows of a table: the values of its key. */
export type Place = readonly (string | number)[];

/** What a table holds, in few words. */
export interface Digest {
  readonly rows: number;
  /** Over all columns of all rows, whatever their order; 64 hexadecimal digits. */
  readonly checksum: string;
}
