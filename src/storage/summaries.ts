import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { ENGLISH } from '../core/language.ts';
import type { PaperId } from '../core/paper.ts';
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
import { hasVotes } from './matches.ts';
import type { Schema } from './schema.ts';

/** SQLite takes 32,766 values in a statement. */
const IDS_AT_ONCE = 5_000;

/** The due time of what no digest will bring, as it was posted already. */
const NEVER = Number.MAX_SAFE_INTEGER;

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
      const { language, listedSince, limit } = wish;
      const rows = await db
        .selectFrom('papers')
        .select('paper_json')
        .where('listed_at', '>=', listedSince.getTime())
        .$if(language === ENGLISH, (it) => it.where('own_summary', '=', 0))
        .where((it) => it.not(it.exists(done(it, wish))))
        .where((it) => it.or([it.exists(newsIn(it, wish)), it.exists(postedIn(it, wish))]))
        .orderBy((it) => it.fn.coalesce(earliestDigest(it, wish), sql.lit(NEVER)))
        .orderBy('upvotes', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => parsePaper(row.paper_json));
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

/** Channels of a language where a paper is news, and will be posted. */
function newsIn(it: ExpressionBuilder<Schema, 'papers'>, { language, now }: Wish) {
  return it
    .selectFrom('matches')
    .innerJoin('channels', 'channels.id', 'matches.channel_id')
    .select('channels.id')
    .whereRef('matches.paper_id', '=', 'papers.id')
    .where(languageOfChannel, '=', language)
    .where((row) => isPosting(row, now))
    .where((row) => hasVotes(row))
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('posts')
            .select('posts.paper_id')
            .whereRef('posts.channel_id', '=', 'matches.channel_id')
            .whereRef('posts.paper_id', '=', 'matches.paper_id'),
        ),
      ),
    );
}

/** When the first of these channels gets it; a channel that gets papers at once comes first of all. */
function earliestDigest(it: ExpressionBuilder<Schema, 'papers'>, wish: Wish) {
  return newsIn(it, wish)
    .clearSelect()
    .select((row) => row.fn.min(row.fn.coalesce('channels.next_digest_at', sql.lit(0))).as('due'));
}

/** Channels of a language where a paper was posted lately as a card. */
function postedIn(it: ExpressionBuilder<Schema, 'papers'>, { language, postedSince }: Wish) {
  return it
    .selectFrom('posts')
    .innerJoin('channels', 'channels.id', 'posts.channel_id')
    .innerJoin('deliveries', 'deliveries.id', 'posts.delivery_id')
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
