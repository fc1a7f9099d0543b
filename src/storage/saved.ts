import type { Kysely } from 'kysely';
import type { MemberAddress, SavedStore } from '../core/saved.ts';
import { parsePaper, toDate } from './json.ts';
import type { Schema } from './schema.ts';

export function createSavedStore(db: Kysely<Schema>): SavedStore {
  const listOf = ({ platform, workspace, userId }: MemberAddress) =>
    db.selectFrom('saved').where((it) => it.and({ platform, workspace, user_id: userId }));

  return {
    async save({ platform, workspace, userId }, paperId, now) {
      const added = await db
        .insertInto('saved')
        .values({
          platform,
          workspace,
          user_id: userId,
          paper_id: paperId,
          saved_at: now.getTime(),
        })
        .onConflict((it) => it.doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    async remove({ platform, workspace, userId }, paperId) {
      const removed = await db
        .deleteFrom('saved')
        .where((it) => it.and({ platform, workspace, user_id: userId, paper_id: paperId }))
        .executeTakeFirst();
      return removed.numDeletedRows > 0n;
    },

    async list(member, { limit, offset }) {
      const rows = await listOf(member)
        .innerJoin('papers', 'papers.id', 'saved.paper_id')
        .select(['paper_json', 'saved_at'])
        .orderBy('saved_at', 'desc')
        .orderBy('papers.id')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map((row) => ({
        paper: parsePaper(row.paper_json),
        savedAt: toDate(row.saved_at),
      }));
    },

    async count(member) {
      const row = await listOf(member)
        .select((it) => it.fn.countAll<number>().as('number'))
        .executeTakeFirstOrThrow();
      return Number(row.number);
    },
  };
}
