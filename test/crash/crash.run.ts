/**
 * `npm run crashtest -- --kills 200 --seed 7 --store postgres --processes 4`: the bot lives through a day of papers on Slack and
 * Discord and is killed again and again. Exits with 1 when anything was lost, doubled, or out of
 * order; the seed plans the same day again.
 */
import { parseArgs } from 'node:util';
import type { CrashReport } from './report.ts';
import { crash } from './run.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Or "postgres": a server of its own, which is restarted and cut off, too. */
    store: { type: 'string', default: 'sqlite' },
    processes: { type: 'string', default: '1' },
    /** Keeps the trace, the log and the database of a good run, too. */
    keep: { type: 'boolean', default: false },
  },
});

if (values.store !== 'postgres' && values.processes !== '1')
  throw new Error('SQLite serves one process: --processes needs --store postgres.');

function print(report: CrashReport, seconds: number): void {
  const { kills, violations, evidence, seed } = report;
  const of = (kind: string) => violations.filter((it) => it.kind === kind).length;
  const others = violations.length - of('lost') - of('duplicate') - of('out of order');
  const lines = [
    `seed ${seed}, ${seconds.toFixed(0)} s`,
    `kills: ${Object.values(kills).reduce((sum, it) => sum + it)} (${join(Object.entries(kills))})`,
    `channels: ${report.channels}, papers: ${report.papers}, messages: ${report.messages}, cards: ${report.cards} (${report.threaded} in threads), edits: ${report.edits}, commands during the day: ${report.commands}`,
    `faults: ${join([...report.faults].toSorted(([a], [b]) => (a < b ? -1 : 1)))}`,
    ...violations.map(({ kind, detail }) => `${kind}: ${detail}`),
    `lost ${of('lost')}, duplicates ${of('duplicate')}, out of order ${of('out of order')}, other violations ${others}`,
    ...(evidence ? [`The trace, the log and the database are in ${evidence}`, replay(report)] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function join(counts: readonly (readonly [string, number])[]): string {
  return counts.map(([name, count]) => `${name} ${count}`).join('; ');
}

function replay({ seed }: CrashReport): string {
  return `Plan the same day again: npm run crashtest -- --kills ${values.kills} --seed ${seed} --store ${values.store} --processes ${values.processes}`;
}

const started = performance.now();
const report = await crash({
  seed: Number(values.seed),
  kills: Number(values.kills),
  store: values.store === 'postgres' ? 'postgres' : 'sqlite',
  processes: Number(values.processes),
  keep: values.keep,
});
print(report, (performance.now() - started) / 1_000);
process.exitCode = report.violations.length === 0 ? 0 : 1;
