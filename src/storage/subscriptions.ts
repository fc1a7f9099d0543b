import type { Kysely, Selectable } from 'kysely';
import type { Subscription, SubscriptionStore } from '../core/subscription.ts';
import { toDate } from './json.ts';
import { cardedMatches } from './matches.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

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
      if (row) await signal(db, { kind: 'unsubscribed', id: row.id });
      return row?.id;
    },

    async removeById(channelId, id) {
      const row = await db
        .deleteFrom('subscriptions')
        .where('channel_id', '=', channelId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      if (row) await signal(db, { kind: 'unsubscribed', id: row.id });
      return row && toSubscription(row);
    },

    async listOf(channelId) {
      const rows = await subscriptions().where('channel_id', '=', channelId).execute();
      return rows.map(toSubscription);
    },

    async listAfter(id, limit) {
      const rows = await subscriptions().where('id', '>', id).limit(limit).execute();
      return rows.map(toSubscription);
    },

    async yieldsOf(channelId, ids, since) {
      if (ids.length === 0) return new Map();
      const rows = await cardedMatches(db)
        .select((it) => [
          'matches.subscription_id as id',
          it.fn
            .sum<number>(
              it.case().when('deliveries.created_at', '>=', since.getTime()).then(1).else(0).end(),
            )
            .as('posts'),
          it.fn.max('deliveries.created_at').as('last_at'),
        ])
        .where('matches.channel_id', '=', channelId)
        .where('matches.subscription_id', 'in', ids)
        .groupBy('matches.subscription_id')
        .execute();
      return new Map(
        rows.map((row) => [row.id, { posts: Number(row.posts), lastAt: toDate(row.last_at) }]),
      );
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
    createdBy: row.created_by,
    createdAt: toDate(row.created_at),
  };
}
