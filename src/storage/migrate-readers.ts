import type { Kysely } from 'kysely';

/** Who gets mail, and who was asked whether to. */
export async function readers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('readers')
    .addColumn('address', 'text', (it) => it.primaryKey())
    .addColumn('token', 'text', (it) => it.notNull().unique())
    .addColumn('confirmed_at', 'bigint', (it) => it.notNull())
    .execute();
  await db.schema
    .createTable('mail_requests')
    .addColumn('key', 'text', (it) => it.primaryKey())
    .addColumn('address', 'text', (it) => it.notNull())
    .addColumn('queries_json', 'text', (it) => it.notNull())
    .addColumn('schedule_json', 'text', (it) => it.notNull())
    .addColumn('requested_at', 'bigint', (it) => it.notNull())
    .execute();
  await db.schema
    .createIndex('mail_requests_at')
    .on('mail_requests')
    .columns(['requested_at', 'address'])
    .execute();
}
