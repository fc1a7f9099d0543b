import { closeSync } from 'node:fs';
import { liveAndDie } from './lives.ts';
import { liveInPeace, subscribeAll } from './peace.ts';
import { makePlan } from './plan.ts';
import { type CrashReport, reportOf } from './report.ts';
import { prepare } from './state.ts';

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
    return await reportOf(run, keep);
  } finally {
    for (const bot of run.bots) bot.kill();
    closeSync(run.log);
    await run.world.close();
  }
}
