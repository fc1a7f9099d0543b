import type { Kysely, Selectable } from 'kysely';
import { EMAIL, type MailRequest, type Reader, type ReaderStore } from '../core/reader.ts';
import { fromJson, toDate } from './json.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

export function createReaderStore(db: Kysely<Schema>): ReaderStore {
  const readers = () =>
    db
      .selectFrom('readers')
      .leftJoin('channels', (join) =>
        join
          .onRef('channels.channel', '=', 'readers.address')
          .on('channels.platform', '=', EMAIL)
          .on('channels.workspace', '=', ''),
      )
      .select(['readers.address', 'token', 'confirmed_at', 'paused_reason'])
      .orderBy('readers.address');

  return {
    async addRequest({ key, address, queries, schedule, requestedAt }) {
      await db
        .insertInto('mail_requests')
        .values({
          key,
          address,
          queries_json: JSON.stringify(queries),
          schedule_json: JSON.stringify(schedule),
          requested_at: requestedAt.getTime(),
        })
        .execute();
    },

    async countRequests(since, address) {
      const { number } = await db
        .selectFrom('mail_requests')
        .select((it) => it.fn.countAll<number>().as('number'))
        .where('requested_at', '>=', since.getTime())
        .$if(address !== undefined, (it) => it.where('address', '=', address ?? ''))
        .executeTakeFirstOrThrow();
      return Number(number);
    },

    async findRequest(key, since) {
      const row = await db
        .selectFrom('mail_requests')
        .selectAll()
        .where('key', '=', key)
        .where('requested_at', '>=', since.getTime())
        .executeTakeFirst();
      return row && toRequest(row);
    },

    async removeRequest(key) {
      await db.deleteFrom('mail_requests').where('key', '=', key).execute();
    },

    async forgetRequests(before) {
      await db.deleteFrom('mail_requests').where('requested_at', '<', before.getTime()).execute();
    },

    async add(address, token, now) {
      await db
        .insertInto('readers')
        .values({ address, token, confirmed_at: now.getTime() })
        .onConflict((it) => it.column('address').doNothing())
        .execute();
    },

    async find(address) {
      const row = await readers().where('readers.address', '=', address).executeTakeFirst();
      return row && toReader(row);
    },

    async findByToken(token) {
      const row = await readers().where('token', '=', token).executeTakeFirst();
      return row && toReader(row);
    },

    async list() {
      return (await readers().execute()).map(toReader);
    },

    async channelOf(delivery) {
      return db
        .selectFrom('deliveries')
        .innerJoin('channels', 'channels.id', 'deliveries.channel_id')
        .select(['platform', 'workspace', 'channel'])
        .where('deliveries.id', '=', delivery)
        .where('platform', '=', EMAIL)
        .executeTakeFirst();
    },

    async erase(address) {
      const channel = await db
        .selectFrom('channels')
        .select('id')
        .where((it) => it.and({ platform: EMAIL, workspace: '', channel: address }))
        .executeTakeFirst();
      if (channel) await eraseChannel(db, channel.id);
      await db.deleteFrom('mail_requests').where('address', '=', address).execute();
      await db.deleteFrom('readers').where('address', '=', address).execute();
    },
  };
}

/** A table stands before those it refers to. */
const OF_CHANNEL = ['posts', 'matches', 'deliveries', 'silences'] as const;

async function eraseChannel(db: Kysely<Schema>, id: number): Promise<void> {
  for (const table of OF_CHANNEL) await db.deleteFrom(table).where('channel_id', '=', id).execute();
  const gone = await db
    .deleteFrom('subscriptions')
    .where('channel_id', '=', id)
    .returning('id')
    .execute();
  for (const subscription of gone) await signal(db, { kind: 'unsubscribed', id: subscription.id });
  await db.deleteFrom('channels').where('id', '=', id).execute();
}

function toReader(row: {
  address: string;
  token: string;
  confirmed_at: number;
  paused_reason: string | null;
}): Reader {
  return {
    address: row.address,
    token: row.token,
    confirmedAt: toDate(row.confirmed_at),
    pausedReason: row.paused_reason,
  };
}

function toRequest(row: Selectable<Schema['mail_requests']>): MailRequest {
  return {
    key: row.key,
    address: row.address,
    queries: fromJson(row.queries_json),
    schedule: fromJson(row.schedule_json),
    requestedAt: toDate(row.requested_at),
  };
}
