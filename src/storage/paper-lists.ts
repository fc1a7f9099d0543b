import type { Kysely } from 'kysely';
import type { Listing, PaperId } from '../core/paper.ts';
import type { PaperLists, Period } from '../core/paper-lists.ts';
import type { Search } from '../core/search.ts';
import { fromJson, parsePaper } from './json.ts';
import { foundBy } from './paper-words.ts';
import type { Schema } from './schema.ts';

/** The papers listed since a moment, of a search if there is one; the latest first. */
export function latestFirst(db: Kysely<Schema>, since: Date, search: Search | null) {
  return db
    .selectFrom('papers')
    .where('listed_at', '>=', since.getTime())
    .$if(search !== null, (it) => (search ? it.where('id', 'in', foundBy(db, search)) : it))
    .orderBy('listed_at', 'desc')
    .orderBy('upvotes', 'desc')
    .orderBy('id');
}

/** Lists are cut by the index papers_lists alone; only what they give is read as a whole. */
export function createPaperLists(db: Kysely<Schema>): PaperLists {
  const listedIn = ({ since, until }: Period) =>
    db
      .selectFrom('papers')
      .where('listed_at', '>=', since.getTime())
      .where('listed_at', '<', until.getTime());

  async function get(ids: readonly PaperId[]) {
    if (ids.length === 0) return [];
    const rows = await db
      .selectFrom('papers')
      .select(['id', 'paper_json'])
      .where('id', 'in', ids)
      .execute();
    const byId = new Map(rows.map((row) => [row.id, row.paper_json]));
    return ids.flatMap((id) => {
      const json = byId.get(id);
      return json === undefined ? [] : [parsePaper(json)];
    });
  }

  return {
    get,

    async mostUpvoted(period, limit, skip = 0) {
      const rows = await listedIn(period)
        .select('id')
        .orderBy('upvotes', 'desc')
        .orderBy('listed_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(skip)
        .execute();
      return get(rows.map((row) => row.id));
    },

    async countListed(period) {
      const row = await listedIn(period)
        .select((it) => it.fn.countAll<number>().as('number'))
        .executeTakeFirstOrThrow();
      return Number(row.number);
    },

    async latestBefore(moment) {
      const row = await db
        .selectFrom('papers')
        .select((it) => it.fn.max('listed_at').as('listed_at'))
        .where('listed_at', '<', moment.getTime())
        .executeTakeFirst();
      return row?.listed_at ? new Date(row.listed_at) : undefined;
    },

    async namesSince(since, search, limit) {
      const rows = await latestFirst(db, since, search)
        .select('id')
        .$if(limit !== undefined, (it) => it.limit(limit ?? 0))
        .execute();
      return rows.map((row) => row.id);
    },

    async listingsOf(id) {
      const rows = await db
        .selectFrom('listings')
        .select(['source', 'listing_json'])
        .where('paper_id', '=', id)
        .orderBy('seen_at')
        .orderBy('source')
        .execute();
      return rows.map(({ source, listing_json }) => {
        const { url, listedAt } = fromJson<Listing>(listing_json, ['listedAt']);
        return { source, url, listedAt };
      });
    },
  };
}
