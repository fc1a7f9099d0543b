import { type Kysely, sql } from 'kysely';

/** What the page lists has an index that holds all it takes to cut the list; so has what its days count. */
export async function page(db: Kysely<unknown>): Promise<void> {
  await sql`create index papers_lists on papers (listed_at desc, upvotes desc, id)`.execute(db);
  await sql`create index papers_seen on papers (seen_at)`.execute(db);
  await sql`create index matches_created on matches (created_at)`.execute(db);
  await sql`create index deliveries_created on deliveries (created_at, state)`.execute(db);
}
