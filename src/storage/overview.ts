import { type Kysely, sql } from 'kysely';
import type { Counts, DayCounts, OverviewStore } from '../core/overview.ts';
import { DAY_MS } from '../core/time.ts';
import { isPosting } from './channels.ts';
import { undeliveredRows } from './dead-letters.ts';
import { toDateOrNull } from './json.ts';
import { cardedMatches } from './matches.ts';
import type { Schema } from './schema.ts';

export function createOverviewStore(db: Kysely<Schema>): OverviewStore {
  return {
    counts: (now) => readCounts(db, now),

    async days(since) {
      const from = Math.floor(since.getTime() / DAY_MS) * DAY_MS;
      const [papers, matches, posts] = [
        await perDay(db, 'papers', 'seen_at', from),
        await perDay(db, 'matches', 'created_at', from),
        await perDay(db, 'deliveries', 'created_at', from),
      ];
      const days = new Set([...papers.keys(), ...matches.keys(), ...posts.keys()]);
      return [...days]
        .toSorted((a, b) => a - b)
        .map((day): DayCounts => {
          const of = (counts: ReadonlyMap<number, number>) => counts.get(day) ?? 0;
          const name = new Date(day * DAY_MS).toISOString().slice(0, 10);
          return { day: name, papers: of(papers), matches: of(matches), posts: of(posts) };
        });
    },

    undelivered: (limit) => undeliveredRows(db, limit),

    async pausedChannels(now, limit) {
      const rows = await db
        .selectFrom('channels')
        .select(['platform', 'workspace', 'channel', 'paused_reason', 'paused_until', 'probe_at'])
        .where((it) =>
          it.or([it('paused_reason', 'is not', null), it('paused_until', '>', now.getTime())]),
        )
        .orderBy((it) => it.case().when('paused_reason', 'is not', null).then(0).else(1).end())
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        address: { platform: row.platform, workspace: row.workspace, channel: row.channel },
        reason: row.paused_reason,
        until: row.paused_reason === null ? toDateOrNull(row.paused_until) : null,
        probeAt: row.paused_reason === null ? null : toDateOrNull(row.probe_at),
      }));
    },

    async subscriptions(since, skip, limit) {
      const rows = await db
        .selectFrom('subscriptions')
        .innerJoin('channels', 'channels.id', 'subscriptions.channel_id')
        .select(['platform', 'workspace', 'channel', 'query'])
        .select(
          cardedMatches(db)
            .select((of) => of.fn.countAll<number>().as('posts'))
            .where('matches.subscription_id', '=', sql.ref<number>('subscriptions.id'))
            .where('matches.created_at', '>=', since.getTime() - DAY_MS)
            .where('deliveries.created_at', '>=', since.getTime())
            .as('posts'),
        )
        .orderBy('subscriptions.id')
        .offset(skip)
        .limit(limit)
        .execute();
      return rows.map(({ platform, workspace, channel, query, posts }) => ({
        address: { platform, workspace, channel },
        query,
        posts: Number(posts),
      }));
    },
  };
}

async function readCounts(db: Kysely<Schema>, now: Date): Promise<Counts> {
  const count = async (table: 'papers' | 'channels' | 'subscriptions') => {
    const row = await db
      .selectFrom(table)
      .select((it) => it.fn.countAll<number>().as('number'))
      .executeTakeFirstOrThrow();
    return Number(row.number);
  };
  const paused = await db
    .selectFrom('channels')
    .select((it) => it.fn.countAll<number>().as('number'))
    .where('paused_reason', 'is not', null)
    .executeTakeFirstOrThrow();
  return {
    papers: await count('papers'),
    channels: await count('channels'),
    paused: Number(paused.number),
    subscriptions: await count('subscriptions'),
    ...(await deliveryCounts(db, now)),
  };
}

async function deliveryCounts(db: Kysely<Schema>, now: Date) {
  const unsettled = await db
    .selectFrom('deliveries')
    .innerJoin('channels', 'channels.id', 'deliveries.channel_id')
    .select((it) => [
      'state',
      it.fn.countAll<number>().as('number'),
      it.fn
        .min(it.case().when(isPosting(it, now)).then(it.ref('deliveries.created_at')).end())
        .as('oldest'),
    ])
    .where('state', 'in', ['pending', 'sending'])
    .groupBy('state')
    .execute();
  const failed = await db
    .selectFrom('deliveries')
    .select((it) => it.fn.countAll<number>().as('number'))
    .where('state', '=', 'failed')
    .where('settled_at', 'is not', null)
    .where('edits', 'is', null)
    .executeTakeFirstOrThrow();
  const of = (state: string) => unsettled.find((it) => it.state === state);
  return {
    pending: Number(of('pending')?.number ?? 0),
    sending: Number(of('sending')?.number ?? 0),
    failed: Number(failed.number),
    waitingSince: toDateOrNull(of('pending')?.oldest ?? null),
  };
}

/** How many rows of a table came on each day since a moment, by the day's number since 1970. */
async function perDay(
  db: Kysely<Schema>,
  table: 'papers' | 'matches' | 'deliveries',
  column: 'seen_at' | 'created_at',
  from: number,
): Promise<Map<number, number>> {
  const sent = table === 'deliveries' ? sql` and state = 'sent' and edits is null` : sql``;
  const { rows } = await sql<{ day: number; number: number }>`
    select ${sql.ref(column)} / ${sql.lit(DAY_MS)} as day, count(*) as number
    from ${sql.table(table)} where ${sql.ref(column)} >= ${from}${sent}
    group by ${sql.ref(column)} / ${sql.lit(DAY_MS)}`.execute(db);
  return new Map(rows.map(({ day, number }) => [Number(day), Number(number)]));
}
