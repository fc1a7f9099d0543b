import { createHash } from 'node:crypto';
import { rateLimited } from './errors.ts';

export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** Buckets as Discord keeps them; a request takes one place or is refused with 429. */
export interface RateLimits {
  /** The X-RateLimit headers of the answer. Throws the 429. */
  take(bucket: string, limit: RateLimit): Record<string, string>;
  /** Throws the 429 of the limit over all routes. */
  takeGlobal(): void;
}

/** @param globalPerSecond how many requests a bot may make in a second, 50 at Discord. */
export function createRateLimits(globalPerSecond: number): RateLimits {
  const windows = new Map<string, { used: number; endsAt: number }>();

  function count(key: string, windowMs: number) {
    const now = Date.now();
    const old = windows.get(key);
    const window = old && old.endsAt > now ? old : { used: 0, endsAt: now + windowMs };
    windows.set(key, window);
    window.used++;
    return { used: window.used, seconds: (window.endsAt - now) / 1000, endsAt: window.endsAt };
  }

  return {
    take(bucket, { limit, windowMs }) {
      const { used, seconds, endsAt } = count(bucket, windowMs);
      const headers = {
        'X-RateLimit-Limit': String(limit),
        'X-RateLimit-Remaining': String(Math.max(limit - used, 0)),
        'X-RateLimit-Reset': (endsAt / 1000).toFixed(3),
        'X-RateLimit-Reset-After': seconds.toFixed(3),
        'X-RateLimit-Bucket': createHash('md5')
          .update(bucket.split(' ')[0] ?? '')
          .digest('hex'),
      };
      if (used <= limit) return headers;
      const refusal = rateLimited(seconds, 'user');
      Object.assign(refusal.headers, headers);
      throw refusal;
    },
    takeGlobal() {
      const { used, seconds } = count('global', 1000);
      if (used > globalPerSecond) throw rateLimited(seconds, 'global');
    },
  };
}
