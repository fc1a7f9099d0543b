import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { startProgress } from '../lib/progress.ts';
import { openApp, untilSignal } from './setup.ts';
import { reportLine } from './summary.ts';

/** `paper-route poll`: one round, a line for each source; then the summaries for what waits. Fails when no source could be read. */
export async function poll(config: Config): Promise<number> {
  const progress = startProgress(process.stderr, 'Reading the sources…');
  const app = await openApp(config, process.stderr.isTTY ? 'error' : 'warn', {
    onSource: (report, done) =>
      progress.update(`Reading the sources: ${done} done, last ${report.source}…`),
  });
  try {
    const reports = await Promise.race([app.poll(), untilSignal().then(() => null)]);
    progress.done();
    if (reports === null) return INTERRUPTED;
    for (const report of reports) process.stdout.write(`${reportLine(report)}\n`);
    await Promise.race([app.summarise(), untilSignal(), sleep(SUMMARIES_MS, null, { ref: false })]);
    return reports.length === 0 || reports.some((it) => it.outcome === 'read') ? 0 : 1;
  } finally {
    progress.done();
    await app.stop();
  }
}

/** What a language model has not written by then is written at the next round. */
const SUMMARIES_MS = 120_000;

/** As shells count a program that SIGINT ended. */
const INTERRUPTED = 130;
