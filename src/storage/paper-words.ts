import type { Kysely } from 'kysely';
import { analysePaper } from '../core/matching/analysed-paper.ts';
import { searchWords } from '../core/matching/search.ts';
import type { Paper, PaperId } from '../core/paper.ts';
import type { Search } from '../core/search.ts';
import { parsePaper } from './json.ts';
import type { Schema } from './schema.ts';
import { holdsWords, insertWords } from './word-index.ts';

/** Puts a paper into the full-text index, in place of what was there. */
export async function indexPaper(db: Kysely<Schema>, paper: Paper): Promise<void> {
  const rowid = await numberOf(db, paper.id);
  await db.deleteFrom('paper_words').where('rowid', '=', rowid).execute();
  await insertWords(db, [{ rowid, words: searchWords(analysePaper(paper)) }]);
}

/** The papers that were stored by a version without the full-text index. */
export async function listUnindexed(db: Kysely<Schema>): Promise<PaperId[]> {
  const rows = await unindexed(db).select('id').execute();
  return rows.map((it) => it.id);
}

/** Indexes those of these papers that still are not. */
export async function indexPapers(db: Kysely<Schema>, ids: readonly PaperId[]): Promise<void> {
  const rows = await unindexed(db).select('paper_json').where('id', 'in', ids).execute();
  for (const row of rows) await indexPaper(db, parsePaper(row.paper_json));
}

function unindexed(db: Kysely<Schema>) {
  return db
    .selectFrom('papers')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('paper_numbers').select('number').whereRef('paper_id', '=', 'papers.id')),
      ),
    );
}

/** Puts papers that have their numbers, but no words yet, into the full-text index. */
export async function indexNumbered(db: Kysely<Schema>, numbers: readonly number[]): Promise<void> {
  const rows = await db
    .selectFrom('paper_numbers')
    .innerJoin('papers', 'papers.id', 'paper_numbers.paper_id')
    .select(['number as rowid', 'paper_json'])
    .where('number', 'in', numbers)
    .execute();
  const words = rows.map(({ rowid, paper_json }) => ({
    rowid,
    words: searchWords(analysePaper(parsePaper(paper_json))),
  }));
  if (words.length > 0) await insertWords(db, words);
}

/** Takes a paper out of the full-text index. */
export async function unindexPaper(db: Kysely<Schema>, id: PaperId): Promise<void> {
  const rowid = await numberOf(db, id);
  await db.deleteFrom('paper_words').where('rowid', '=', rowid).execute();
  await db.deleteFrom('paper_numbers').where('paper_id', '=', id).execute();
}

/** The ids of the papers that a search finds, as a subquery. */
export function foundBy(db: Kysely<Schema>, search: Search) {
  return db
    .selectFrom('paper_words')
    .innerJoin('paper_numbers', 'paper_numbers.number', 'paper_words.rowid')
    .select('paper_numbers.paper_id')
    .where(holdsWords(db, search));
}

async function numberOf(db: Kysely<Schema>, paperId: PaperId): Promise<number> {
  await db
    .insertInto('paper_numbers')
    .values({ paper_id: paperId })
    .onConflict((it) => it.doNothing())
    .execute();
  const row = await db
    .selectFrom('paper_numbers')
    .select('number')
    .where('paper_id', '=', paperId)
    .executeTakeFirstOrThrow();
  return row.number;
}
