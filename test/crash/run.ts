import { closeSync } from 'node:fs';
import { liveTogether } from './fleet-lives.ts';
import { liveAndDie } from './lives.ts';
import { liveInPeace, subscribeAll } from './peace.ts';
import { makePlan } from './plan.ts';
import { type CrashReport, reportOf } from './report.ts';
import { type CrashOptions, prepare } from './state.ts';

/**
 * A day of papers, commands and faults during which the bot is killed so often, then peace; and
 * what stands in the channels in the end, compared with what must stand there. The same seed plans
 * the same day; at which instruction a kill strikes is the machine's.
 */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const run = await prepare(makePlan(options.seed, options.kills), options);
  try {
    await subscribeAll(run);
    await (options.processes === 1 ? liveAndDie(run) : liveTogether(run));
    await liveInPeace(run);
    return await reportOf(run, options.keep);
  } finally {
    for (const bot of run.bots) bot.kill();
    closeSync(run.log);
    await run.world.close();
    await run.store.cluster?.stop();
  }
}
