import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from './bot.ts';
import { DISCORD_FAULTS, SLACK_FAULTS } from './faults.ts';
import { listedBefore } from './papers.ts';
import type { Life } from './plan.ts';
import { nextBot, type Run } from './state.ts';
import { killAsPlanned } from './trap.ts';
import type { CrashWorld } from './world.ts';

/** One planned life after the other, each ended by its kill. */
export async function liveAndDie(run: Run): Promise<void> {
  let bot = nextBot(run);
  for (const [number, life] of run.plan.lives.entries()) {
    const next = nextBot(run);
    await live(run, bot, number, life);
    bot = next;
  }
  bot.kill();
  await bot.ended;
}

async function live(run: Run, bot: Bot, number: number, life: Life): Promise<void> {
  const { plan, world, wishes, trace, kills } = run;
  world.clock.jump(life.awayMs);
  world.feeds.answer(listedBefore(number, plan.papers));
  blowWeather(world, life);
  wishes.add(life.commands);
  trace.note('go', `life ${number}`);
  bot.go(world.clock.aheadMs());
  const typed = bot.started.then(() => wishes.type(number));
  void disturb(run, bot, life);
  const at = await Promise.race([killAsPlanned(life.kill, bot, world.watch), diedBefore(bot)]);
  const end = await bot.ended;
  trace.note('killed', at ?? `ended with ${end}`);
  if (at) kills[at]++;
  else run.died.push({ kind: 'died', detail: `life ${number}: the bot ended by itself (${end})` });
  world.slack.forgive();
  world.discord.forgive();
  await Promise.race([typed, sleep(0)]);
}

/** Resolves when the bot ends by itself. */
async function diedBefore(bot: Bot): Promise<null> {
  if ((await bot.ended) === 'SIGKILL') return new Promise(() => undefined);
  return null;
}

/** From now on calls go wrong as planned. */
export function blowWeather({ slack, discord }: CrashWorld, { weather }: Life): void {
  slack.weather({ ...weather, faults: SLACK_FAULTS });
  discord.weather({ ...weather, faults: DISCORD_FAULTS });
}

/** Breaks the connections of commands as planned, if the bot lives that long. */
export async function disturb({ world, trace, faults }: Run, bot: Bot, { disturbance }: Life) {
  if (!disturbance) return;
  const isAlive = bot.started.then(() => sleep(disturbance.afterMs, true));
  if (!(await Promise.race([isAlive, bot.ended.then(() => false)]))) return;
  trace.note('disturbed', disturbance.kind);
  faults.set(disturbance.kind, (faults.get(disturbance.kind) ?? 0) + 1);
  world.disturb(disturbance.kind);
}
