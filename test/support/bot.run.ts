/**
 * The real bot as a process of its own, to be killed: as `paper-route start`, with a short lease.
 * With WAIT_FOR_GO it loads everything, and begins when a line on its standard input tells how far
 * its clock is ahead, in milliseconds. It says "started" and "polled" when it has.
 */
import { once } from 'node:events';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog, silentLog } from '../../src/lib/log.ts';

const { WAIT_FOR_GO, LEASE_MS = '400', ...environment } = process.env;

async function waitForGo(): Promise<number> {
  await Promise.all([
    import('../../src/platforms/slack/index.ts'),
    import('../../src/platforms/discord/index.ts'),
  ]);
  const [line] = await once(process.stdin, 'data');
  return Number(line);
}

const aheadMs = WAIT_FOR_GO ? await waitForGo() : 0;
const config = readConfig(environment);
const { logLevel } = config;
const isLoud = logLevel !== null && logLevel !== 'silent';
const app = await createApp(config, {
  log: isLoud ? await createLog({ level: logLevel, format: 'json', secrets: [] }) : silentLog(),
  terminal: { input: process.stdin, output: process.stdout },
  now: () => new Date(Date.now() + aheadMs),
  arxivIntervalMs: 1,
  leaseMs: Number(LEASE_MS),
});
process.once('SIGTERM', () => {
  process.stdin.destroy();
  void app.stop();
});
await app.start();
process.stdout.write('started\n');
await app.poll();
process.stdout.write('polled\n');
