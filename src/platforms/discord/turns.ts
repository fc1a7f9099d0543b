import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Peers } from '../../core/peers.ts';

/**
 * Discord takes one IDENTIFY in 5 seconds for each of `max_concurrency` keys; the rest is for
 * networks that are not equally fast. In milliseconds.
 * https://docs.discord.com/developers/events/gateway#rate-limiting
 */
const EVERY_MS = 5_500;
/** How often a turn is asked for that another process has, in milliseconds. */
const ASK_MS = 250;

/** Resolves when a session may be begun. Rejects once the signal is aborted. */
export type WaitForTurn = (key: number, signal: AbortSignal) => Promise<void>;

/** One pace for all sessions that this process begins, and the others on the same database. */
export function createTurns(peers: Peers): WaitForTurn {
  const queues = new Map<number, PQueue>();

  function queueOf(key: number): PQueue {
    const queue = queues.get(key) ?? new PQueue({ concurrency: 1 });
    queues.set(key, queue);
    return queue;
  }

  return (key, signal) =>
    new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      void queueOf(key).add(() => takeTurn(`discord identify ${key}`, peers, signal, resolve));
    });
}

async function takeTurn(lock: string, peers: Peers, signal: AbortSignal, begin: () => void) {
  while (!signal.aborted && !(await isFree(lock, peers))) await pause(ASK_MS);
  if (!signal.aborted) {
    begin();
    await pause(EVERY_MS);
  }
  await peers.release([lock]).catch(() => undefined);
}

/** While the database does not answer, nobody begins anything. */
async function isFree(lock: string, peers: Peers): Promise<boolean> {
  const held = await peers.hold([lock]).catch(() => null);
  return held?.has(lock) ?? false;
}

function pause(ms: number): Promise<void> {
  return sleep(ms, undefined, { ref: false });
}
