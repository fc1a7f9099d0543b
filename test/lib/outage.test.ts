import { expect, it } from 'vitest';
import { createOutage } from '../../src/lib/outage.ts';

it('is told from the beginning, after a minute of a break, and at once when it lasts', () => {
  let now = 0;
  const outage = createOutage(() => new Date(now), 'Not connected yet.');
  expect(outage.problem()).toBe('Not connected yet.');
  outage.up();
  expect(outage.problem()).toBeNull();
  outage.down('Away.');
  now += 60_000;
  expect(outage.problem()).toBeNull();
  outage.down('Still away.');
  now += 1;
  expect(outage.problem()).toBe('Still away.');
  outage.up();
  outage.down('Away again.');
  expect(outage.problem()).toBeNull();
  outage.down('Gone for good.', true);
  expect(outage.problem()).toBe('Gone for good.');
});
