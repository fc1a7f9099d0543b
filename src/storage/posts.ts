import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { PaperId } from '../core/paper.ts';
import type { PostStore } from '../core/post.ts';
import { languageOfChannel } from './channels.ts';
import { fromJson, parsePaper, toDate } from './json.ts';
import { markPosted } from './matches.ts';
import { newDelivery } from './outbox.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

/** SQLite takes 32,766 values in a statement. */
const IDS_AT_ONCE = 5_000;

export function createPostStore(db: Kysely<Schema>): PostStore {
  const postsOf = (channelId: number) =>
    db
      .selectFrom('posts')
      .innerJoin('deliveries', 'deliveries.id', 'posts.delivery_id')
      .where('posts.channel_id', '=', channelId)
      .where('deliveries.channel_id', '=', channelId);

  const countedSince = (channelId: number, since: Date) =>
    postsOf(channelId)
      .where('carded', '=', 0)
      .where('deliveries.created_at', '>=', since.getTime());

  const cardsFor = (paperId: PaperId) =>
    db
      .selectFrom('posts')
      .select('delivery_id')
      .where('paper_id', '=', paperId)
      .where('carded', '=', 1);

  const mark = (
    posted: SelectQueryBuilder<Schema, 'posts', { delivery_id: string }>,
    since: Date,
  ) =>
    db
      .updateTable('deliveries')
      .set({ changed: 1 })
      .where('id', 'in', posted)
      .where('created_at', '>=', since.getTime())
      .execute();

  return {
    async find(channelId, paperId) {
      const row = await postsOf(channelId)
        .select(['state', 'settled_at', 'deliveries.created_at', 'reason', 'carded'])
        .where('paper_id', '=', paperId)
        .executeTakeFirst();
      if (!row) return undefined;
      const at = toDate(row.settled_at ?? row.created_at);
      return { state: row.state, at, reason: row.reason, carded: row.carded === 1 };
    },

    async countChannels(paperId) {
      const row = await db
        .selectFrom('posts')
        .innerJoin('deliveries', 'deliveries.id', 'posts.delivery_id')
        .select((it) => it.fn.countAll<number>().as('number'))
        .where('paper_id', '=', paperId)
        .where('carded', '=', 1)
        .where('state', '=', 'sent')
        .executeTakeFirstOrThrow();
      return Number(row.number);
    },

    async knownAmong(channelId, papers) {
      const known = new Set<string>();
      for (let start = 0; start < papers.length; start += IDS_AT_ONCE) {
        const rows = await db
          .selectFrom('posts')
          .select('paper_id')
          .where('channel_id', '=', channelId)
          .where('paper_id', 'in', papers.slice(start, start + IDS_AT_ONCE))
          .execute();
        for (const row of rows) known.add(row.paper_id);
      }
      return known;
    },

    async cardsSince(channelId, since) {
      const row = await postsOf(channelId)
        .select((it) => it.fn.countAll<number>().as('number'))
        .where('carded', '=', 1)
        .where('deliveries.created_at', '>=', since.getTime())
        .executeTakeFirstOrThrow();
      return Number(row.number);
    },

    async moreBetween(channelId, since, until) {
      const rows = await countedSince(channelId, since)
        .where('deliveries.created_at', '<=', until.getTime())
        .innerJoin('papers', 'papers.id', 'posts.paper_id')
        .select('paper_json')
        .orderBy('seq')
        .execute();
      return rows.map((row) => parsePaper(row.paper_json));
    },

    async lastWithMore(channelId, since) {
      const row = await countedSince(channelId, since)
        .select('delivery_id')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.delivery_id;
    },

    async addMore(channelId, delivery, papers) {
      const rows = papers.map((paper_id) => ({
        channel_id: channelId,
        paper_id,
        delivery_id: delivery,
        carded: 0,
      }));
      if (rows.length === 0) return;
      await db.insertInto('posts').values(rows).execute();
      await markPosted(db, channelId, papers);
    },

    async markChanged(paperId, since, channelId) {
      const posted = cardsFor(paperId).$if(channelId !== undefined, (it) =>
        it.where('channel_id', '=', channelId ?? 0),
      );
      await mark(posted, since);
    },

    async markSummarised(paperId, language, since) {
      const posted = cardsFor(paperId)
        .innerJoin('channels', 'channels.id', 'posts.channel_id')
        .where(languageOfChannel, '=', language);
      await mark(posted, since);
    },

    async listChanged(limit) {
      const rows = await db
        .selectFrom('deliveries')
        .select(['id', 'channel_id'])
        .select((it) => it.fn.coalesce(latestEdit(it), 'message_json').as('message_json'))
        .where('changed', '=', 1)
        .where('state', '=', 'sent')
        .orderBy('seq')
        .limit(limit)
        .execute();
      return Promise.all(
        rows.map(async (row) => ({
          delivery: row.id,
          channelId: row.channel_id,
          message: fromJson(row.message_json),
          papers: await cardsOf(db, row.id),
        })),
      );
    },

    async edit(id, { delivery, channelId }, message, now) {
      await db.updateTable('deliveries').set({ changed: 0 }).where('id', '=', delivery).execute();
      if (message === null) return;
      const queued = newDelivery(id, channelId, message, now);
      const replaced = await db
        .updateTable('deliveries')
        .set({ message_json: queued.message_json })
        .where('edits', '=', delivery)
        .where(sql<boolean>`case state when 'pending' then 1 end = 1`)
        .executeTakeFirst();
      if (replaced.numUpdatedRows > 0n) return;
      await db
        .insertInto('deliveries')
        .values({ ...queued, edits: delivery })
        .execute();
      await signal(db, { kind: 'deliver' });
    },
  };
}

/** What the message of a delivery was last changed to, as far as that did not fail. */
function latestEdit(it: ExpressionBuilder<Schema, 'deliveries'>) {
  return it
    .selectFrom('deliveries as later')
    .select('later.message_json')
    .whereRef('later.edits', '=', 'deliveries.id')
    .where('later.state', '!=', 'failed')
    .orderBy('later.seq', 'desc')
    .limit(1);
}

/** The papers of a delivery's cards, at their places. */
async function cardsOf(db: Kysely<Schema>, delivery: string): Promise<(string | undefined)[]> {
  const rows = await db
    .selectFrom('posts')
    .select(['paper_id', 'place'])
    .where('delivery_id', '=', delivery)
    .where('carded', '=', 1)
    .execute();
  const papers: (string | undefined)[] = [];
  for (const { paper_id, place } of rows) papers[place] = paper_id;
  return papers;
}
