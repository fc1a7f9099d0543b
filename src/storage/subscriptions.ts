import type { Kysely, Selectable } from 'kysely';
import type { Subscription, SubscriptionStore } from '../core/subscription.ts';
import { toDate } from './json.ts';
import type { Schema } from './schema.ts';

export function createSubscriptionStore(db: Kysely<Schema>): SubscriptionStore {
  const subscriptions = () => db.selectFrom('subscriptions').selectAll().orderBy('id');

  return {
    async add(subscription) {
      const row = await db
        .insertInto('subscriptions')
        .values({
          channel_id: subscription.channelId,
          query: subscription.query,
          query_key: subscription.key,
          since: subscription.since.getTime(),
          created_by: subscription.createdBy,
          created_at: subscription.createdAt.getTime(),
        })
        .onConflict((it) => it.columns(['channel_id', 'query_key']).doNothing())
        .returningAll()
        .executeTakeFirst();
      return row && toSubscription(row);
    },

    async remove(channelId, key) {
      const row = await db
        .deleteFrom('subscriptions')
        .where('channel_id', '=', channelId)
        .where('query_key', '=', key)
        .returning('id')
        .executeTakeFirst();
      return row?.id;
    },

    async listOf(channelId) {
      const rows = await subscriptions().where('channel_id', '=', channelId).execute();
      return rows.map(toSubscription);
    },

    async listAfter(id, limit) {
      const rows = await subscriptions().where('id', '>', id).limit(limit).execute();
      return rows.map(toSubscription);
    },

    async list() {
      return (await subscriptions().execute()).map(toSubscription);
    },
  };
}

function toSubscription(row: Selectable<Schema['subscriptions']>): Subscription {
  return {
    id: row.id,
    channelId: row.channel_id,
    query: row.query,
    since: toDate(row.since),
  };
}
