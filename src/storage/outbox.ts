import { type Kysely, type Selectable, sql } from 'kysely';
import type { ChannelAddress } from '../core/channel.ts';
import type { DeliveryId } from '../core/delivery.ts';
import type { Message } from '../core/message.ts';
import type { ClaimedDelivery, Outbox, Outcome, Page } from '../core/outbox.ts';
import { isPosting } from './channels.ts';
import { fromJson, toDate, toDateOrNull } from './json.ts';
import { markPosted } from './matches.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

/** Written into the statement, as it is in the indexes that hold nothing else. */
const UNSETTLED = sql<boolean>`state in ('pending', 'sending')`;

/** When a delivery may be tried: at once when the process that held it is gone. */
const DUE_AT = sql<number>`case state when 'sending' then coalesce(lease_until, 0) else not_before end`;

/** @param owner names this process in its claims. */
export function createOutbox(db: Kysely<Schema>, owner: string): Outbox {
  const unsettled = db.selectFrom('deliveries').where(UNSETTLED);

  return {
    async put(channelId, pages, now) {
      for (const page of pages) await putPage(db, channelId, page, now);
      if (pages.length > 0) await signal(db, { kind: 'deliver' });
    },

    async listUnsettled(platforms, after, most, now) {
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('channels', 'channels.id', 'deliveries.channel_id')
        .select(['seq', 'channel_id', 'platform', 'workspace', 'channel', DUE_AT.as('due_at')])
        .where(UNSETTLED)
        .where(sql<boolean>`seq > 0`)
        .where('seq', '>', after)
        .where('platform', 'in', platforms)
        .where((it) => isPosting(it, now))
        .orderBy('seq')
        .limit(most)
        .execute();
      return rows.map(({ seq, channel_id, due_at, ...to }) => {
        return { seq, channelId: channel_id, to, dueAt: toDate(due_at) };
      });
    },

    async claim(channelId, now, leaseMs) {
      const head = unsettled
        .select('id')
        .where('channel_id', '=', channelId)
        .orderBy('seq')
        .limit(1);
      const row = await db
        .updateTable('deliveries')
        .set((it) => ({
          state: 'sending',
          owner,
          lease_until: now.getTime() + leaseMs,
          attempts: it('attempts', '+', 1),
          maybe_sent_at: sql<
            number | null
          >`case when state = 'sending' then coalesce(maybe_sent_at, attempted_at) else maybe_sent_at end`,
          attempted_at: now.getTime(),
        }))
        .where('id', '=', head)
        .where(isDue(now))
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      const [to, edits, first] = await Promise.all([
        addressOf(db, channelId),
        messageIdOf(db, row.edits),
        messageIdOf(db, row.first),
      ]);
      return toClaim(row, { to, edits, first });
    },

    async giveBack(claim) {
      await db
        .updateTable('deliveries')
        .set((it) => ({
          state: 'pending',
          attempts: it('attempts', '-', 1),
          owner: null,
          lease_until: null,
        }))
        .where('id', '=', claim.id)
        .where('owner', '=', owner)
        .execute();
    },

    async settle(claim, outcome, now) {
      const settled = await db
        .updateTable('deliveries')
        .set((it) => ({
          ...outcomeColumns(outcome),
          waited_ms: it('waited_ms', '+', outcome.kind === 'later' ? outcome.waitedMs : 0),
          maybe_sent_at:
            outcome.kind === 'later' && outcome.maybeSent
              ? it.fn.coalesce('maybe_sent_at', 'attempted_at')
              : it.ref('maybe_sent_at'),
          owner: null,
          lease_until: null,
          settled_at: now.getTime(),
        }))
        .where('id', '=', claim.id)
        .where('owner', '=', owner)
        .executeTakeFirst();
      return settled.numUpdatedRows > 0n;
    },

    async failedSince(since) {
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('channels', 'channels.id', 'deliveries.channel_id')
        .select(['deliveries.id', 'reason', 'platform', 'workspace', 'channel'])
        .where('state', '=', 'failed')
        .where('edits', 'is', null)
        .where('settled_at', '>=', since.getTime())
        .orderBy('seq')
        .execute();
      return rows.map(({ id, reason, ...to }) => ({ id, to, reason: reason ?? '' }));
    },

    async waiting() {
      const row = await unsettled
        .select((it) => it.fn.countAll<number>().as('number'))
        .executeTakeFirstOrThrow();
      return Number(row.number);
    },
  };
}

async function putPage(
  db: Kysely<Schema>,
  channelId: number,
  page: Page,
  now: Date,
): Promise<void> {
  const delivery = newDelivery(page.id, channelId, page.message, now);
  await db
    .insertInto('deliveries')
    .values({ ...delivery, first: page.first ?? null })
    .execute();
  const post = (carded: 0 | 1) => (paper_id: string, place: number) => ({
    channel_id: channelId,
    paper_id,
    delivery_id: page.id,
    carded,
    place,
  });
  const posts = [...page.papers.map(post(1)), ...(page.more ?? []).map(post(0))];
  if (posts.length === 0) return;
  await db.insertInto('posts').values(posts).execute();
  await markPosted(
    db,
    channelId,
    posts.map((it) => it.paper_id),
  );
}

/** The row of a delivery that is due at once. */
export function newDelivery(id: DeliveryId, channelId: number, message: Message, now: Date) {
  return {
    id,
    channel_id: channelId,
    message_json: JSON.stringify(message),
    state: 'pending',
    attempts: 0,
    not_before: now.getTime(),
    created_at: now.getTime(),
  } as const;
}

/** The platform's own id of the message of a delivery; null when it was not sent. */
async function messageIdOf(db: Kysely<Schema>, id: DeliveryId | null): Promise<string | null> {
  if (id === null) return null;
  const original = await db
    .selectFrom('deliveries')
    .select('receipt')
    .where('id', '=', id)
    .executeTakeFirst();
  return original?.receipt ?? null;
}

/**
 * Its time has come, or the process that held it is gone. By the CASE, PostgreSQL takes the row
 * that is named and no index of what is unsettled, which is small by the statistics of a quiet hour.
 */
function isDue(now: Date) {
  return sql<boolean>`case state when 'pending' then not_before when 'sending' then lease_until end <= ${now.getTime()}`;
}

async function addressOf(db: Kysely<Schema>, channelId: number): Promise<ChannelAddress> {
  return db
    .selectFrom('channels')
    .select(['platform', 'workspace', 'channel'])
    .where('id', '=', channelId)
    .executeTakeFirstOrThrow();
}

function outcomeColumns(outcome: Outcome) {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', receipt: outcome.receipt.messageId, reason: null } as const;
    case 'later':
      return {
        state: 'pending',
        not_before: outcome.notBefore.getTime(),
        reason: outcome.reason,
      } as const;
    case 'failed':
      return { state: 'failed', reason: outcome.reason } as const;
  }
}

function toClaim(
  row: Selectable<Schema['deliveries']>,
  { to, edits, first }: Pick<ClaimedDelivery, 'to' | 'edits' | 'first'>,
): ClaimedDelivery {
  return {
    id: row.id,
    channelId: row.channel_id,
    to,
    message: fromJson(row.message_json),
    state: row.state,
    attempts: row.attempts,
    createdAt: toDate(row.created_at),
    maybeSentAt: toDateOrNull(row.maybe_sent_at),
    waitedMs: Number(row.waited_ms),
    edits,
    first,
  };
}
