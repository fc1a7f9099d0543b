import type { Kysely } from 'kysely';
import type { AbbreviationStore } from '../core/matching/abbreviations.ts';
import type { Schema } from './schema.ts';

export function createAbbreviationStore(db: Kysely<Schema>): AbbreviationStore {
  return {
    async add(paperId, forms) {
      if (forms.length === 0) return [];
      return db
        .insertInto('definitions')
        .values(forms.map((form) => ({ paper_id: paperId, ...form })))
        .onConflict((it) => it.doNothing())
        .returning(['short', 'long'])
        .execute();
    },

    async list() {
      const rows = await db
        .selectFrom('definitions')
        .select((it) => ['short', 'long', it.fn.countAll<number>().as('papers')])
        .groupBy(['short', 'long'])
        .execute();
      return rows.map((row) => ({ ...row, papers: Number(row.papers) }));
    },
  };
}
