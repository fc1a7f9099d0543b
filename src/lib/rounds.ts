/** Work that is done again whenever it is asked for, one round after the other. */
export interface Rounds {
  /** Has a round begin; while one is under way, one more follows it. Returns at once. */
  wake(): void;
  isUnderWay(): boolean;
  /** Resolves when no round is under way. */
  idle(): Promise<void>;
}

/**
 * @param work a round.
 * @param onFailure told of a round that failed; the next one is not kept from beginning.
 */
export function createRounds(
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Rounds {
  let round: Promise<void> | null = null;
  let again = false;

  async function run(): Promise<void> {
    while (again) {
      again = false;
      await work().catch(onFailure);
    }
    round = null;
  }

  return {
    wake() {
      again = true;
      round ??= run();
    },
    isUnderWay: () => round !== null,
    async idle() {
      while (round) await round;
    },
  };
}
