import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { isIn, visitorNetwork } from '../lib/network.ts';
import { createTally } from '../lib/tally.ts';

/** How often an address has guessed wrong. */
export interface Guesses {
  /** True once it guessed as often as it may in a minute: what it says is not looked at. */
  areSpent(c: Context): Promise<boolean>;
  count(c: Context): Promise<void>;
}

/** Who asks, as far as it can be told behind reverse proxies. */
export interface Visitors {
  /** Counts an address's guesses at a secret. */
  guesses(aMinute: number): Guesses;
  /** The address of whoever asks. */
  addressOf(c: Context): string;
  /** True when the request was handed on by a reverse proxy of the operator. */
  isByProxy(c: Context): boolean;
  /** Lets an address ask so many times a minute, or in so many seconds, and answers 429 beyond. */
  atMost(times: number, seconds?: number): MiddlewareHandler;
  /** Lets an address wait for so many answers at a time, and answers 429 beyond. */
  atOnce(most: number): MiddlewareHandler;
}

/** @param trustedProxies the only addresses whose X-Forwarded-For is believed. */
export function createVisitors(trustedProxies: readonly string[]): Visitors {
  const peerOf = (c: Context) => getConnInfo(c).remote.address ?? '';
  const isProxy = (address: string) => isIn(trustedProxies, address);

  /** The last of the named addresses that is no proxy: those before it are hearsay. */
  function addressOf(c: Context): string {
    const peer = peerOf(c);
    if (!isProxy(peer)) return peer;
    const named = (c.req.header('x-forwarded-for') ?? '').split(',').map((it) => it.trim());
    return named.findLast((it) => it !== '' && !isProxy(it)) ?? peer;
  }

  /** What a visitor is counted by. */
  const networkOf = (c: Context) => visitorNetwork(addressOf(c));

  return {
    guesses(aMinute) {
      const limiter = new RateLimiterMemory({ points: aMinute, duration: 60 });
      return {
        areSpent: async (c) => ((await limiter.get(networkOf(c)))?.consumedPoints ?? 0) >= aMinute,
        count: async (c) => void (await limiter.penalty(networkOf(c))),
      };
    },
    addressOf,
    isByProxy: (c) => isProxy(peerOf(c)),
    atMost(times, seconds = 60) {
      const limiter = new RateLimiterMemory({ points: times, duration: seconds });
      return async (c, next) => {
        try {
          await limiter.consume(networkOf(c));
        } catch (refusal) {
          return tooMany(c, refusal);
        }
        await next();
      };
    },
    atOnce(most) {
      const waiting = createTally();
      return async (c, next) => {
        const visitor = networkOf(c);
        if (waiting.of(visitor) >= most) return tooManyAtOnce(c, most);
        waiting.add(visitor);
        try {
          await next();
        } finally {
          waiting.remove(visitor);
        }
      };
    },
  };
}

function tooMany(c: Context, refusal: unknown): Response {
  if (refusal instanceof Error) throw refusal;
  const { msBeforeNext } = refusal as { msBeforeNext: number };
  c.header('retry-after', String(Math.ceil(msBeforeNext / 1_000)));
  return c.text('That is a lot at once. Wait a little, then ask again.\n', 429);
}

function tooManyAtOnce(c: Context, most: number): Response {
  c.header('retry-after', '1');
  return c.text(`You wait for ${most} answers already. Ask again when they are there.\n`, 429);
}
