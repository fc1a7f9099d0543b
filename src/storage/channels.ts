import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import {
  type Channel,
  type ChannelAddress,
  type ChannelSettings,
  type ChannelStore,
  type Mute,
  probeAfterMs,
} from '../core/channel.ts';
import { ENGLISH, type Language } from '../core/language.ts';
import { nextSlot, type Schedule } from '../core/schedule.ts';
import { fromJson, toDateOrNull } from './json.ts';
import { hasVotes, isNews } from './matches.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

export function createChannelStore(db: Kysely<Schema>): ChannelStore {
  const channels = () => db.selectFrom('channels').selectAll('channels').orderBy('channels.id');
  const update = (id: number, values: Partial<Selectable<Schema['channels']>>) =>
    db.updateTable('channels').set(values).where('id', '=', id).execute();

  async function find(address: ChannelAddress): Promise<Channel | undefined> {
    const { platform, workspace, channel } = address;
    const row = await channels()
      .where((it) => it.and({ platform, workspace, channel }))
      .executeTakeFirst();
    return row && toChannel(row);
  }

  /** What was followed under an address that is no more is followed by another channel, too. */
  async function takeOver(from: ChannelAddress, into: number): Promise<void> {
    const old = await find(from);
    if (!old || old.id === into) return;
    const columns = ['query', 'query_key', 'since', 'created_by', 'created_at'] as const;
    await db
      .insertInto('subscriptions')
      .columns(['channel_id', ...columns])
      .expression((it) =>
        it
          .selectFrom('subscriptions')
          .select([it.cast<number>(it.val(into), 'integer').as('channel_id'), ...columns])
          .where('channel_id', '=', old.id),
      )
      .onConflict((it) => it.columns(['channel_id', 'query_key']).doNothing())
      .execute();
    await update(old.id, { paused_reason: MOVED, probe_at: null });
  }

  return {
    find,

    async get(id) {
      return toChannel(await channels().where('id', '=', id).executeTakeFirstOrThrow());
    },

    async ensure(address, schedule, now) {
      const values = {
        ...addressColumns(address),
        ...scheduleColumns(schedule, now),
        created_at: now.getTime(),
      };
      await db
        .insertInto('channels')
        .values({ ...values, paused_reason: null })
        .onConflict((it) => it.columns(['platform', 'workspace', 'channel']).doNothing())
        .execute();
      const channel = await find(address);
      if (!channel) throw new Error('The channel was not stored.');
      return channel;
    },

    async list() {
      return (await channels().execute()).map(toChannel);
    },

    async listIn(platform, workspace) {
      const rows = await channels()
        .where((it) => it.and({ platform, workspace }))
        .execute();
      return rows.map(toChannel);
    },

    async listDue(now, most, after) {
      const rows = await channels()
        .where('next_digest_at', '<=', now.getTime())
        .where((it) => isPosting(it, now))
        .where((it) =>
          it(
            it.refTuple('next_digest_at', 'id'),
            '>',
            it.tuple(after?.nextDigestAt?.getTime() ?? 0, after?.id ?? 0),
          ),
        )
        .clearOrderBy()
        .orderBy('next_digest_at')
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(toChannel);
    },

    async listDueAfter(moment) {
      const rows = await channels().where('next_digest_at', '>', moment.getTime()).execute();
      return rows.map(toChannel);
    },

    async listWithNewsAtOnce(now) {
      const rows = await channels()
        .where('next_digest_at', 'is', null)
        .where((it) => isPosting(it, now))
        .where((it) => it.exists(newsOfChannel(it)))
        .execute();
      return rows.map(toChannel);
    },

    async setSchedule(id, schedule, now) {
      await update(id, scheduleColumns(schedule, now));
      await signal(db, { kind: 'compose' });
    },

    async setNextDigest(id, at) {
      await update(id, { next_digest_at: at.getTime() });
    },

    async change(id, settings) {
      const columns = settingColumns(settings);
      if (Object.keys(columns).length === 0) return;
      await update(id, columns);
      await signal(db, { kind: 'compose' });
    },

    async move(from, to) {
      const { platform, workspace, channel } = from;
      const known = await find(to);
      if (known) return takeOver(from, known.id);
      await db
        .updateTable('channels')
        .set(addressColumns(to))
        .where((it) => it.and({ platform, workspace, channel }))
        .execute();
    },

    async refuse(id, reason, now) {
      const { refusals } = await db
        .updateTable('channels')
        .set((it) => ({ paused_reason: reason, refusals: it('refusals', '+', 1) }))
        .where('id', '=', id)
        .returning('refusals')
        .executeTakeFirstOrThrow();
      await update(id, { probe_at: now.getTime() + probeAfterMs(refusals) });
    },

    async listProbes(now) {
      const rows = await channels()
        .where('paused_reason', 'is not', null)
        .where('probe_at', '<=', now.getTime())
        .execute();
      return rows.map(toChannel);
    },

    async welcome(id) {
      await db
        .updateTable('channels')
        .set({ refusals: 0 })
        .where('id', '=', id)
        .where('refusals', '>', 0)
        .execute();
    },

    async resume(id) {
      await update(id, { paused_reason: null, probe_at: null });
      await signal(db, { kind: 'compose' });
      await signal(db, { kind: 'deliver' });
    },
  };
}

/** Paused neither by a refusal nor until a date. */
export function isPosting(it: ExpressionBuilder<Pick<Schema, 'channels'>, 'channels'>, now: Date) {
  return it.and([
    it('channels.paused_reason', 'is', null),
    it.or([
      it('channels.paused_until', 'is', null),
      it('channels.paused_until', '<=', now.getTime()),
    ]),
  ]);
}

/** The language of a channel's summaries. */
export function languageOfChannel(it: ExpressionBuilder<Pick<Schema, 'channels'>, 'channels'>) {
  return it.fn.coalesce('channels.language', sql.lit<Language>(ENGLISH));
}

function newsOfChannel(it: ExpressionBuilder<Schema, 'channels'>) {
  return it
    .selectFrom('matches')
    .innerJoin('papers', 'papers.id', 'matches.paper_id')
    .select('matches.paper_id')
    .whereRef('matches.channel_id', '=', 'channels.id')
    .where((match) => hasVotes(match))
    .where((match) => isNews(match));
}

function scheduleColumns(schedule: Schedule, now: Date) {
  const next = schedule.kind === 'daily' ? nextSlot(schedule, now).getTime() : null;
  return { schedule_json: JSON.stringify(schedule), next_digest_at: next };
}

function settingColumns(settings: Partial<ChannelSettings>) {
  const { dailyCap, notices, announces, layout, links, minUpvotes } = settings;
  const { sources, pausedUntil, mutes, language } = settings;
  const columns = {
    daily_cap: dailyCap,
    notices: notices === undefined ? undefined : Number(notices),
    announces: announces === undefined ? undefined : Number(announces),
    layout,
    links,
    min_upvotes: minUpvotes,
    sources_json: sources && JSON.stringify(sources),
    paused_until: pausedUntil === null ? null : pausedUntil?.getTime(),
    mutes_json: mutes && JSON.stringify(mutes),
    language,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

const MOVED = 'The channel has another id now, under which it goes on.';

function addressColumns(address: ChannelAddress) {
  return { platform: address.platform, workspace: address.workspace, channel: address.channel };
}

function toChannel(row: Selectable<Schema['channels']>): Channel {
  return {
    id: row.id,
    address: addressColumns(row),
    schedule: fromJson(row.schedule_json),
    pausedReason: row.paused_reason,
    nextDigestAt: toDateOrNull(row.next_digest_at),
    dailyCap: row.daily_cap,
    notices: row.notices === 1,
    announces: row.announces === 1,
    layout: row.layout,
    links: row.links,
    minUpvotes: row.min_upvotes,
    sources: row.sources_json === null ? null : fromJson(row.sources_json),
    pausedUntil: toDateOrNull(row.paused_until),
    mutes: fromJson<Mute[]>(row.mutes_json, ['mutedAt']),
    language: row.language,
  };
}
