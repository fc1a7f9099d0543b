import type { Kysely, Selectable } from 'kysely';
import type { Installation, InstallationStore } from '../core/installation.ts';
import { toDate } from './json.ts';
import type { Schema } from './schema.ts';

export function createInstallationStore(db: Kysely<Schema>): InstallationStore {
  const installations = () => db.selectFrom('installations').selectAll();

  return {
    async save({ platform, workspace, sealed, installedAt }) {
      const stored = { sealed, installed_at: installedAt.getTime() };
      await db
        .insertInto('installations')
        .values({ platform, workspace, ...stored })
        .onConflict((it) => it.columns(['platform', 'workspace']).doUpdateSet(stored))
        .execute();
    },

    async find(platform, workspace) {
      const row = await installations()
        .where((it) => it.and({ platform, workspace }))
        .executeTakeFirst();
      return row && toInstallation(row);
    },

    async remove(platform, workspace) {
      const removed = await db
        .deleteFrom('installations')
        .where((it) => it.and({ platform, workspace }))
        .executeTakeFirst();
      return removed.numDeletedRows > 0n;
    },

    async list(platform) {
      const rows = await installations()
        .where('platform', '=', platform)
        .orderBy('installed_at')
        .execute();
      return rows.map(toInstallation);
    },
  };
}

function toInstallation(row: Selectable<Schema['installations']>): Installation {
  return {
    platform: row.platform,
    workspace: row.workspace,
    sealed: row.sealed,
    installedAt: toDate(row.installed_at),
  };
}
