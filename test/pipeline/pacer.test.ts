import { describe, expect, it } from 'vitest';
import { NO_LIMITS, type Pace } from '../../src/core/delivery.ts';
import { createPacer } from '../../src/pipeline/pacer.ts';

const at = (workspace: string, channel: string) => ({ platform: 'slack', workspace, channel });
const paced = (pace: Partial<Pace>) => {
  const whole = { ...NO_LIMITS, ...pace };
  return createPacer(
    () => whole,
    () => new Date(),
  );
};

/** From the first start to the last, in milliseconds. */
function span(starts: readonly number[]): number {
  return Math.max(...starts) - Math.min(...starts);
}

describe('the pace of posts', () => {
  it('of a workspace is kept, and slows down no other', async () => {
    const pacer = paced({ workspacePerSecond: 5 });
    const starts: Record<string, number[]> = { T1: [], T2: [] };
    const post = (workspace: string, channel: number) =>
      pacer.turn(at(workspace, `C${channel}`), async (start) => {
        await start(1);
        starts[workspace]?.push(Date.now());
      });
    await Promise.all([
      ...Array.from({ length: 12 }, (_, channel) => post('T1', channel)),
      ...Array.from({ length: 5 }, (_, channel) => post('T2', channel)),
    ]);
    expect([starts.T1?.length, starts.T2?.length]).toEqual([12, 5]);
    expect(span(starts.T1 ?? [])).toBeGreaterThan(11 * 200 - 20);
    expect(Math.max(...(starts.T2 ?? []))).toBeLessThan(Math.max(...(starts.T1 ?? [])));
  });

  it('of many workspaces is that of each', async () => {
    const pacer = paced({ workspacePerSecond: 20 });
    const ahead = new Set<string>();
    let mostAhead = 0;
    const post = (workspace: string, channel: string) =>
      pacer.turn(at(workspace, channel), async (start) => {
        ahead.add(workspace);
        mostAhead = Math.max(mostAhead, ahead.size);
        await start(1);
        ahead.delete(workspace);
      });
    const workspaces = Array.from({ length: 20 }, (_, workspace) => `T${workspace}`);
    const channels = ['C1', 'C2', 'C3', 'C4', 'C5'];
    await Promise.all(workspaces.flatMap((one) => channels.map((it) => post(one, it))));
    expect(mostAhead).toBe(20);
  });

  it('over all is kept, and a workspace with many channels leaves room for the others', async () => {
    const pacer = paced({ perSecond: 40 });
    const order: string[] = [];
    const starts: number[] = [];
    const post = (workspace: string, channel: number) =>
      pacer.turn(at(workspace, `C${channel}`), async (start) => {
        await start(1);
        order.push(workspace);
        starts.push(Date.now());
      });
    const crowd = Array.from({ length: 120 }, (_, channel) => post('crowd', channel));
    await Promise.all([...crowd, post('small', 1), post('smaller', 1)]);
    expect(span(starts)).toBeGreaterThan(121 * 25 - 20);
    expect(order.indexOf('small')).toBeLessThan(40);
    expect(order.indexOf('smaller')).toBeLessThan(40);
  });

  it('is kept by what takes a while to prepare, and by work of several requests', async () => {
    const pacer = paced({ perSecond: 50 });
    const starts: number[] = [];
    let ahead = 0;
    let mostAhead = 0;
    const post = (channel: number) =>
      pacer.turn(at('T1', `C${channel}`), async (start) => {
        mostAhead = Math.max(mostAhead, ++ahead);
        await new Promise((resolve) => setTimeout(resolve, channel % 2 ? 150 : 1));
        await start(2);
        ahead--;
        starts.push(performance.now());
      });
    await Promise.all(Array.from({ length: 30 }, (_, channel) => post(channel)));
    expect(mostAhead).toBeGreaterThan(1);
    expect(mostAhead).toBeLessThan(10);
    expect(span(starts)).toBeGreaterThan(29 * 40 - 120);
    const within = (moment: number) => starts.filter((it) => it >= moment && it < moment + 500);
    expect(Math.max(...starts.map((it) => within(it).length))).toBeLessThan(18);
  });

  it('of a channel leaves a pause between two posts', async () => {
    const pacer = paced({ channelMs: 60 });
    const starts: number[] = [];
    const post = () =>
      pacer.turn(at('T1', 'C1'), async (start) => {
        await start(1);
        starts.push(performance.now());
      });
    await post();
    await post();
    await post();
    const pauses = starts.slice(1).map((it, place) => it - (starts[place] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThan(57);
  });
});

describe('a way that is held', () => {
  it('lets no work begin, whatever waits for its turn, and then one at a time', async () => {
    let now = new Date('2026-11-24T09:00:00Z');
    const pacer = createPacer(
      () => NO_LIMITS,
      () => now,
    );
    let atOnce = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 2));
      atOnce--;
      return true;
    };
    const turns = (workspace: string) =>
      Promise.all(Array.from({ length: 40 }, (_, it) => pacer.turn(at(workspace, `C${it}`), work)));
    const first = turns('T1');
    pacer.hold(at('T1', 'C0'), 'workspace', 1_000);
    expect((await first).filter((it) => it).length).toBeLessThan(40);
    expect(await turns('T1')).toEqual(Array(40).fill(undefined));
    expect(await turns('T2')).toEqual(Array(40).fill(true));
    most = 0;
    now = new Date('2026-11-24T09:00:01Z');
    expect(pacer.heldUntil(at('T1', 'C0'))).toBeNull();
    expect(await turns('T1')).toEqual(Array(40).fill(true));
    expect(most).toBe(1);
    pacer.release(at('T1', 'C0'));
    await turns('T1');
    expect(most).toBeGreaterThan(1);
  });

  it('is closed for good when the program stops, and what has begun goes on', async () => {
    const pacer = paced({});
    const begun = pacer.turn(at('T1', 'C1'), async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 'done';
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    pacer.close();
    expect(await pacer.turn(at('T1', 'C2'), async () => 'too late')).toBeUndefined();
    expect(await begun).toBe('done');
  });
});
