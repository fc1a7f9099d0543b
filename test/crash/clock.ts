/** A clock that runs on from a moment and can be set forward: the bot's and the platforms' alike. */
export interface JumpingClock {
  /** In milliseconds. */
  now(): number;
  jump(ms: number): void;
  /** How far it is ahead of this machine's, in milliseconds. */
  aheadMs(): number;
}

export function createClock(start: number): JumpingClock {
  let ahead = start - Date.now();
  return {
    now: () => Date.now() + ahead,
    jump: (ms) => {
      ahead += ms;
    },
    aheadMs: () => ahead,
  };
}
