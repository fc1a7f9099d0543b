import { afterEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/core/schedule.ts';
import { makeListing } from '../support/listings.ts';
import { lastingDatabase } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

const HALF_HOUR = 30 * 60_000;
const DAY = 48 * HALF_HOUR;
const START = Date.UTC(2026, 0, 1);
const END = Date.UTC(2027, 0, 1);

/** Zones that change their clocks in spring, in autumn, by half an hour, during Ramadan, or never. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Pacific/Apia',
  'UTC',
];

let world: World;
afterEach(() => world.close());

const paperOf = (day: number) =>
  makeListing({
    entryId: `d${day}`,
    identifiers: [`entry:d${day}`],
    title: `GRPO on day ${day}`,
    listedAt: new Date(START + day * DAY),
  });

const CALENDARS = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);

/** "2026-03-29 02:30", by Node's calendar rather than by the program's. */
function localTime(moment: number, timeZone: string): string {
  return CALENDARS.get(timeZone)?.format(moment) ?? '';
}

/** Every local day that lies wholly within the year, in order. */
function localDays(timeZone: string): string[] {
  const days = new Set<string>();
  for (let at = START + DAY; at < END - DAY; at += HALF_HOUR)
    days.add(localTime(at, timeZone).slice(0, 10));
  return [...days];
}

/** Lets a year pass in steps of half an hour, with a paper every day. Gives the times of posts by channel. */
async function livePosts(): Promise<Map<string, number[]>> {
  const posts = new Map<string, number[]>();
  let seen = 0;
  for (let at = START; at < END; at += HALF_HOUR) {
    await world.at(new Date(at).toISOString());
    if ((at - START) % DAY === 0) await world.list([paperOf((at - START) / DAY)]);
    for (const { to } of world.sender.sent.slice(seen))
      posts.set(to.channel, [...(posts.get(to.channel) ?? []), at]);
    seen = world.sender.sent.length;
  }
  return posts;
}

describe('a year of digests at half past two', () => {
  it('brings one on every local day, at that hour or as soon as it exists', async () => {
    world = await makeWorld();
    await world.at(new Date(START - HALF_HOUR).toISOString());
    for (const zone of ZONES) {
      await world.type(`papers schedule 02:30 daily ${zone}`, zone);
      await world.type('subscribe grpo', zone);
    }
    const posts = await livePosts();
    for (const zone of ZONES) {
      const times = (posts.get(zone) ?? []).map((at) => localTime(at, zone));
      const whole = localDays(zone);
      const days = times.map((it) => it.slice(0, 10)).filter((day) => whole.includes(day));
      expect(days, zone).toEqual(whole);
      const late = times.filter((it) => !it.endsWith('02:30'));
      expect(late.length, `${zone}: ${late}`).toBeLessThanOrEqual(1);
      for (const it of late) expect(it >= `${it.slice(0, 10)} 02:30`, it).toBe(true);
    }
  });
});

const daily: Schedule = {
  kind: 'daily',
  time: '09:00',
  days: ['tue', 'wed', 'thu'],
  timeZone: 'UTC',
};

describe('a clock that goes wrong', () => {
  it('back sends nothing twice, and the next digest comes at its hour', async () => {
    world = await makeWorld({ schedule: daily });
    await world.at('2026-11-24T08:00:00Z');
    await world.type('subscribe grpo');
    await world.list([paperOf(327)]);
    await world.at('2026-11-24T09:00:00Z');
    expect(world.posted()).toHaveLength(1);
    for (const time of ['2026-11-24T06:00:00Z', '2026-11-24T09:00:00Z', '2026-11-24T09:01:00Z'])
      await world.at(time);
    await world.list([paperOf(326)]);
    await world.at('2026-11-24T23:00:00Z');
    expect(world.posted()).toHaveLength(1);
    await world.at('2026-11-25T09:00:00Z');
    expect(world.posted()).toHaveLength(2);
  });

  it('far ahead for a moment does not put digests off until then', async () => {
    world = await makeWorld({ schedule: daily });
    await world.at('2026-11-24T08:00:00Z');
    await world.type('subscribe grpo');
    await world.at('2027-11-24T09:30:00Z');
    await world.at('2026-11-24T08:01:00Z');
    await world.list([paperOf(327)]);
    await world.at('2026-11-24T09:00:00Z');
    expect(world.posted()).toHaveLength(1);
  });

  it('forward by a month brings one digest, and then goes on', async () => {
    world = await makeWorld({ schedule: daily });
    await world.at('2026-11-24T08:00:00Z');
    await world.type('subscribe grpo');
    await world.list([paperOf(327)]);
    await world.at('2026-12-22T09:30:00Z');
    await world.at('2026-12-23T09:00:00Z');
    await world.at('2026-12-24T09:00:00Z');
    expect(world.posted()).toHaveLength(1);
  });
});

describe('ticks that overlap', () => {
  it('in two programs on one database compose a digest once', async () => {
    const databaseUrl = await lastingDatabase();
    world = await makeWorld({ schedule: daily, databaseUrl });
    const other = await makeWorld({ schedule: daily, databaseUrl });
    await world.at('2026-11-24T08:00:00Z');
    await world.type('subscribe grpo');
    await world.list([paperOf(327)]);
    await Promise.all([world.at('2026-11-24T09:00:00Z'), other.at('2026-11-24T09:00:00Z')]);
    expect([...world.posted(), ...other.posted()]).toHaveLength(1);
    await other.close();
  });
});
