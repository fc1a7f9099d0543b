import { moveStore } from '../app-storage.ts';
import { isDatabaseUrl } from '../config-values.ts';
import { count } from '../core/card.ts';
import { startProgress } from '../lib/progress.ts';
import { UsageError } from './usage.ts';

export interface MigrateStoreArguments {
  readonly from?: string;
  readonly to?: string;
}

/** `paper-route migrate-store`: moves everything from one database to another, and compares them. */
export async function migrateStore(args: MigrateStoreArguments): Promise<number> {
  const [from, to] = [readAddress('--from', args.from), readAddress('--to', args.to)];
  const progress = startProgress(process.stderr, 'Opening the databases…');
  const moved = await moveStore({ from, to, now: new Date(), onProgress: progress.update }).finally(
    progress.done,
  );
  const all = Object.values(moved.rows).reduce((sum, rows) => sum + rows, 0);
  const { papers, channels, subscriptions } = moved.rows;
  const parts = [
    count(papers, 'paper'),
    count(channels, 'channel'),
    count(subscriptions, 'subscription'),
  ];
  process.stdout.write(
    `Moved ${moved.from} to ${moved.to}: ${count(all, 'row')}, with ${parts.join(', ')}; counts and checksums agree. ` +
      'Now set DATABASE_URL to the new database, start Paper Route, and start it no more on the old one, which is as it was.\n',
  );
  return 0;
}

function readAddress(option: string, address: string | undefined): string {
  if (address && isDatabaseUrl(address) && address !== 'sqlite::memory:') return address;
  throw new UsageError(
    `paper-route migrate-store needs ${option} with the address of a database, such as sqlite:./data/paper-route.db or postgres://user:password@host:5432/database.`,
  );
}
