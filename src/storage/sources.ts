import type { Kysely, Selectable } from 'kysely';
import { freshStatus, type SourceStatus, type SourceStore } from '../core/source.ts';
import { fromJson, toDateOrNull } from './json.ts';
import type { Schema } from './schema.ts';

export function createSourceStore(db: Kysely<Schema>): SourceStore {
  return {
    async get(name) {
      const row = await db
        .selectFrom('sources')
        .selectAll()
        .where('name', '=', name)
        .executeTakeFirst();
      return row ? toStatus(row) : freshStatus(name);
    },

    async save(status) {
      const values = {
        state_json: JSON.stringify(status.state),
        last_success_at: status.lastSuccessAt?.getTime() ?? null,
        failures: status.failures,
        not_before: status.notBefore?.getTime() ?? null,
        last_error: status.lastError,
        silence: status.silence && JSON.stringify(status.silence),
        news_at: status.newsAt?.getTime() ?? null,
        gaps_json: JSON.stringify(status.gaps),
      };
      await db
        .insertInto('sources')
        .values({ name: status.name, ...values })
        .onConflict((it) => it.column('name').doUpdateSet(values))
        .execute();
    },
  };
}

function toStatus(row: Selectable<Schema['sources']>): SourceStatus {
  return {
    name: row.name,
    state: fromJson(row.state_json),
    lastSuccessAt: toDateOrNull(row.last_success_at),
    failures: row.failures,
    notBefore: toDateOrNull(row.not_before),
    lastError: row.last_error,
    silence: row.silence === null ? null : fromJson(row.silence),
    newsAt: toDateOrNull(row.news_at),
    gaps: fromJson(row.gaps_json),
  };
}
