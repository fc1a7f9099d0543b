import { type Cluster, SAFE, startCluster } from '../support/postgres/cluster.ts';
import { createDatabase } from '../support/postgres/create.ts';

/** Where the bot keeps what it knows. */
export interface CrashStore {
  /** Its address; undefined: SQLite, in a file of the outside world. */
  readonly url: string | undefined;
  /** The PostgreSQL server, safe on disk as in earnest. */
  readonly cluster: Cluster | undefined;
}

export type StoreName = 'sqlite' | 'postgres';

export async function startStore(name: StoreName): Promise<CrashStore> {
  if (name === 'sqlite') return { url: undefined, cluster: undefined };
  const cluster = await startCluster(SAFE);
  return { url: await createDatabase(cluster.url, 'papers'), cluster };
}
