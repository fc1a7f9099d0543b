import { type Kysely, sql } from 'kysely';

/** What is asked again and again has an index that holds no more than what it asks for. */
export async function scale(db: Kysely<unknown>): Promise<void> {
  await sql`alter table matches add column news integer not null default 1`.execute(db);
  await sql`update matches set news = 0 where exists (select 1 from posts where posts.channel_id = matches.channel_id and posts.paper_id = matches.paper_id)`.execute(
    db,
  );
  await sql`create index matches_news on matches (channel_id, paper_id) where news = 1`.execute(db);
  await sql`create index channels_probe on channels (probe_at) where paused_reason is not null`.execute(
    db,
  );
  await sql`create index deliveries_unsettled on deliveries (channel_id, seq) where state in ('pending', 'sending')`.execute(
    db,
  );
  await sql`create index channels_language on channels (coalesce(language, 'en'))`.execute(db);
  await db.schema
    .createIndex('deliveries_channel')
    .on('deliveries')
    .columns(['channel_id', 'created_at'])
    .execute();
}

/**
 * What waits is looked through in its order, however much was sent before. By `seq > 0`, which is
 * true of all, no statement on one channel takes this index for its own: PostgreSQL would, when
 * its statistics are old, and look through everything that waits for each claim.
 */
export async function waitingInOrder(db: Kysely<unknown>): Promise<void> {
  await sql`create index deliveries_waiting on deliveries (seq) where state in ('pending', 'sending') and seq > 0`.execute(
    db,
  );
}
