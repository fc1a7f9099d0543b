import { setTimeout as sleep } from 'node:timers/promises';
import type { CallEvent } from '../support/traffic.ts';
import type { Kill } from './plan.ts';

/** Both platforms' calls, as they happen. */
export type Watch = (watcher: (event: CallEvent) => void) => () => void;

/** What is to be killed. */
export interface Target {
  /** @param event the call in whose middle it is killed; left out: between calls. */
  kill(event?: CallEvent): void;
  /** Resolves once there is nothing more to post. */
  readonly polled: Promise<void>;
}

/** How long an aimed kill waits for its post, on a slow machine, in milliseconds. */
const PATIENCE_MS = 2_500;

/** The calls that put a message into a channel. */
const POSTS = ['chat.postMessage', 'POST /channels/:channel/messages'];

/**
 * Kills as planned. An aimed kill strikes inside the server's own work on the call, so
 * that nothing can come between.
 * @returns where it struck: an aimed kill that found no post struck at "any moment".
 */
export async function killAsPlanned(kill: Kill, target: Target, watch: Watch): Promise<Kill['at']> {
  if (kill.at === 'any moment') {
    await sleep(kill.afterMs);
    target.kill();
    return kill.at;
  }
  const aim = aimAt(kill, watch, (event) => strike(kill, target, event));
  const struck = await Promise.race([aim.struck, target.polled, sleep(PATIENCE_MS)]);
  aim.end();
  if (struck) return kill.at;
  target.kill();
  return 'any moment';
}

type AimedKill = Exclude<Kill, { readonly at: 'any moment' }>;

function strike(kill: AimedKill, target: Target, event: CallEvent): void {
  const act = () => target.kill(event);
  if (kill.at === 'after the answer' && kill.afterMs > 0) setTimeout(act, kill.afterMs);
  else act();
}

function aimAt(kill: AimedKill, watch: Watch, act: (event: CallEvent) => void) {
  const { promise: struck, resolve } = Promise.withResolvers<true>();
  let posts = 0;
  const end = watch((event) => {
    if (!isTarget(event, kill) || ++posts !== kill.post) return;
    act(event);
    resolve(true);
  });
  return { struck, end };
}

function isTarget({ call, phase, status }: CallEvent, { at }: AimedKill): boolean {
  if (!POSTS.includes(call)) return false;
  return at === 'before the answer' ? phase === 'done' : phase === 'answered' && status === 200;
}
