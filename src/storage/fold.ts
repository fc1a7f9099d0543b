import type { Kysely } from 'kysely';
import type { PaperId } from '../core/paper.ts';
import { unindexPaper } from './paper-words.ts';
import type { Schema } from './schema.ts';

/** Makes one paper of two that turned out to be the same work: all that points to one points to the other. */
export async function fold(db: Kysely<Schema>, from: PaperId, into: PaperId): Promise<void> {
  await db.updateTable('listings').set({ paper_id: into }).where('paper_id', '=', from).execute();
  await moveAliases(db, from, into);
  await moveMatches(db, from, into);
  await movePosts(db, from, into);
  await moveSaved(db, from, into);
  await moveMutes(db, from, into);
  await moveSummaries(db, from, into);
  await unindexPaper(db, from);
  await db.deleteFrom('definitions').where('paper_id', '=', from).execute();
  await db.deleteFrom('papers').where('id', '=', from).execute();
}

async function moveAliases(db: Kysely<Schema>, from: PaperId, into: PaperId): Promise<void> {
  await db
    .insertInto('aliases')
    .columns(['alias', 'paper_id'])
    .expression((it) =>
      it
        .selectFrom('aliases')
        .select((column) => ['alias', column.val(into).as('paper_id')])
        .where('paper_id', '=', from),
    )
    .onConflict((it) => it.doNothing())
    .execute();
  await db.deleteFrom('aliases').where('paper_id', '=', from).execute();
}

async function moveMatches(db: Kysely<Schema>, from: PaperId, into: PaperId): Promise<void> {
  await db
    .insertInto('matches')
    .columns(['subscription_id', 'channel_id', 'paper_id', 'evidence_json', 'created_at'])
    .expression((it) =>
      it
        .selectFrom('matches')
        .select((column) => [
          'subscription_id',
          'channel_id',
          column.val(into).as('paper_id'),
          'evidence_json',
          'created_at',
        ])
        .where('paper_id', '=', from),
    )
    .onConflict((it) => it.doNothing())
    .execute();
  await db.deleteFrom('matches').where('paper_id', '=', from).execute();
}

async function movePosts(db: Kysely<Schema>, from: PaperId, into: PaperId): Promise<void> {
  await db
    .insertInto('posts')
    .columns(['channel_id', 'paper_id', 'delivery_id', 'carded', 'place'])
    .expression((it) =>
      it
        .selectFrom('posts')
        .select((column) => [
          'channel_id',
          column.val(into).as('paper_id'),
          'delivery_id',
          'carded',
          'place',
        ])
        .where('paper_id', '=', from),
    )
    .onConflict((it) =>
      it
        .columns(['channel_id', 'paper_id'])
        .doUpdateSet((set) => ({
          delivery_id: set.ref('excluded.delivery_id'),
          carded: set.ref('excluded.carded'),
          place: set.ref('excluded.place'),
        }))
        .where('posts.carded', '<', (set) => set.ref('excluded.carded')),
    )
    .execute();
  await db.deleteFrom('posts').where('paper_id', '=', from).execute();
}

/** Channels keep the papers that they muted among their settings. */
async function moveMutes(db: Kysely<Schema>, from: PaperId, into: PaperId): Promise<void> {
  const written = `"what":${JSON.stringify(from)}`;
  await db
    .updateTable('channels')
    .set((it) => ({
      mutes_json: it.fn<string>('replace', [
        'mutes_json',
        it.val(written),
        it.val(`"what":${JSON.stringify(into)}`),
      ]),
    }))
    .where('mutes_json', '!=', '[]')
    .execute();
}

async function moveSaved(db: Kysely<Schema>, from: PaperId, into: PaperId): Promise<void> {
  await db
    .insertInto('saved')
    .columns(['platform', 'workspace', 'user_id', 'paper_id', 'saved_at'])
    .expression((it) =>
      it
        .selectFrom('saved')
        .select((column) => [
          'platform',
          'workspace',
          'user_id',
          column.val(into).as('paper_id'),
          'saved_at',
        ])
        .where('paper_id', '=', from),
    )
    .onConflict((it) => it.doNothing())
    .execute();
  await db.deleteFrom('saved').where('paper_id', '=', from).execute();
}

async function moveSummaries(db: Kysely<Schema>, from: PaperId, into: PaperId): Promise<void> {
  const columns = [
    'language',
    'text',
    'model',
    'attempts',
    'current',
    'reason',
    'made_at',
  ] as const;
  await db
    .insertInto('summaries')
    .columns(['paper_id', ...columns])
    .expression((it) =>
      it
        .selectFrom('summaries')
        .select((column) => [column.val(into).as('paper_id'), ...columns])
        .where('paper_id', '=', from),
    )
    .onConflict((it) => it.doNothing())
    .execute();
  await db.deleteFrom('summaries').where('paper_id', '=', from).execute();
}
