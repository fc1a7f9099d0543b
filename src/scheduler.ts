import cron from 'node-cron';

export interface Ticks {
  /** When the sources are read. */
  readonly pollCron: string;
  readonly onPoll: () => Promise<void>;
  /** Every minute: digests that are due, deliveries that may be tried again. */
  readonly onMinute: () => Promise<void>;
}

export interface Scheduler {
  /** When the sources are read next; null when they are not. */
  nextPoll(): Date | null;
  stop(): Promise<void>;
}

/** Starts the clock of the program; a tick that finds its predecessor still at work is left out. */
export function startScheduler(ticks: Ticks): Scheduler {
  const options = { noOverlap: true, logger: silent };
  const polling = cron.schedule(ticks.pollCron, ticks.onPoll, options);
  const tasks = [polling, cron.schedule('* * * * *', ticks.onMinute, options)];
  return {
    nextPoll: () => polling.getNextRun(),
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing };
