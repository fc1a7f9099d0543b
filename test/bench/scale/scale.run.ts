/**
 * `npm run bench:scale`: deliveries a second by 1, 2 and 4 processes on a PostgreSQL of its own,
 * with a sender that answers at once, and what each costs in the database; papers a second by the
 * one process that reads the sources, among so many subscriptions.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openStorage } from '../../../src/storage/index.ts';
import { SAFE, startCluster } from '../../support/postgres/cluster.ts';
import { createDatabase } from '../../support/postgres/create.ts';
import { waitingIn } from '../../support/query.ts';
import { readPapers } from './papers.ts';
import { openStatistics } from './statistics.ts';

const { values } = parseArgs({
  options: {
    deliveries: { type: 'string', default: '20000' },
    subscriptions: { type: 'string', default: '20000' },
    papers: { type: 'string', default: '500' },
  },
});

const WORKER = fileURLToPath(new URL('./deliver.run.ts', import.meta.url));
const PROCESSES = [1, 2, 4];
/** Of a workspace; each has two channels. */
const DELIVERIES_A_WORKSPACE = 20;

const cluster = await startCluster([
  ...[...SAFE, '-c', 'shared_preload_libraries=pg_stat_statements'],
]);
try {
  process.stdout.write(`${cpus().length} cores for the processes and PostgreSQL together\n`);
  for (const processes of PROCESSES) await deliver(processes);
  const papers = await readPapers(await createDatabase(cluster.url, 'papers'), {
    subscriptions: Number(values.subscriptions),
    papers: Number(values.papers),
  });
  process.stdout.write(`${papers}\n`);
} finally {
  await cluster.stop();
}

async function deliver(processes: number): Promise<void> {
  const url = await createDatabase(cluster.url, `deliver_${processes}`);
  const deliveries = Number(values.deliveries);
  await (await openStorage(url)).close();
  await fill(url, deliveries);
  const workers = await Promise.all(Array.from({ length: processes }, () => startWorker(url)));
  const statistics = await openStatistics(url);
  const began = performance.now();
  for (const worker of workers) worker.stdin?.write('go\n');
  while ((await waitingIn(url)) > 0) await sleep(50);
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(
    `${processes} processes: ${deliveries} deliveries in ${seconds.toFixed(1)} s, ${(deliveries / seconds).toFixed(0)} a second\n${await statistics.report(deliveries)}\n`,
  );
  await statistics.close();
  await Promise.all(workers.map(stop));
}

async function startWorker(url: string): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [WORKER], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (worker.stdout) await once(worker.stdout, 'data');
  return worker;
}

async function stop(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit');
  worker.stdin?.end();
  await gone;
}

/** Deliveries that wait, each about as long as one with three cards. */
async function fill(url: string, deliveries: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const message = JSON.stringify({
    heading: ['New papers'],
    lines: [['…'.repeat(1_000)]],
    cards: [],
  });
  await client.query(`insert into channels (platform, workspace, channel, schedule_json, created_at)
    select 'slack', 'T' || c / 2, 'C' || c, '{"kind":"at-once"}', 0
    from generate_series(0, ${(deliveries / DELIVERIES_A_WORKSPACE) * 2 - 1}) c`);
  await client.query(`insert into deliveries (id, channel_id, message_json, state, attempts, not_before, created_at)
    select 'd' || channels.id || '-' || d, channels.id, '${message}', 'pending', 0, 0, 0
    from channels, generate_series(1, ${DELIVERIES_A_WORKSPACE / 2}) d`);
  await client.query('analyze');
  await client.end();
}
