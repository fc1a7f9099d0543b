import { syncBuiltinESMExports } from 'node:module';
import { type Clock, install } from '@sinonjs/fake-timers';

/** Time that passes as it does while anything is being done, and jumps while all only wait. */
export interface VirtualTime {
  /** Lets time pass until something is true. */
  run(isOver: () => boolean, isBusy: () => boolean): Promise<void>;
  end(): void;
}

/** How often the loop of events is let turn before what does nothing counts as waiting. */
const TURNS = 8;

/** From here on Date, performance and timers are virtual, also those of node:timers/promises. */
export function beginVirtualTime(now: Date): VirtualTime {
  const real = performance.now.bind(performance);
  const realTimeout = setTimeout;
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const aMoment = () => new Promise<void>((resolve) => realTimeout(resolve, 1));
  const clock: Clock = install({
    now,
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  syncBuiltinESMExports();

  /** Two readings of the real clock apart, the virtual one has moved as far. */
  async function pass(isBusy: () => boolean): Promise<boolean> {
    const began = real();
    let wasBusy = false;
    for (let turns = 0; turns < TURNS && !wasBusy; turns++) {
      await turn();
      wasBusy = isBusy();
    }
    if (wasBusy) await aMoment();
    await clock.tickAsync(real() - began);
    return wasBusy;
  }

  return {
    async run(isOver, isBusy) {
      while (!isOver()) if (!(await pass(isBusy)) && !isOver()) await clock.nextAsync();
    },
    end: () => {
      clock.uninstall();
      syncBuiltinESMExports();
    },
  };
}
