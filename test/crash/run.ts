import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, prepareBot } from './bot.ts';
import { DISCORD_FAULTS, SLACK_FAULTS } from './faults.ts';
import { createTrace, type Log } from './log.ts';
import { listedBefore } from './papers.ts';
import { type Kill, type Life, makePlan, type Plan } from './plan.ts';
import { killAsPlanned } from './trap.ts';
import { judge, type Violation } from './verdict.ts';
import { createWishes, type Wishes } from './wishes.ts';
import { type CrashWorld, startCrashWorld } from './world.ts';

export interface CrashReport {
  readonly seed: number;
  readonly kills: Readonly<Record<Kill['at'], number>>;
  readonly channels: number;
  readonly papers: number;
  readonly messages: number;
  /** Cards in all channels together. */
  readonly cards: number;
  readonly edits: number;
  readonly commands: number;
  /** How often each fault struck. */
  readonly faults: ReadonlyMap<string, number>;
  readonly violations: readonly Violation[];
  /** Where the trace, the bot's log and its database are; null when they are not kept. */
  readonly evidence: string | null;
}

/** The bot's claims are longer than its calls take here, and shorter than most of its absences. */
const LEASE_MS = 2_000;
/** How long nothing moves before a bot in peace counts as waiting, in milliseconds. */
const STANDSTILL_MS = 3_000;
/** The longest back-off, in milliseconds of the day's clock. */
const PUT_OFF_MS = 15 * 60_000;
/** How many back-offs may follow each other when nothing goes wrong any more. */
const PEACE_ROUNDS = 10;
/** From the end of the day to the next evening, when every digest is due. */
const UNTIL_EVENING_MS = 20 * 3_600_000;

/** One run: everything that its functions share. */
interface Run {
  readonly plan: Plan;
  readonly world: CrashWorld;
  readonly wishes: Wishes;
  readonly trace: Log;
  readonly folder: string;
  readonly log: number;
  readonly kills: Record<Kill['at'], number>;
  readonly faults: Map<string, number>;
  readonly died: Violation[];
}

/**
 * A day of papers, commands and faults during which the bot is killed so often, then peace; and
 * what stands in the channels in the end, compared with what must stand there.
 * @param seed the same seed plans the same day; at which instruction a kill strikes is the machine's.
 * @param keep leaves the evidence there though all is well.
 */
export async function crash(seed: number, kills: number, keep = false): Promise<CrashReport> {
  const run = await prepare(makePlan(seed, kills));
  try {
    await subscribeAll(run);
    await liveAndDie(run);
    await liveInPeace(run);
    const violations = [...run.died, ...judge(run.plan, run.world, run.wishes.fulfilled)];
    return {
      ...count(run),
      violations,
      evidence: await keepEvidence(run, keep || violations.length > 0),
    };
  } finally {
    closeSync(run.log);
    await run.world.close();
  }
}

async function prepare(plan: Plan): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), `paper-route-crash-${plan.seed}-`));
  const world = await startCrashWorld(plan);
  const trace = createTrace(world.clock.now);
  const faults = new Map<string, number>();
  world.watch(({ call, channel, phase, fault, status }) => {
    trace.note(call, [channel, phase, status, fault].filter((it) => it !== undefined).join(' '));
    if (phase === 'came' && fault) faults.set(fault, (faults.get(fault) ?? 0) + 1);
  });
  return {
    ...{ plan, world, trace, folder, faults, died: [] },
    wishes: createWishes(plan, world, trace),
    log: openSync(join(folder, 'bot.log'), 'a'),
    kills: { 'any moment': 0, 'before the answer': 0, 'after the answer': 0 },
  };
}

function nextBot({ world, log }: Run): Bot {
  const environment = {
    ...world.environment,
    ...{ ARXIV_CATEGORIES: 'cs.LG,cs.CL', LEASE_MS: String(LEASE_MS) },
  };
  return prepareBot({ environment, log });
}

/** In peace, and before anything is listed. */
async function subscribeAll(run: Run): Promise<void> {
  const { plan, world } = run;
  world.feeds.answer(listedBefore(-1, plan.papers));
  const bot = nextBot(run);
  bot.go(world.clock.aheadMs());
  await bot.polled;
  for (const channel of plan.channels) {
    await world.type(channel, 'schedule', channel.schedule);
    for (const topic of channel.topics) await world.type(channel, 'subscribe', topic);
  }
  bot.stop();
  await bot.ended;
}

async function liveAndDie(run: Run): Promise<void> {
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
  blow(world, life);
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

function blow({ slack, discord }: CrashWorld, { weather }: Life): void {
  slack.weather({ ...weather, faults: SLACK_FAULTS });
  discord.weather({ ...weather, faults: DISCORD_FAULTS });
}

async function disturb({ world, trace, faults }: Run, bot: Bot, { disturbance }: Life) {
  if (!disturbance) return;
  await bot.started;
  await sleep(disturbance.afterMs);
  trace.note('disturbed', disturbance.kind);
  faults.set(disturbance.kind, (faults.get(disturbance.kind) ?? 0) + 1);
  world.disturb(disturbance.kind);
}

/** No fault and no kill, until nothing waits: that night, and once more the next evening. */
async function liveInPeace(run: Run): Promise<void> {
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
    if (world.waiting() === 0) return;
  }
}

/** A life that ends by a stop, once nothing waits or nothing moves. */
async function liveOnce(run: Run): Promise<void> {
  const { world, wishes, plan, died } = run;
  const bot = nextBot(run);
  bot.go(world.clock.aheadMs());
  await bot.polled;
  await wishes.type(plan.lives.length);
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const waiting = world.waiting();
    if (waiting === 0 || waiting >= before) break;
    before = waiting;
    await sleep(STANDSTILL_MS);
  }
  bot.stop();
  const end = await bot.ended;
  if (end !== 0) died.push({ kind: 'died', detail: `a stop in peace ended with ${end}` });
}

function count({
  plan,
  world,
  kills,
  faults,
  wishes,
}: Run): Omit<CrashReport, 'violations' | 'evidence'> {
  const posted = plan.channels.flatMap(world.posted);
  const edits = [...world.slack.messages, ...world.discord.messages()].map((it) => it.edits);
  return {
    ...{ seed: plan.seed, kills, faults, channels: plan.channels.length },
    papers: plan.papers.length,
    messages: posted.length,
    cards: posted.reduce((sum, { papers }) => sum + papers.length, 0),
    edits: edits.reduce((sum, it) => sum + it, 0),
    commands: wishes.fulfilled.size,
  };
}

async function keepEvidence(run: Run, keep: boolean): Promise<string | null> {
  const { folder, trace, world } = run;
  if (!keep) {
    await rm(folder, { recursive: true });
    return null;
  }
  await writeFile(join(folder, 'trace.txt'), trace.lines.join('\n'));
  const database = world.environment.DATABASE_URL?.replace(/^sqlite:/, '') ?? '';
  await writeFile(join(folder, 'papers.db'), await readFile(database));
  return folder;
}
