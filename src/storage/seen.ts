import type { Kysely } from 'kysely';
import type { SeenStore } from '../core/seen.ts';
import type { Schema } from './schema.ts';

export function createSeenStore(db: Kysely<Schema>): SeenStore {
  return {
    async note(key, at) {
      const noted = await db
        .insertInto('seen')
        .values({ key, seen_at: at.getTime() })
        .onConflict((it) => it.doNothing())
        .executeTakeFirst();
      return (noted.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    async forget(before) {
      await db.deleteFrom('seen').where('seen_at', '<', before.getTime()).execute();
    },
  };
}
