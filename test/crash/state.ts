import { openSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, prepareBot } from './bot.ts';
import { createTrace, type Log } from './log.ts';
import type { Kill, Plan } from './plan.ts';
import { rolesOf } from './roles.ts';
import { type CrashStore, type StoreName, startStore } from './store.ts';
import type { Violation } from './verdict.ts';
import { createWishes, type Wishes } from './wishes.ts';
import { type CrashWorld, startCrashWorld } from './world.ts';

/** The bot's claims are longer than its calls take here, and shorter than most of its absences. */
export const LEASE_MS = 2_000;

export interface CrashOptions {
  readonly seed: number;
  readonly kills: number;
  readonly store: StoreName;
  /** How many processes the bot has; more than one only on PostgreSQL. */
  readonly processes: number;
  /** Leaves the evidence there though all is well. */
  readonly keep: boolean;
}

/** One run: everything that its functions share. */
export interface Run {
  readonly plan: Plan;
  /** Of each process. */
  readonly roles: readonly string[];
  readonly store: CrashStore;
  readonly world: CrashWorld;
  readonly wishes: Wishes;
  readonly trace: Log;
  readonly folder: string;
  readonly log: number;
  readonly kills: Record<Kill['at'], number>;
  readonly faults: Map<string, number>;
  readonly died: Violation[];
  /** Those that may still live. */
  readonly bots: Set<Bot>;
}

/** The outside world of a planned day, and nothing that has happened yet. */
export async function prepare(
  plan: Plan,
  { store: name, processes }: Pick<CrashOptions, 'store' | 'processes'>,
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), `paper-route-crash-${plan.seed}-`));
  const store = await startStore(name);
  const world = await startCrashWorld(plan, store.url);
  const trace = createTrace(world.clock.now);
  const faults = new Map<string, number>();
  world.watch(({ call, channel, phase, fault, status }) => {
    trace.note(call, [channel, phase, status, fault].filter((it) => it !== undefined).join(' '));
    if (phase === 'came' && fault) faults.set(fault, (faults.get(fault) ?? 0) + 1);
  });
  return {
    ...{
      plan,
      roles: rolesOf(processes),
      store,
      world,
      trace,
      folder,
      faults,
      died: [],
      bots: new Set(),
    },
    wishes: createWishes(plan, world, trace),
    log: openSync(join(folder, 'bot.log'), 'a'),
    kills: { 'any moment': 0, 'before the answer': 0, 'after the answer': 0 },
  };
}

/** A bot that is loaded and waits for its go; it does everything, unless it is given roles. */
export function nextBot({ world, log, bots }: Run, roles = 'all'): Bot {
  const environment = {
    ...world.environment,
    ...{ ARXIV_CATEGORIES: 'cs.LG,cs.CL', LEASE_MS: String(LEASE_MS), ROLES: roles },
  };
  const bot = prepareBot({ environment, log });
  bots.add(bot);
  void bot.ended.then(() => bots.delete(bot));
  return bot;
}
