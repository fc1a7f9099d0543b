/**
 * The real bot as a process of its own that reads its sources again and again, to be put through
 * miseries. ROLES are its roles. It says on standard output at which port its health pages are, and
 * logs as JSON on standard error.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { readRoles } from '../../src/core/role.ts';
import { createLog } from '../../src/lib/log.ts';

/** Often enough for somebody who waits, and not all that a core can do. */
const POLL_EVERY_MS = 300;

const { ROLES = 'all', ...environment } = process.env;
const app = await createApp(readConfig(environment), {
  roles: readRoles(ROLES) ?? new Set(),
  log: await createLog({ level: 'error', format: 'json', secrets: [] }),
  terminal: { input: process.stdin, output: process.stdout },
  arxivIntervalMs: 1,
  leaseMs: 1_000,
});
let stopping = false;
process.once('SIGTERM', () => {
  stopping = true;
});
await app.start();
process.stdout.write(`${app.httpPort()}\n`);
while (!stopping) {
  // While the database is away, a poll says so.
  if (await app.leads().catch(() => true)) await app.poll();
  await sleep(POLL_EVERY_MS);
}
await app.stop();
process.stdin.destroy();
