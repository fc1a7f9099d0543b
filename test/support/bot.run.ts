/**
 * The real bot as a process of its own, to be killed: as `paper-route start`, with a short lease and
 * the roles of ROLES. With WAIT_FOR_GO it loads everything, and begins when a line on its standard
 * input tells how far its clock is ahead, in milliseconds; each further line sets the clock anew, and
 * has the sources read again by the process that leads. It says "started" and "polled" when it has.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { readRoles } from '../../src/core/role.ts';
import { createLog, silentLog } from '../../src/lib/log.ts';

const { WAIT_FOR_GO, LEASE_MS = '400', ROLES = 'all', ...environment } = process.env;
/** How often a process that does not lead asks whether it does now, in milliseconds. */
const ASK_MS = 50;

let aheadMs = 0;
let isDue = true;
let stopping = false;

function go(lines: string): void {
  aheadMs = Number(lines.trim().split('\n').at(-1));
  isDue = true;
}

async function waitForGo(): Promise<void> {
  await Promise.all([
    import('../../src/platforms/slack/index.ts'),
    import('../../src/platforms/discord/index.ts'),
  ]);
  const [line] = await once(process.stdin, 'data');
  go(String(line));
  process.stdin.on('data', (lines) => go(String(lines)));
}

if (WAIT_FOR_GO) await waitForGo();
const config = readConfig(environment);
const { logLevel } = config;
const isLoud = logLevel !== null && logLevel !== 'silent';
const app = await createApp(config, {
  log: isLoud ? await createLog({ level: logLevel, format: 'json', secrets: [] }) : silentLog(),
  terminal: { input: process.stdin, output: process.stdout },
  roles: readRoles(ROLES) ?? new Set(),
  now: () => new Date(Date.now() + aheadMs),
  arxivIntervalMs: 1,
  leaseMs: Number(LEASE_MS),
});
process.once('SIGTERM', () => {
  stopping = true;
  process.stdin.destroy();
  void app.stop();
});
await app.start();
process.stdout.write('started\n');
while (!stopping) {
  if (isDue) await pollInTurn().catch(() => undefined);
  await sleep(ASK_MS);
}

/** Rejects while the database is away; then it is still due. */
async function pollInTurn(): Promise<void> {
  if (!(await app.leads())) return;
  isDue = false;
  try {
    await app.poll();
    process.stdout.write('polled\n');
  } catch (error) {
    isDue = true;
    throw error;
  }
}
