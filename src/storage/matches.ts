import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Match, MatchStore, News, Reason } from '../core/match.ts';
import type { PaperId } from '../core/paper.ts';
import { fromJson, parsePaper } from './json.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

export function createMatchStore(db: Kysely<Schema>): MatchStore {
  const matchesOf = (channelId: number) =>
    db
      .selectFrom('matches')
      .innerJoin('papers', 'papers.id', 'matches.paper_id')
      .innerJoin('subscriptions', 'subscriptions.id', 'matches.subscription_id')
      .select(['papers.id', 'papers.paper_json', 'subscriptions.query', 'matches.evidence_json'])
      .where('matches.channel_id', '=', channelId)
      .orderBy('subscriptions.id');

  const unposted = (channelId: number) =>
    db
      .deleteFrom('matches')
      .where('channel_id', '=', channelId)
      .where('news', '=', NEWS)
      .where('paper_id', 'not in', (it) =>
        it.selectFrom('posts').select('posts.paper_id').where('posts.channel_id', '=', channelId),
      );

  return {
    async add(matches, now) {
      for (let start = 0; start < matches.length; start += ROWS_AT_ONCE)
        await addRows(db, matches.slice(start, start + ROWS_AT_ONCE), now);
      if (matches.length > 0) await signal(db, { kind: 'compose' });
    },

    async newsOf(channelId) {
      const rows = await matchesOf(channelId)
        .innerJoin('channels', 'channels.id', 'matches.channel_id')
        .where((it) => hasVotes(it))
        .where((it) => isNews(it))
        .execute();
      return groupByPaper(rows);
    },

    async drop(channelId, papers) {
      if (papers.length > 0) await unposted(channelId).where('paper_id', 'in', papers).execute();
    },

    async dropOlder(channelId, moment) {
      await unposted(channelId)
        .where('paper_id', 'in', (it) =>
          it
            .selectFrom('papers')
            .select('papers.id')
            .where('papers.listed_at', '<', moment.getTime()),
        )
        .execute();
    },

    async matchOf(channelId, paperId) {
      const rows = await matchesOf(channelId).where('papers.id', '=', paperId).execute();
      return groupByPaper(rows)[0];
    },

    async matchedSince(channelId, since) {
      const rows = await matchesOf(channelId)
        .where('papers.listed_at', '>=', since.getTime())
        .execute();
      return groupByPaper(rows);
    },
  };
}

/** Written into the statement: a partial index serves a value that is given with it only on PostgreSQL. */
const NEWS = sql.lit(1);

/** A match whose paper was never posted in its channel; the first condition is what an index serves. */
export function isNews(it: ExpressionBuilder<Pick<Schema, 'matches' | 'posts'>, 'matches'>) {
  const posted = it
    .selectFrom('posts')
    .select('posts.paper_id')
    .whereRef('posts.channel_id', '=', 'matches.channel_id')
    .whereRef('posts.paper_id', '=', 'matches.paper_id');
  return it.and([it('matches.news', '=', NEWS), it.not(it.exists(posted))]);
}

/** Papers that were posted in a channel are no longer news there. */
export async function markPosted(
  db: Kysely<Schema>,
  channelId: number,
  papers: readonly PaperId[],
): Promise<void> {
  if (papers.length === 0) return;
  await db
    .updateTable('matches')
    .set({ news: 0 })
    .where('channel_id', '=', channelId)
    .where('paper_id', 'in', papers)
    .execute();
}

/** A paper has the upvotes that its channel asks for. */
export function hasVotes(
  it: ExpressionBuilder<Pick<Schema, 'papers' | 'channels'>, 'papers' | 'channels'>,
) {
  return it.or([
    it('channels.min_upvotes', 'is', null),
    it('papers.upvotes', '>=', it.ref('channels.min_upvotes')),
  ]);
}

/** SQLite takes 32,766 values in a statement, PostgreSQL 65,535; a row has five. */
const ROWS_AT_ONCE = 5_000;

async function addRows(db: Kysely<Schema>, matches: readonly Match[], now: Date): Promise<void> {
  const rows = matches.map((match) => ({
    subscription_id: match.subscriptionId,
    channel_id: match.channelId,
    paper_id: match.paperId,
    evidence_json: JSON.stringify(match.evidence),
    created_at: now.getTime(),
  }));
  const existing = await existingSubscriptions(db, rows);
  const kept = rows.filter((row) => existing.has(row.subscription_id));
  if (kept.length === 0) return;
  await db
    .insertInto('matches')
    .values(kept)
    .onConflict((it) => it.doNothing())
    .execute();
}

/** Another process may have removed a subscription that this one still knows. */
async function existingSubscriptions(
  db: Kysely<Schema>,
  rows: readonly { readonly subscription_id: number }[],
): Promise<Set<number>> {
  const ids = [...new Set(rows.map((row) => row.subscription_id))];
  const found = await db.selectFrom('subscriptions').select('id').where('id', 'in', ids).execute();
  return new Set(found.map((row) => row.id));
}

interface MatchRow {
  readonly id: string;
  readonly paper_json: string;
  readonly query: string;
  readonly evidence_json: string;
}

function groupByPaper(rows: readonly MatchRow[]): News[] {
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap(([first, ...others]) =>
    first
      ? [{ paper: parsePaper(first.paper_json), reasons: [first, ...others].map(toReason) }]
      : [],
  );
}

function toReason(row: MatchRow): Reason {
  return { query: row.query, evidence: fromJson(row.evidence_json) };
}

/** Matches whose papers stand as cards in a post, with its delivery. */
export function cardedMatches(db: Kysely<Schema>) {
  return db
    .selectFrom('matches')
    .innerJoin('posts', (join) =>
      join
        .onRef('posts.channel_id', '=', 'matches.channel_id')
        .onRef('posts.paper_id', '=', 'matches.paper_id'),
    )
    .innerJoin('deliveries', 'deliveries.id', 'posts.delivery_id')
    .where('posts.carded', '=', 1);
}
