import cron from 'node-cron';

export interface Ticks {
  /** When the sources are read. */
  readonly pollCron: string;
  readonly onPoll: () => Promise<void>;
  /** Every minute: digests that are due, deliveries that may be tried again. */
  readonly onMinute: () => Promise<void>;
}

export interface Scheduler {
  stop(): Promise<void>;
}

/** Starts the clock of the program; a tick that finds its predecessor still at work is left out. */
export function startScheduler(ticks: Ticks): Scheduler {
  const options = { noOverlap: true, logger: silent };
  const tasks = [
    cron.schedule(ticks.pollCron, ticks.onPoll, options),
    cron.schedule('* * * * *', ticks.onMinute, options),
  ];
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing };
