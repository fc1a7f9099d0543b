/** Slack's pace for posts: one a second a channel, with short bursts. */
export interface Pace {
  /** 0 when the post may go, else how many seconds to wait. */
  waitFor(channel: string): number;
}

export function createPace(burst: number, now: () => number): Pace {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    waitFor: (channel) => {
      const bucket = buckets.get(channel) ?? { tokens: burst, at: now() };
      const tokens = Math.min(burst, bucket.tokens + (now() - bucket.at) / 1_000);
      const allowed = tokens >= 1;
      buckets.set(channel, { tokens: allowed ? tokens - 1 : tokens, at: now() });
      return allowed ? 0 : Math.ceil(1 - tokens);
    },
  };
}
