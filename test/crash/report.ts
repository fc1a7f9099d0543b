import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { query } from '../support/query.ts';
import type { Kill } from './plan.ts';
import type { Run } from './state.ts';
import { judge, type Violation } from './verdict.ts';
import type { Posted } from './world.ts';

export interface CrashReport {
  readonly seed: number;
  readonly kills: Readonly<Record<Kill['at'], number>>;
  readonly channels: number;
  readonly papers: number;
  readonly messages: number;
  /** Cards in all channels together. */
  readonly cards: number;
  /** Those of them that stand in threads. */
  readonly threaded: number;
  readonly edits: number;
  readonly commands: number;
  /** How often each fault struck. */
  readonly faults: ReadonlyMap<string, number>;
  readonly violations: readonly Violation[];
  /** Where the trace, the bot's log and its database are; null when they are not kept. */
  readonly evidence: string | null;
}

/** @param keep leaves the evidence there though all is well. */
export async function reportOf(run: Run, keep: boolean): Promise<CrashReport> {
  const violations = [...run.died, ...(await judge(run.plan, run.world, run.wishes.fulfilled))];
  const evidence = await keepEvidence(run, keep || violations.length > 0);
  return { ...count(run), violations, evidence };
}

function count({
  plan,
  world,
  kills,
  faults,
  wishes,
}: Run): Omit<CrashReport, 'violations' | 'evidence'> {
  const posted = plan.channels.flatMap(world.posted);
  const inThreads = plan.channels.filter((it) => it.inThreads).flatMap(world.posted);
  const edits = [...world.slack.messages, ...world.discord.messages()].map((it) => it.edits);
  return {
    ...{ seed: plan.seed, kills, faults, channels: plan.channels.length },
    papers: plan.papers.length,
    messages: posted.length,
    cards: cardsIn(posted),
    threaded: cardsIn(inThreads),
    edits: edits.reduce((sum, it) => sum + it, 0),
    commands: wishes.fulfilled.size,
  };
}

function cardsIn(posted: readonly Posted[]): number {
  return posted.reduce((sum, { papers }) => sum + papers.length, 0);
}

async function keepEvidence(run: Run, keep: boolean): Promise<string | null> {
  const { folder, trace, world, store } = run;
  if (!keep) {
    await rm(folder, { recursive: true });
    return null;
  }
  await writeFile(join(folder, 'trace.txt'), trace.lines.join('\n'));
  const { DATABASE_URL = '' } = world.environment;
  if (store.cluster) await writeFile(join(folder, 'deliveries.json'), await dump(DATABASE_URL));
  else await copyFile(DATABASE_URL.replace('sqlite:', ''), join(folder, 'papers.db'));
  return folder;
}

/** The outbox of a database that ends with its server. */
async function dump(url: string): Promise<string> {
  return JSON.stringify(await query(url, 'select * from deliveries order by seq'), null, 1);
}
