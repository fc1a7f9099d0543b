import { setTimeout as sleep } from 'node:timers/promises';
import type { CallEvent } from '../support/traffic.ts';
import type { Bot } from './bot.ts';
import type { Kill } from './plan.ts';

/** Both platforms' calls, as they happen. */
export type Watch = (watcher: (event: CallEvent) => void) => () => void;

/** How long an aimed kill waits for its post, on a slow machine, in milliseconds. */
const PATIENCE_MS = 2_500;

/** The calls that put a message into a channel. */
const POSTS = ['chat.postMessage', 'POST /channels/:channel/messages'];

/**
 * Kills the bot as planned. An aimed kill strikes inside the server's own work on the call, so
 * that nothing can come between.
 * @returns where it struck: an aimed kill that found no post struck at "any moment".
 */
export async function killAsPlanned(kill: Kill, bot: Bot, watch: Watch): Promise<Kill['at']> {
  if (kill.at === 'any moment') {
    await sleep(kill.afterMs);
    bot.kill();
    return kill.at;
  }
  const aim = aimAt(kill, watch, () => strike(kill, bot));
  const struck = await Promise.race([aim.struck, bot.polled, sleep(PATIENCE_MS)]);
  aim.end();
  if (struck) return kill.at;
  bot.kill();
  return 'any moment';
}

type AimedKill = Exclude<Kill, { readonly at: 'any moment' }>;

function strike(kill: AimedKill, bot: Bot): void {
  if (kill.at === 'after the answer' && kill.afterMs > 0) setTimeout(bot.kill, kill.afterMs);
  else bot.kill();
}

function aimAt(kill: AimedKill, watch: Watch, act: () => void) {
  const { promise: struck, resolve } = Promise.withResolvers<true>();
  let posts = 0;
  const end = watch((event) => {
    if (!isTarget(event, kill) || ++posts !== kill.post) return;
    act();
    resolve(true);
  });
  return { struck, end };
}

function isTarget({ call, phase, status }: CallEvent, { at }: AimedKill): boolean {
  if (!POSTS.includes(call)) return false;
  return at === 'before the answer' ? phase === 'done' : phase === 'answered' && status === 200;
}
