/** The real bot as a process of its own, to be killed: as `paper-route start`, with a short lease. */
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/lib/log.ts';

const app = await createApp(readConfig(process.env), {
  log: silentLog(),
  terminal: { input: process.stdin, output: process.stdout },
  arxivIntervalMs: 1,
  leaseMs: 400,
});
await app.start();
process.stdout.write('started\n');
process.once('SIGTERM', () => void app.stop());
await app.poll();
