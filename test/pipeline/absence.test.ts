import { expect, it, onTestFinished } from 'vitest';
import { makeListings } from '../support/listings.ts';
import { makeWorld } from '../support/world.ts';

const SCHEDULE = {
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  timeZone: 'UTC',
} as const;

it.each([
  ['an hour', '2026-11-25T10:00:00Z'],
  ['a day and an hour', '2026-11-26T10:00:00Z'],
  ['two days less an hour', '2026-11-27T08:00:00Z'],
])('a bot that comes back %s after a missed digest sends it at its start', async (_, start) => {
  const world = await makeWorld({ schedule: SCHEDULE });
  onTestFinished(() => world.close());
  await world.at('2026-11-24T10:00:00Z');
  await world.type('subscribe grpo');
  await world.list(makeListings(2));
  expect(world.posted()).toEqual([]);
  await world.at(start);
  expect(world.posted()).toHaveLength(2);
});
