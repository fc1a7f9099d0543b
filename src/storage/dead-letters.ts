import type { Kysely, Selectable } from 'kysely';
import type { DeadLetters, Undelivered } from '../core/dead-letters.ts';
import { toDate, toDateOrNull } from './json.ts';
import type { Schema } from './schema.ts';
import { signal } from './signals.ts';

/** A dropped dead letter keeps its row, which its posts refer to, and loses its settled_at. */
export function createDeadLetters(db: Kysely<Schema>): DeadLetters {
  const deadLetters = (id: string | undefined) =>
    db
      .updateTable('deliveries')
      .where('state', '=', 'failed')
      .where('settled_at', 'is not', null)
      .where('edits', 'is', null)
      .$if(id !== undefined, (it) => it.where('id', '=', id ?? ''));

  return {
    list: () => undeliveredRows(db),

    async retry(now, id) {
      const retried = await deadLetters(id)
        .set({ state: 'pending', attempts: 0, waited_ms: 0, not_before: now.getTime() })
        .executeTakeFirst();
      await signal(db, { kind: 'deliver' });
      return Number(retried.numUpdatedRows);
    },

    async drop(id) {
      const dropped = await deadLetters(id).set({ settled_at: null }).executeTakeFirst();
      return Number(dropped.numUpdatedRows);
    },
  };
}

/** What has not arrived: dead letters first where the list is cut at so many, else in the order of the queue. */
export async function undeliveredRows(db: Kysely<Schema>, limit?: number): Promise<Undelivered[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('channels', 'channels.id', 'deliveries.channel_id')
    .selectAll('deliveries')
    .select(['platform', 'workspace', 'channel', 'paused_reason'])
    .select((it) =>
      it
        .selectFrom('posts')
        .select((post) => post.fn.countAll<number>().as('papers'))
        .whereRef('posts.delivery_id', '=', 'deliveries.id')
        .as('papers'),
    )
    .where((it) =>
      it.or([
        it('state', 'in', ['pending', 'sending']),
        it.and([
          it('state', '=', 'failed'),
          it('settled_at', 'is not', null),
          it('edits', 'is', null),
        ]),
      ]),
    )
    .$narrowType<{ state: Undelivered['state'] }>()
    .$if(limit !== undefined, (it) =>
      it
        .orderBy((by) => by.case().when('state', '=', 'failed').then(0).else(1).end())
        .limit(limit ?? 0),
    )
    .orderBy('seq')
    .execute();
  return rows.map(toUndelivered);
}

type Row = Selectable<Omit<Schema['deliveries'], 'state'>> &
  Pick<Selectable<Schema['channels']>, 'platform' | 'workspace' | 'channel' | 'paused_reason'> & {
    readonly state: Undelivered['state'];
    readonly papers: number | null;
  };

function toUndelivered(row: Row): Undelivered {
  return {
    id: row.id,
    to: { platform: row.platform, workspace: row.workspace, channel: row.channel },
    state: row.state,
    isEdit: row.edits !== null,
    attempts: row.attempts,
    since: toDate(row.created_at),
    nextAttempt: row.paused_reason === null ? nextAttempt(row) : null,
    reason: row.reason ?? row.paused_reason,
    papers: Number(row.papers),
  };
}

function nextAttempt(row: Row): Date | null {
  if (row.state === 'failed') return null;
  return toDateOrNull(row.state === 'sending' ? row.lease_until : row.not_before);
}
