import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../src/core/delivery.ts';
import type { Peers } from '../../src/core/peers.ts';
import { createLanes } from '../../src/pipeline/lanes.ts';

/** Locks of several processes in memory: what the database does, for the rules alone. */
function createLocks() {
  const holders = new Map<string, number>();
  const peersOf = (process: number): Peers => ({
    alone: false,
    hold: async (names) => {
      for (const name of names) if (!holders.has(name)) holders.set(name, process);
      return new Set(names.filter((name) => holders.get(name) === process));
    },
    release: async (names) => {
      for (const name of names) if (holders.get(name) === process) holders.delete(name);
    },
    holds: (name) => holders.get(name) === process,
    onSignal: () => undefined,
  });
  return { holders, peersOf };
}

const paceOf = (platform: string) =>
  platform === 'discord'
    ? { ...NO_LIMITS, perSecond: 48 }
    : { ...NO_LIMITS, workspacePerSecond: 4 };
const slack = (workspace: number, channel = 'C1') => ({
  platform: 'slack',
  workspace: `T${workspace}`,
  channel,
});
const discord = (channel: string) => ({ platform: 'discord', workspace: 'G1', channel });

describe('a lane', () => {
  it('is a workspace of Slack, and all of Discord', async () => {
    const { holders, peersOf } = createLocks();
    const lanes = createLanes(peersOf(1), paceOf);
    await lanes.take([slack(1), slack(1, 'C2'), slack(2), discord('A'), discord('B')], []);
    expect([...holders.keys()].sort()).toEqual(['lane discord', 'lane slack T1', 'lane slack T2']);
  });

  it('leaves its first second to a holder that died', async () => {
    const { peersOf } = createLocks();
    let now = 10_000;
    const lanes = createLanes(peersOf(1), paceOf, () => now);
    await lanes.take([slack(1)], []);
    expect(lanes.waitMs(slack(1))).toBe(1_000);
    now += 600;
    expect(lanes.waitMs(slack(1))).toBe(400);
    now += 600;
    expect(lanes.waitMs(slack(1))).toBe(0);
    expect(lanes.waitMs(slack(2))).toBeNull();
  });

  it('is served by one process, and by the next when that has lost it', async () => {
    const { holders, peersOf } = createLocks();
    let now = 10_000;
    const [one, other] = [1, 2].map((it) => createLanes(peersOf(it), paceOf, () => now));
    await one?.take([slack(1)], []);
    await other?.take([slack(1)], []);
    expect(other?.waitMs(slack(1))).toBeNull();
    holders.clear();
    expect(one?.waitMs(slack(1))).toBeNull();
    await other?.take([slack(1)], []);
    now += 1_000;
    expect(other?.waitMs(slack(1))).toBe(0);
  });

  it('is let go of after a rest, but not while something is under way', async () => {
    const { holders, peersOf } = createLocks();
    let now = 0;
    const lanes = createLanes(peersOf(1), paceOf, () => now);
    await lanes.take([slack(1), slack(2)], []);
    now += 60_000;
    await lanes.take([], [slack(2)]);
    expect([...holders.keys()]).toEqual(['lane slack T2']);
  });

  it('beyond the most that one process serves is left to the others', async () => {
    const { holders, peersOf } = createLocks();
    let now = 0;
    const due = Array.from({ length: 4_096 }, (_, workspace) => slack(workspace));
    const processes = [1, 2, 3].map((it) => createLanes(peersOf(it), paceOf, () => now));
    for (const lanes of processes) await lanes.take(due, []);
    expect(holders.size).toBe(3 * 1_024);
    now += 5_000;
    const rest = due.filter(({ workspace }) => !holders.has(`lane slack ${workspace}`));
    await processes[0]?.take(rest, []);
    expect(rest.filter(({ workspace }) => holders.has(`lane slack ${workspace}`))).not.toEqual([]);
  });
});
