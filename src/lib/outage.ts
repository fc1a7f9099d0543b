import type { Clock } from './clock.ts';

/** A break shorter than this mends itself and concerns nobody, in milliseconds. */
const PATIENCE_MS = 60_000;

/** Since when a connection is down, and why. */
export interface Outage {
  /** The connection stands. */
  up(): void;
  /**
   * The connection is gone, or can't be had.
   * @param sentence why, and what to do; the latest one is told.
   * @param lasting true when it does not come back by itself: then it is told at once.
   */
  down(sentence: string, lasting?: boolean): void;
  /** Why nothing comes in; null while the connection stands, and in the first minute of a break. */
  problem(): string | null;
}

/** An outage that lasts until the first `up`. @param sentence what is told until then. */
export function createOutage(clock: Clock, sentence: string): Outage {
  let present: { since: number; sentence: string; lasting: boolean } | null = null;

  function down(sentence: string, lasting = false): void {
    present = { since: present?.since ?? clock().getTime(), sentence, lasting };
  }

  function problem(): string | null {
    if (!present) return null;
    const isLong = clock().getTime() - present.since > PATIENCE_MS;
    return present.lasting || isLong ? present.sentence : null;
  }

  down(sentence, true);
  return {
    up: () => {
      present = null;
    },
    down,
    problem,
  };
}
