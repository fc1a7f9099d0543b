import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { CallEvent } from '../support/traffic.ts';
import { type Blow, blowOf } from './blow.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { blowWeather, disturb } from './lives.ts';
import { listedBefore } from './papers.ts';
import type { Life } from './plan.ts';
import { LEASE_MS, type Run } from './state.ts';
import { killAsPlanned } from './trap.ts';

/** Commands are answered within so long, in milliseconds, or typed again in the next life. */
const ANSWER_MS = 3_000;

/**
 * The same day for several processes at once: each life ends by a blow to one of them, to all, to
 * PostgreSQL, or to its connections, and the others go on.
 */
export async function liveTogether(run: Run): Promise<void> {
  const fleet = startFleet(run);
  for (const [number, life] of run.plan.lives.entries()) await live(run, fleet, number, life);
  fleet.killAll();
  await fleet.mend();
  for (const bot of run.bots) bot.kill();
}

async function live(run: Run, fleet: Fleet, number: number, life: Life): Promise<void> {
  const { plan, world, wishes, trace } = run;
  const blow = blowOf(plan.seed, number);
  world.clock.jump(life.awayMs);
  world.feeds.answer(listedBefore(number, plan.papers));
  blowWeather(world, life);
  wishes.add(life.commands);
  trace.note('go', `life ${number}`);
  fleet.go();
  const chat = fleet.chat();
  const typed = chat.started.then(() => wishes.type(number));
  void disturb(run, chat, life);
  await endAsPlanned(run, fleet, life, blow);
  await Promise.race([typed, chat.ended, sleep(ANSWER_MS)]);
  world.slack.forgive();
  world.discord.forgive();
  await Promise.race([typed, sleep(0)]);
  await mend(run, fleet, number, blow);
}

async function endAsPlanned(run: Run, fleet: Fleet, life: Life, blow: Blow): Promise<void> {
  const struck = Promise.withResolvers<void>();
  const kill = (event?: CallEvent) => {
    run.trace.note('struck', blow.at);
    strike(run, fleet, blow, event).then(struck.resolve, struck.reject);
  };
  const never = new Promise<void>(() => undefined);
  const at = await killAsPlanned(life.kill, { kill, polled: never }, run.world.watch);
  await struck.promise;
  run.kills[at]++;
  run.faults.set(blow.at, (run.faults.get(blow.at) ?? 0) + 1);
}

/** What is to be killed is dead before this call returns; the rest takes its time. */
async function strike(run: Run, fleet: Fleet, blow: Blow, event?: CallEvent): Promise<void> {
  switch (blow.at) {
    case 'one process':
      return fleet.killOne(event?.port, blow.victim);
    case 'all processes':
      return fleet.killAll();
    case 'PostgreSQL':
      await run.store.cluster?.halt('crash');
      await sleep(blow.awayMs);
      return run.store.cluster?.start();
    case 'its connections':
      return cutConnections(run.store.url ?? '');
  }
}

async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'paper-route%'",
  );
  await client.end();
}

/** A start without a database ends with one sentence; whoever runs the bot starts it again. */
async function mend(run: Run, fleet: Fleet, number: number, blow: Blow): Promise<void> {
  const isDatabases = blow.at === 'PostgreSQL' || blow.at === 'its connections';
  // No call under way lasts longer, and the clock must not jump while its process has lost its lanes.
  if (isDatabases) await sleep(LEASE_MS / 2);
  for (const when of await fleet.mend())
    if (when === 'at work' || !isDatabases)
      run.died.push({ kind: 'died', detail: `life ${number}: a process ended by itself ${when}` });
}
