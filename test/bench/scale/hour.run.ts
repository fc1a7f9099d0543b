/**
 * `npm run bench:hour -- --channels 100000`: so many channels on Discord with a digest due at the
 * same minute, on a PostgreSQL of its own. Composing, lanes, pacer, claims and settling are the
 * program's; the clock is virtual: it runs as the real one does while anything is being done, and
 * jumps to the next timer while everything only waits. Discord is a sender that takes 120 ms.
 * Prints how long it took against Discord's own floor; exits with 1 above 1.05 of it.
 */
import { parseArgs } from 'node:util';
import { DISCORD_PACE } from '../../../src/platforms/discord/limits.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { SAFE, startCluster } from '../../support/postgres/cluster.ts';
import { createDatabase } from '../../support/postgres/create.ts';
import { fillArchive } from './archive.ts';
import { watchBusy } from './busy.ts';
import { createStation } from './station.ts';
import { openStatistics } from './statistics.ts';
import { beginVirtualTime } from './virtual-time.ts';

const { values } = parseArgs({
  options: {
    channels: { type: 'string', default: '100000' },
    /** "apart": one process composes, another sends; "together": one does both. */
    roles: { type: 'string', default: 'apart' },
  },
});

/** https://docs.discord.com/developers/topics/rate-limits#global-rate-limit */
const FLOOR_PER_SECOND = 50;
const TARGET = 1.05;
const NINE = new Date('2026-11-25T09:00:00Z');
const MINUTE_MS = 60_000;
/** A call to Discord and back, in milliseconds. */
const ROUND_TRIP_MS = 120;

const channels = Number(values.channels);
const cluster = await startCluster([
  ...[...SAFE, '-c', 'shared_buffers=1GB', '-c', 'synchronous_commit=off'],
  ...['-c', 'shared_preload_libraries=pg_stat_statements'],
]);
try {
  const url = await createDatabase(cluster.url, 'hour');
  await (await openStorage(url)).close();
  await fillArchive(url, { channels, papers: 50_000, matches: 3, dueAt: NINE }, NINE);
  const statistics = await openStatistics(url);
  process.exitCode = (await simulate(url, statistics)) <= TARGET ? 0 : 1;
  await statistics.close();
} finally {
  await cluster.stop();
}

async function simulate(url: string, statistics: Awaited<ReturnType<typeof openStatistics>>) {
  const [one, other] = [watchBusy(await openStorage(url)), watchBusy(await openStorage(url))];
  const sent: number[] = [];
  const isApart = values.roles === 'apart';
  const realStart = performance.now();
  const time = beginVirtualTime(NINE);
  const onSend = (at: number) => void sent.push(at);
  const discord = { pace: DISCORD_PACE, roundTripMs: ROUND_TRIP_MS, onSend };
  const stations = isApart
    ? [
        createStation(one.storage, { leads: true, delivers: false, ...discord }),
        createStation(other.storage, { leads: false, delivers: true, ...discord }),
      ]
    : [createStation(one.storage, { leads: true, delivers: true, ...discord })];
  const ticking = setInterval(() => {
    for (const it of stations) it.wake();
  }, MINUTE_MS);
  for (const it of stations) it.wake();
  await time.run(
    () => sent.length >= channels,
    () => one.isBusy() || other.isBusy(),
  );
  clearInterval(ticking);
  const stopping = Promise.all(stations.map((it) => it.stop(1_000)));
  let stopped = false;
  void stopping.then(() => {
    stopped = true;
  });
  await time.run(
    () => stopped,
    () => one.isBusy() || other.isBusy(),
  );
  time.end();
  const seconds = ((sent.at(-1) ?? 0) - NINE.getTime()) / 1_000;
  const floor = channels / FLOOR_PER_SECOND;
  print(sent, seconds, floor, (performance.now() - realStart) / 1_000);
  process.stdout.write(
    `${await statistics.report(channels)}\n${await statistics.composed(NINE)}\n`,
  );
  await Promise.all([one.storage.close(), other.storage.close()]);
  return seconds / floor;
}

function print(sent: readonly number[], seconds: number, floor: number, real: number): void {
  const first = ((sent[0] ?? 0) - NINE.getTime()) / 1_000;
  process.stdout.write(
    [
      `${channels} channels, ${values.roles}: the first digest after ${first.toFixed(1)} s, the last after ${seconds.toFixed(1)} s`,
      `Discord's floor ${floor.toFixed(0)} s (50 a second): ${(seconds / floor).toFixed(3)} of it; most within a second: ${mostWithinASecond(sent)}, longest pause: ${longestPause(sent)} ms`,
      `sent ${sent.length}, in ${real.toFixed(0)} s of real time\n`,
    ].join('\n'),
  );
}

function mostWithinASecond(moments: readonly number[]): number {
  let [start, most] = [0, 0];
  for (const [index, moment] of moments.entries()) {
    while (moment - (moments[start] ?? 0) >= 1_000) start++;
    most = Math.max(most, index - start + 1);
  }
  return most;
}

function longestPause(moments: readonly number[]): number {
  return moments.reduce((most, at, index) => Math.max(most, at - (moments[index - 1] ?? at)), 0);
}
