import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { ENGLISH } from '../core/language.ts';
import type { Paper, PaperId } from '../core/paper.ts';
import {
  type Budget,
  type Call,
  type CallOutcome,
  MOST_ATTEMPTS,
  type SummaryStore,
  type Wish,
} from '../core/summary/store.ts';
import { isoDay } from '../core/time.ts';
import { isPosting, languageOfChannel } from './channels.ts';
import { parsePaper } from './json.ts';
import { hasVotes, isNews } from './matches.ts';
import type { Schema } from './schema.ts';

/** SQLite takes 32,766 values in a statement. */
const IDS_AT_ONCE = 5_000;

/** The due time of a channel that gets papers at once: before all others. */
const AT_ONCE = 0;

export function createSummaryStore(db: Kysely<Schema>): SummaryStore {
  return {
    async textsOf(papers, language) {
      const texts = new Map<PaperId, string>();
      for (let start = 0; start < papers.length; start += IDS_AT_ONCE) {
        const rows = await db
          .selectFrom('summaries')
          .select(['paper_id', 'text'])
          .where('language', '=', language)
          .where('paper_id', 'in', papers.slice(start, start + IDS_AT_ONCE))
          .execute();
        for (const { paper_id, text } of rows) if (text !== null) texts.set(paper_id, text);
      }
      return texts;
    },

    async languages() {
      const rows = await db
        .selectFrom('channels')
        .select((it) => languageOfChannel(it).as('language'))
        .distinct()
        .orderBy('language')
        .execute();
      return rows.map((row) => row.language);
    },

    async wanted(wish) {
      const news = await idsOf(newsFor(db, wish).limit(wish.limit));
      const room = wish.limit - news.length;
      const posted = room > 0 ? await idsOf(postedFor(db, wish, news).limit(room)) : [];
      return papersOf(db, [...news, ...posted]);
    },

    async book(call, budget, now) {
      if (!(await spend(db, call.tokens, budget, now))) return false;
      const { paperId: paper_id, language, model } = call;
      const made_at = now.getTime();
      await db
        .insertInto('summaries')
        .values({ paper_id, language, model, attempts: 1, current: 0, made_at })
        .onConflict((it) =>
          it
            .columns(['paper_id', 'language'])
            .doUpdateSet((row) => ({ attempts: row('summaries.attempts', '+', 1), made_at })),
        )
        .execute();
      return true;
    },

    async settle(call, outcome, bookedAt, now) {
      await db
        .updateTable('spending')
        .set((it) => ({ tokens: it('tokens', '+', outcome.tokens - call.tokens) }))
        .where('day', '=', isoDay(bookedAt))
        .execute();
      await record(db, call, outcome, now);
    },

    async spentOn(now) {
      const row = await db
        .selectFrom('spending')
        .select(['calls', 'tokens'])
        .where('day', '=', isoDay(now))
        .executeTakeFirst();
      return { calls: Number(row?.calls ?? 0), tokens: Number(row?.tokens ?? 0) };
    },
  };
}

/** What was written of a paper is shown until something is written of its new title or abstract. */
export async function outdateSummaries(db: Kysely<Schema>, paper: PaperId): Promise<void> {
  await db
    .updateTable('summaries')
    .set({ current: 0, attempts: 0, reason: null })
    .where('paper_id', '=', paper)
    .execute();
}

/** Written, asked for often enough, or just now. */
function done(it: ExpressionBuilder<Schema, 'papers'>, { language, askedBefore }: Wish) {
  return it
    .selectFrom('summaries')
    .select('summaries.paper_id')
    .whereRef('summaries.paper_id', '=', 'papers.id')
    .where('summaries.language', '=', language)
    .where((row) =>
      row.or([
        row('summaries.current', '=', 1),
        row('summaries.attempts', '>=', MOST_ATTEMPTS),
        row.and([
          row('summaries.attempts', '>', 0),
          row('summaries.made_at', '>', askedBefore.getTime()),
        ]),
      ]),
    );
}

/** Papers that lack a summary and may get one. */
function lacking(it: ExpressionBuilder<Schema, 'papers'>, wish: Wish) {
  const conditions = [
    it('papers.listed_at', '>=', wish.listedSince.getTime()),
    it.not(it.exists(done(it, wish))),
  ];
  return it.and(
    wish.language === ENGLISH ? [...conditions, it('papers.own_summary', '=', 0)] : conditions,
  );
}

/** Those that are news in channels of a language: what the first of them gets soonest comes first. */
function newsFor(db: Kysely<Schema>, wish: Wish) {
  return db
    .selectFrom('matches')
    .innerJoin('channels', 'channels.id', 'matches.channel_id')
    .innerJoin('papers', 'papers.id', 'matches.paper_id')
    .select('papers.id')
    .where((it) => lacking(it, wish))
    .where((it) => isNews(it))
    .where(languageOfChannel, '=', wish.language)
    .where((it) => isPosting(it, wish.now))
    .where((it) => hasVotes(it))
    .groupBy('papers.id')
    .orderBy((it) => it.fn.min(it.fn.coalesce('channels.next_digest_at', sql.lit(AT_ONCE))))
    .orderBy('papers.upvotes', 'desc')
    .orderBy('papers.id');
}

/** Those that were posted lately as a card in channels of a language, apart from some. */
function postedFor(db: Kysely<Schema>, wish: Wish, others: readonly PaperId[]) {
  return db
    .selectFrom('papers')
    .select('papers.id')
    .where((it) => lacking(it, wish))
    .where((it) => it.exists(postedIn(it, wish)))
    .where('papers.id', 'not in', others)
    .orderBy('papers.upvotes', 'desc')
    .orderBy('papers.id');
}

async function idsOf(rows: { execute(): Promise<{ id: PaperId }[]> }): Promise<PaperId[]> {
  return (await rows.execute()).map(({ id }) => id);
}

/** In the order of the ids. */
async function papersOf(db: Kysely<Schema>, ids: readonly PaperId[]): Promise<Paper[]> {
  const rows = await db
    .selectFrom('papers')
    .select(['id', 'paper_json'])
    .where('id', 'in', ids)
    .execute();
  const papers = new Map(rows.map((row) => [row.id, parsePaper(row.paper_json)]));
  return ids.flatMap((id) => papers.get(id) ?? []);
}

/** Channels of a language where a paper was posted lately as a card. */
function postedIn(it: ExpressionBuilder<Schema, 'papers'>, { language, postedSince }: Wish) {
  return it
    .selectFrom('posts')
    .innerJoin('channels', 'channels.id', 'posts.channel_id')
    .innerJoin('deliveries', (join) =>
      join
        .onRef('deliveries.id', '=', 'posts.delivery_id')
        .onRef('deliveries.channel_id', '=', 'channels.id'),
    )
    .select('channels.id')
    .whereRef('posts.paper_id', '=', 'papers.id')
    .where(languageOfChannel, '=', language)
    .where('posts.carded', '=', 1)
    .where('deliveries.created_at', '>=', postedSince.getTime());
}

/** One statement checks the budget and takes from it, so that two processes can't both take the last of it. */
async function spend(
  db: Kysely<Schema>,
  tokens: number,
  budget: Budget,
  now: Date,
): Promise<boolean> {
  const day = isoDay(now);
  await db
    .insertInto('spending')
    .values({ day, calls: 0, tokens: 0 })
    .onConflict((it) => it.doNothing())
    .execute();
  const { numUpdatedRows } = await db
    .updateTable('spending')
    .set((it) => ({ calls: it('calls', '+', 1), tokens: it('tokens', '+', tokens) }))
    .where('day', '=', day)
    .where('calls', '<', budget.calls)
    .where('tokens', '<=', budget.tokens - tokens)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function record(
  db: Kysely<Schema>,
  { paperId, language, model }: Call,
  outcome: CallOutcome,
  now: Date,
): Promise<void> {
  const update = db
    .updateTable('summaries')
    .where('paper_id', '=', paperId)
    .where('language', '=', language);
  if (outcome.kind === 'failed')
    await update
      .set((it) => ({ attempts: it('attempts', '-', 1) }))
      .where('attempts', '>', 0)
      .execute();
  else if (outcome.kind === 'refused') await update.set({ reason: outcome.reason }).execute();
  else {
    const made = { text: outcome.text, model, current: 1, reason: null, made_at: now.getTime() };
    await update.set(made).execute();
  }
}
