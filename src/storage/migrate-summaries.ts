import { type Kysely, sql } from 'kysely';

/** Summaries by a language model and what they cost; the language of a channel. */
export async function summaries(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('channels').addColumn('language', 'text').execute();
  await db.schema
    .alterTable('papers')
    .addColumn('own_summary', 'integer', (it) => it.notNull().defaultTo(0))
    .execute();
  await sql`update papers set own_summary = 1 where paper_json like '%"machineSummary":"%'`.execute(
    db,
  );
  await db.schema
    .createTable('summaries')
    .addColumn('paper_id', 'text', (it) => it.notNull().references('papers.id'))
    .addColumn('language', 'text', (it) => it.notNull())
    .addColumn('text', 'text')
    .addColumn('model', 'text', (it) => it.notNull())
    .addColumn('attempts', 'integer', (it) => it.notNull())
    .addColumn('current', 'integer', (it) => it.notNull())
    .addColumn('reason', 'text')
    .addColumn('made_at', 'bigint', (it) => it.notNull())
    .addPrimaryKeyConstraint('summaries_key', ['paper_id', 'language'])
    .execute();
  await db.schema
    .createTable('spending')
    .addColumn('day', 'text', (it) => it.primaryKey())
    .addColumn('calls', 'integer', (it) => it.notNull())
    .addColumn('tokens', 'bigint', (it) => it.notNull())
    .execute();
}
