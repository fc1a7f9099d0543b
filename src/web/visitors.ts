import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { isIn } from '../lib/network.ts';

/** Who asks, as far as it can be told behind reverse proxies. */
export interface Visitors {
  /** The address of whoever asks. */
  addressOf(c: Context): string;
  /** True when the request was handed on by a reverse proxy of the operator. */
  isByProxy(c: Context): boolean;
  /** Lets an address ask so many times a minute, and answers 429 beyond. */
  atMost(aMinute: number): MiddlewareHandler;
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

  return {
    addressOf,
    isByProxy: (c) => isProxy(peerOf(c)),
    atMost(aMinute) {
      const limiter = new RateLimiterMemory({ points: aMinute, duration: 60 });
      return async (c, next) => {
        try {
          await limiter.consume(networkOf(addressOf(c)));
        } catch (refusal) {
          return tooMany(c, refusal);
        }
        await next();
      };
    },
  };
}

/** One household or server has a whole /64 of IPv6. */
function networkOf(address: string): string {
  return address.includes(':') && !address.includes('.')
    ? address.split(':').slice(0, 4).join(':')
    : address;
}

function tooMany(c: Context, refusal: unknown): Response {
  if (refusal instanceof Error) throw refusal;
  const { msBeforeNext } = refusal as { msBeforeNext: number };
  c.header('retry-after', String(Math.ceil(msBeforeNext / 1_000)));
  return c.text('That is a lot of questions in a minute. Wait a little, then ask again.\n', 429);
}
