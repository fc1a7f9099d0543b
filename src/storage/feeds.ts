import type { Kysely } from 'kysely';
import type { FeedStore } from '../core/feed.ts';
import { toDate } from './json.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

export function createFeedStore(db: Kysely<Schema>): FeedStore {
  return {
    async add({ url, title, addedBy, addedAt }) {
      const added = await db
        .insertInto('feeds')
        .values({ url, title, added_by: addedBy, added_at: addedAt.getTime() })
        .onConflict((it) => it.doNothing())
        .executeTakeFirst();
      await signal(db, { kind: 'feeds' });
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    async remove(url) {
      const removed = await db.deleteFrom('feeds').where('url', '=', url).executeTakeFirst();
      await signal(db, { kind: 'feeds' });
      return removed.numDeletedRows > 0n;
    },

    async list() {
      const rows = await db.selectFrom('feeds').selectAll().orderBy('added_at').execute();
      return rows.map((row) => ({
        url: row.url,
        title: row.title,
        addedBy: row.added_by,
        addedAt: toDate(row.added_at),
      }));
    },
  };
}
