/**
 * `npm run bench:plans -- --channels 100000`: the statements of the hot paths, as the stores make
 * them, on a PostgreSQL of its own with 100 matches a channel. Prints how each was carried out and
 * how long it took; exits with 1 when one reads a large table from end to end.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openStorage } from '../../../src/storage/index.ts';
import { SAFE, startCluster } from '../../support/postgres/cluster.ts';
import { createDatabase } from '../../support/postgres/create.ts';
import { fillArchive } from './archive.ts';
import { hotPaths } from './hot-paths.ts';
import { BEGIN_TO_LOG, createPlanReader, LOG_PLANS, readWhole } from './plans.ts';

const { values } = parseArgs({
  options: {
    channels: { type: 'string', default: '100000' },
    papers: { type: 'string', default: '50000' },
    /** Shows the plans whole. */
    show: { type: 'boolean', default: false },
    /** Leaves the server running, and prints its address. */
    keep: { type: 'boolean', default: false },
    /** The address of a server that was kept. */
    on: { type: 'string' },
  },
});

const now = new Date();
const reader = createPlanReader();
const FAST = ['-c', 'shared_buffers=1GB', '-c', 'fsync=off', '-c', 'max_wal_size=8GB'];
const cluster = await startCluster([...SAFE, ...FAST, ...LOG_PLANS], reader.hear);
try {
  const url = await createDatabase(cluster.url, 'archive');
  await (await openStorage(url)).close();
  const size = { channels: Number(values.channels), papers: Number(values.papers), matches: 100 };
  await fillArchive(url, size, now);
  process.stdout.write(
    `${(size.channels * size.matches).toLocaleString('en')} matches at ${url}\n`,
  );
  process.exitCode = (await explainAll(url)) ? 0 : 1;
  if (values.keep) await new Promise(() => setInterval(() => undefined, 60_000));
} finally {
  await cluster.stop();
}

async function explainAll(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const storage = await openStorage(url);
  for (const statement of BEGIN_TO_LOG) await client.query(statement);
  await client.end();
  let good = true;
  for (const path of hotPaths(now)) {
    await path.run(storage);
    const plans = await reader.plansOf(() => path.run(storage));
    const wholes = plans.flatMap(readWhole);
    const ms = plans.reduce((sum, it) => sum + it.ms, 0);
    if (wholes.length > 0) good = false;
    process.stdout.write(`| ${path.name} | ${ms.toFixed(1)} ms | ${wholes.join(', ')} |\n`);
    if (values.show)
      for (const plan of plans) process.stdout.write(`${plan.query}\n${plan.text}\n`);
  }
  await storage.close();
  return good;
}
