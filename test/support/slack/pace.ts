/** Slack's limits, as far as they are documented. */
export interface PaceOptions {
  /** Posts to one channel at once before one a second holds. */
  readonly burst: number;
  /** "Several hundred messages a minute" over the whole workspace; 300 are taken. */
  readonly workspacePerMinute: number;
  /** Posts in the workspace at once before that holds. */
  readonly workspaceBurst: number;
  /** Calls a minute of the other methods, by their tier. */
  readonly tiers: Readonly<Record<string, number>>;
  readonly now: () => number;
}

/** Who may go, and who must wait. https://docs.slack.dev/apis/web-api/rate-limits */
export interface Pace {
  /** 0 when the call may go, else how many seconds to wait; a call that waits takes nothing. */
  waitFor(method: string, channel: string): number;
}

export function createPace(options: PaceOptions): Pace {
  const { burst, workspaceBurst, workspacePerMinute, tiers, now } = options;
  const buckets = new Map<string, Bucket>();

  function bucket(name: string, perMinute: number, size: number): Bucket {
    const known = buckets.get(name) ?? createBucket(perMinute, size, now);
    buckets.set(name, known);
    return known;
  }

  function bucketsOf(method: string, channel: string): Bucket[] {
    const tier = tiers[method];
    if (tier !== undefined) return [bucket(method, tier, tier)];
    if (method !== 'chat.postMessage') return [];
    return [
      bucket(`posts in ${channel}`, 60, burst),
      bucket('posts', workspacePerMinute, workspaceBurst),
    ];
  }

  return {
    waitFor: (method, channel) => {
      const concerned = bucketsOf(method, channel);
      const wait = Math.max(0, ...concerned.map((it) => it.wait()));
      if (wait === 0) for (const it of concerned) it.take();
      return wait;
    },
  };
}

interface Bucket {
  /** In whole seconds; 0 when there is a token. */
  wait(): number;
  take(): void;
}

function createBucket(perMinute: number, size: number, now: () => number): Bucket {
  let tokens = size;
  let at = now();
  const refill = () => {
    tokens = Math.min(size, tokens + ((now() - at) * perMinute) / 60_000);
    at = now();
  };
  return {
    wait: () => {
      refill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 60) / perMinute);
    },
    take: () => {
      tokens--;
    },
  };
}
