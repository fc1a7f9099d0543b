import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from './bot.ts';
import { listedBefore } from './papers.ts';
import { nextBot, type Run } from './state.ts';
import type { CrashWorld } from './world.ts';

/** Between the channels of the morning, so that Discord's 50 requests a second are not in the way. */
const TYPING_MS = 100;
/** How long nothing moves before a bot in peace counts as waiting, in milliseconds. */
const STANDSTILL_MS = 3_000;
/** The longest back-off, in milliseconds of the day's clock. */
const PUT_OFF_MS = 15 * 60_000;
/** How many back-offs may follow each other when nothing goes wrong any more. */
const PEACE_ROUNDS = 10;
/** From the end of the day to the next evening, when every digest is due. */
const UNTIL_EVENING_MS = 20 * 3_600_000;

/** Sets every channel's schedule and first topics, before anything is listed. */
export async function subscribeAll(run: Run): Promise<void> {
  const { plan, world } = run;
  world.feeds.answer(listedBefore(-1, plan.papers));
  const bots = await startAll(run);
  for (const channel of plan.channels) {
    await world.type(channel, 'schedule', channel.schedule);
    if (channel.inThreads) await world.type(channel, 'settings', 'layout thread');
    await world.type(channel, 'subscribe', channel.topics.join(', '));
    await sleep(TYPING_MS);
  }
  await stopAll(bots);
}

/** All processes, once they are connected and one of them has read the sources. */
async function startAll(run: Run): Promise<Bot[]> {
  const bots = run.roles.map((roles) => nextBot(run, roles));
  for (const bot of bots) bot.go(run.world.clock.aheadMs());
  const dead = bots.map((bot) => bot.ended.then((end) => Promise.reject(deathAtStart(end))));
  await Promise.race([Promise.all(bots.map((bot) => bot.started)), ...dead]);
  await Promise.race([...bots.map((bot) => bot.polled), ...dead]);
  return bots;
}

function deathAtStart(end: number | NodeJS.Signals): Error {
  return new Error(`A bot ended with ${end} before the day began; its log says why.`);
}

/** Gives how each of them ended. */
function stopAll(bots: readonly Bot[]): Promise<(number | NodeJS.Signals)[]> {
  for (const bot of bots) bot.stop();
  return Promise.all(bots.map((bot) => bot.ended));
}

/** No fault and no kill, until nothing waits: that night, and once more the next evening. */
export async function liveInPeace(run: Run): Promise<void> {
  const { world, wishes, died } = run;
  world.slack.weather(null);
  world.discord.weather(null);
  await settle(run);
  world.clock.jump(UNTIL_EVENING_MS);
  await settle(run);
  if (wishes.open > 0) died.push({ kind: 'lost', detail: `${wishes.open} commands` });
}

/** Each time so much later that what was put off is due again, as often as it takes. */
async function settle(run: Run): Promise<void> {
  const { world, trace } = run;
  for (let round = 1; round <= PEACE_ROUNDS; round++) {
    world.clock.jump(PUT_OFF_MS);
    trace.note('peace', `round ${round}`);
    await liveOnce(run);
    if ((await world.waiting()) === 0) return;
  }
}

/** A life that ends by a stop, once nothing waits or nothing moves. */
async function liveOnce(run: Run): Promise<void> {
  const { world, wishes, plan, died } = run;
  const bots = await startAll(run);
  await wishes.type(plan.lives.length);
  await standstill(world);
  for (const end of await stopAll(bots))
    if (end !== 0) died.push({ kind: 'died', detail: `a stop in peace ended with ${end}` });
}

/** Resolves when nothing waits, or what waits gets no less. */
async function standstill(world: CrashWorld): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY;
  let since = performance.now();
  while (fewest > 0 && performance.now() - since < STANDSTILL_MS) {
    const waiting = await world.waiting();
    if (waiting < fewest) since = performance.now();
    fewest = Math.min(fewest, waiting);
    await sleep(100);
  }
}
