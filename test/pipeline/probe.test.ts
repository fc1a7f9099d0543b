import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { DeliveryError } from '../../src/core/delivery.ts';
import type { Check } from '../../src/core/platform.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createProber } from '../../src/pipeline/probe.ts';
import { makeListings } from '../support/listings.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

const gone = new DeliveryError('permanent', 'The channel is archived.');
const closed: Check = { name: 'C1', ok: false, detail: 'archived', remedy: '' };

/** A look at every paused channel whose time has come, at a moment. Gives how many looks there were. */
async function look(time: string, answer: Check | null): Promise<number> {
  let looks = 0;
  const platform = {
    name: 'slack',
    sender: world.sender,
    frontend: null,
    check: async () => [],
    checkChannel: async () => {
      looks++;
      return answer;
    },
  };
  const now = () => new Date(time);
  const deps = { storage: world.storage, platforms: [platform], now, log: silentLog() };
  const resumed = Promise.withResolvers<void>();
  const prober = createProber(deps, resumed.resolve);
  prober.look('due');
  await Promise.race([resumed.promise, setTimeout(50)]);
  prober.stop();
  await world.at(time);
  return looks;
}

it('a channel that is gone is looked at ever more rarely, and resumes when it is back', async () => {
  world = await makeWorld();
  await world.type('subscribe grpo');
  world.sender.failNext(gone);
  await world.list(makeListings(1));
  expect(await look('2026-11-24T10:09:00Z', closed)).toBe(0);
  expect(await look('2026-11-24T10:10:00Z', closed)).toBe(1);
  expect(await look('2026-11-24T10:29:00Z', closed)).toBe(0);
  expect(await look('2026-11-24T10:30:00Z', closed)).toBe(1);
  expect(world.posted()).toEqual([]);
  expect(await look('2026-11-24T11:10:00Z', null)).toBe(1);
  expect(world.posted()).toHaveLength(1);
  expect((await world.type('papers resume')).name).toBe('resumed');
  expect(await look('2026-11-25T11:10:00Z', closed)).toBe(0);
});

it('a look that does not tell leads to one post, and its refusal to a longer pause', async () => {
  world = await makeWorld();
  await world.type('subscribe grpo');
  world.sender.failNext(gone, gone);
  await world.list(makeListings(1));
  await look('2026-11-24T10:10:00Z', null);
  expect(world.sender.failuresLeft()).toBe(0);
  expect(await look('2026-11-24T10:29:00Z', null)).toBe(0);
  expect(await look('2026-11-24T10:30:00Z', null)).toBe(1);
  expect(world.posted()).toHaveLength(1);
});
