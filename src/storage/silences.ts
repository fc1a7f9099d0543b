import type { ExpressionBuilder, Kysely } from 'kysely';
import type { SilenceStore } from '../core/silence.ts';
import { DAY_MS } from '../core/time.ts';
import { toDate } from './json.ts';
import type { Schema } from './schema.ts';

/** What was listed longer ago is no news; so only a month of the archive is looked at. */
const NEWS_MS = 30 * DAY_MS;

export function createSilenceStore(db: Kysely<Schema>): SilenceStore {
  /** The channels that want to be told, and can be. */
  const listeners = () =>
    db.selectFrom('channels').where('notices', '=', 1).where('paused_reason', 'is', null);

  return {
    async readersOf(source, since) {
      const rows = await listeners()
        .innerJoin('matches', 'matches.channel_id', 'channels.id')
        .innerJoin('papers', 'papers.id', 'matches.paper_id')
        .select('channels.id')
        .distinct()
        .where('papers.listed_at', '>=', since.getTime())
        .where((it) => it.exists(listingsBy(it, [source])))
        .orderBy('channels.id')
        .execute();
      return rows.map((row) => row.id);
    },

    async sourceQueries() {
      const rows = await listeners()
        .innerJoin('subscriptions', 'subscriptions.channel_id', 'channels.id')
        .select(['channels.id', 'query'])
        .where('query', 'like', '%source:%')
        .orderBy('subscriptions.id')
        .execute();
      return rows.map(({ id, query }) => ({ channelId: id, query }));
    },

    async list() {
      const rows = await db
        .selectFrom('silences')
        .selectAll()
        .orderBy('channel_id')
        .orderBy('source')
        .execute();
      return rows.map((row) => ({
        source: row.source,
        channelId: row.channel_id,
        at: toDate(row.told_at),
      }));
    },

    async add(channelId, sources, now) {
      const rows = sources.map((source) => ({
        source,
        channel_id: channelId,
        told_at: now.getTime(),
      }));
      const added = await db
        .insertInto('silences')
        .values(rows)
        .onConflict((it) => it.doNothing())
        .returning('source')
        .execute();
      return added.map((row) => row.source);
    },

    async remove(channelId, sources) {
      const removed = await db
        .deleteFrom('silences')
        .where('channel_id', '=', channelId)
        .where('source', 'in', sources)
        .returning('source')
        .execute();
      return removed.map((row) => row.source);
    },

    async papersSince(sources, since) {
      const row = await db
        .selectFrom('papers')
        .select((it) => it.fn.countAll<number>().as('number'))
        .where('papers.listed_at', '>=', since.getTime() - NEWS_MS)
        .where((it) =>
          it.exists(listingsBy(it, sources).where('listings.seen_at', '>=', since.getTime())),
        )
        .executeTakeFirstOrThrow();
      return Number(row.number);
    },
  };
}

/** The listings of a paper by sources. */
function listingsBy(it: ExpressionBuilder<Schema, 'papers'>, sources: readonly string[]) {
  return it
    .selectFrom('listings')
    .select('listings.paper_id')
    .whereRef('listings.paper_id', '=', 'papers.id')
    .where('listings.source', 'in', sources);
}
