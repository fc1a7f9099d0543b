/**
 * `npm run loadtest -- --store postgres --processes 4 --kill`: so many channels on each platform, all with a digest due at the same minute,
 * on servers that enforce the platforms' limits from a realistic distance; `/subscribe` is typed
 * meanwhile. Prints how near the bot comes to the permitted rate and what it costs. Exits with 1
 * when a target is missed.
 *
 * Achieved is (messages - 1) / (time of the last post - time of the first), by the server's clock:
 * a rate that means something from a few hundred channels on.
 * Permitted is what the platform lets through in the long run, without its bursts; how it is worked
 * out stands in the output. An acknowledgement is timed by the server, from the command's event to
 * the acknowledgement's arrival, and travels no simulated distance: it is the bot's own share. With
 * several processes on PostgreSQL, so many send, one takes commands and one composes; --kill kills
 * the one that posts on each platform in the middle.
 *
 * `npm run loadtest -- --web`: readers of the front page instead, while the bot reads a day of arXiv;
 * see web.ts.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type LoadOptions, type LoadReport, load, type PlatformReport, quantile } from './load.ts';
import { loadWeb } from './web.ts';

const { values } = parseArgs({
  options: {
    'slack-channels': { type: 'string', default: '400' },
    'discord-channels': { type: 'string', default: '2000' },
    guilds: { type: 'string', default: '50' },
    papers: { type: 'string', default: '3' },
    archive: { type: 'string', default: '3000' },
    'commands-per-second': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'sqlite' },
    processes: { type: 'string', default: '1' },
    kill: { type: 'boolean', default: false },
    log: { type: 'string' },
    web: { type: 'boolean', default: false },
    'archived-papers': { type: 'string', default: '100000' },
    'requests-per-second': { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
  },
});

if (values.store !== 'postgres' && values.processes !== '1')
  throw new Error('SQLite serves one process: --processes needs --store postgres.');

const options: LoadOptions = {
  channels: {
    slack: Number(values['slack-channels']),
    discord: Number(values['discord-channels']),
  },
  guilds: Number(values.guilds),
  papers: Number(values.papers),
  archive: Number(values.archive),
  commandsPerSecond: Number(values['commands-per-second']),
  seed: Number(values.seed),
  log: values.log,
  store: values.store === 'postgres' ? 'postgres' : 'sqlite',
  processes: Number(values.processes),
  kill: values.kill,
};

const TARGET_RATE = 0.95;
const TARGET_ACKNOWLEDGED_MS = 250;

function print({ platforms, meters }: LoadReport): void {
  const lines = [
    `Node ${process.versions.node}, ${cpus().length} cores; ${values.papers} papers in each digest; ${values['commands-per-second']} commands a second`,
    '| platform | messages | time | achieved / permitted, a second | 429s | lost, doubled | /subscribe acknowledged: p50, p99, max |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...platforms.map(row),
    ...platforms.map((it) => `Permitted on ${it.name}: ${it.permittedBecause}.`),
    ...meters.map(
      ({ delay, peakMegabytes }) =>
        `Event loop delay: p50 ${ms(delay.p50)}, p99 ${ms(delay.p99)}, max ${ms(delay.max)}. Peak resident memory: ${peakMegabytes.toFixed(0)} MB.`,
    ),
    ...missed(platforms),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function row(it: PlatformReport): string {
  const { p50, p99, max } = it.acknowledged;
  return `| ${[
    it.name,
    it.messages,
    `${it.seconds.toFixed(1)} s`,
    `${it.achievedPerSecond.toFixed(2)} / ${it.permittedPerSecond.toFixed(2)} = ${rateOf(it).toFixed(3)}`,
    it.refused,
    `${it.lost}, ${it.duplicates}`,
    `${ms(p50)}, ${ms(p99)}, ${ms(max)} (${it.commands} commands)`,
  ].join(' | ')} |`;
}

function ms(milliseconds: number): string {
  if (milliseconds === Number.POSITIVE_INFINITY) return 'never';
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function rateOf({ achievedPerSecond, permittedPerSecond }: PlatformReport): number {
  return achievedPerSecond / permittedPerSecond;
}

function missed(platforms: readonly PlatformReport[]): string[] {
  return platforms.flatMap((it) => [
    ...(it.lost + it.duplicates > 0 ? [`Missed on ${it.name}: every message once.`] : []),
    ...(rateOf(it) < TARGET_RATE ? [`Missed on ${it.name}: ${TARGET_RATE} of the rate.`] : []),
    ...(it.refused > 0 ? [`Missed on ${it.name}: no 429.`] : []),
    ...(it.acknowledged.p99 >= TARGET_ACKNOWLEDGED_MS
      ? [`Missed on ${it.name}: p99 of /subscribe under ${TARGET_ACKNOWLEDGED_MS} ms.`]
      : []),
  ]);
}

const TARGET_PAGE_MS = 100;

async function runWeb(): Promise<boolean> {
  const papers = Number(values['archived-papers']);
  const perSecond = Number(values['requests-per-second']);
  const { times, failed, read } = await loadWeb({
    papers,
    perSecond,
    seconds: Number(values.seconds),
  });
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => quantile(times, share)) as [
    number,
    number,
    number,
  ];
  const lines = [
    `Node ${process.versions.node}, ${cpus().length} cores; the front page with ${papers.toLocaleString('en')} papers in SQLite, ${perSecond} requests a second for ${values.seconds} s`,
    `From the time it was due: p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(max)} (${times.length} answers, ${failed} failed). Papers that a poll stored meanwhile: ${read}.`,
    ...(p99 >= TARGET_PAGE_MS ? [`Missed: p99 under ${TARGET_PAGE_MS} ms.`] : []),
    ...(failed > 0 ? ['Missed: every request answered.'] : []),
    ...(read === 0 ? ['Missed: no poll stored anything meanwhile.'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return lines.length === 2;
}

async function runDigests(): Promise<boolean> {
  const report = await load(options);
  print(report);
  return missed(report.platforms).length === 0;
}

process.exitCode = (await (values.web ? runWeb() : runDigests())) ? 0 : 1;
