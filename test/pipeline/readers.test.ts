import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryError } from '../../src/core/delivery.ts';
import { mailChannel } from '../../src/core/reader.ts';
import type { DailySchedule } from '../../src/core/schedule.ts';
import { REQUEST_LIMITS } from '../../src/pipeline/readers.ts';
import { memberOf } from '../support/hooks.ts';
import { makeListing } from '../support/listings.ts';
import { makeWorld, type World } from '../support/world.ts';

const ADA = 'ada@example.org';
const DAILY: DailySchedule = {
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  timeZone: 'Europe/Berlin',
};
const WEEKLY: DailySchedule = { ...DAILY, days: ['mon'] };

const SECOND = { entryId: '2611.00002', identifiers: ['arxiv:2611.00002'] };

let world: World;

beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

function wish(changes: Partial<Parameters<World['readers']['request']>[0]> = {}) {
  return { address: ADA, queries: 'grpo', schedule: DAILY, ...changes };
}

/** The token in the link of the last confirmation. */
function tokenMailed(): string {
  const [action] = world.sender.sent.at(-1)?.message.actions ?? [];
  const url = action && 'url' in action ? new URL(action.url) : undefined;
  expect(url?.origin + String(url?.pathname)).toBe('https://papers.example.net/email/confirm');
  return url?.searchParams.get('token') ?? '';
}

async function followByMail(changes: Parameters<typeof wish>[0] = {}) {
  await world.readers.request(wish(changes));
  return world.readers.confirm(tokenMailed());
}

const titles = () => world.posted(ADA);

describe('a wish for papers by mail', () => {
  it('brings one mail that asks, and nothing else until it is confirmed', async () => {
    await world.list([makeListing({ title: 'GRPO at sea' })]);
    expect(await world.readers.request(wish({ address: ' Ada@Example.ORG ' }))).toEqual({
      kind: 'asked',
      address: ADA,
      queries: ['grpo'],
      schedule: DAILY,
    });
    await world.at('2026-11-25T08:00:00Z');
    expect(world.sender.sent).toHaveLength(1);
    expect(world.sender.sent[0]?.to).toEqual(mailChannel(ADA));
    expect(JSON.stringify(world.sender.sent[0]?.message.heading)).not.toContain('grpo');
    expect(await world.readers.list()).toEqual([]);
  });

  it('brings what matches already when it is confirmed, and the rest at its hour', async () => {
    await world.list([makeListing({ title: 'GRPO at sea' })]);
    expect(await followByMail()).toMatchObject({ address: ADA, queries: ['grpo'], waiting: 1 });
    await world.at('2026-11-24T10:01:00Z');
    expect(titles()).toEqual(['GRPO at sea']);
    await world.list([makeListing({ ...SECOND, title: 'GRPO ashore' })]);
    expect(titles()).toHaveLength(1);
    await world.at('2026-11-25T08:00:00Z');
    expect(titles()).toEqual(['GRPO at sea', 'GRPO ashore']);
  });

  it('for once a week waits for its day', async () => {
    await world.list([makeListing({ title: 'GRPO at sea' })]);
    await world.at('2026-11-27T10:00:00Z');
    await world.list([
      makeListing({ ...SECOND, title: 'GRPO ashore', listedAt: new Date('2026-11-27T00:00:00Z') }),
    ]);
    await followByMail({ schedule: WEEKLY });
    await world.at('2026-11-29T10:00:00Z');
    expect(titles()).toEqual([]);
    await world.at('2026-11-30T08:00:00Z');
    expect(titles()).toEqual(['GRPO ashore']);
  });

  it('is confirmed once, within two days', async () => {
    await world.readers.request(wish());
    const token = tokenMailed();
    expect(await world.readers.requested(token)).toMatchObject({ address: ADA });
    expect(await world.readers.confirm(`${token}x`)).toBeNull();
    expect(await world.readers.confirm(token)).not.toBeNull();
    expect(await world.readers.confirm(token)).toBeNull();
    await world.readers.request(wish({ queries: 'mamba' }));
    const late = tokenMailed();
    await world.at('2026-11-26T10:00:01Z');
    expect(await world.readers.requested(late)).toBeNull();
    expect(await world.readers.confirm(late)).toBeNull();
  });

  it('for an address that is a reader adds to what it follows, at the newer hour', async () => {
    await followByMail();
    await followByMail({ queries: 'grpo, mamba', schedule: WEEKLY });
    expect(await world.readers.list()).toMatchObject([
      { address: ADA, queries: ['grpo', 'mamba'], schedule: WEEKLY },
    ]);
  });

  it.each([
    [{ address: 'ada' }, { kind: 'badAddress', typed: 'ada' }],
    [{ address: 'a@b.example\r\nBcc: eve@evil.example' }, { kind: 'badAddress' }],
    [{ address: 'a@b.example,c@d.example' }, { kind: 'badAddress' }],
    [{ queries: ' , ' }, { kind: 'noQuery' }],
    [{ queries: '(grpo' }, { kind: 'badQuery', typed: '(grpo' }],
    [{ queries: '"win at https://evil.example"' }, { kind: 'badQuery' }],
    [{ queries: 'grpo '.repeat(70) }, { kind: 'badQuery' }],
    [{ queries: Array.from({ length: 21 }, (_, n) => `t${n}`).join() }, { kind: 'tooManyQueries' }],
  ])('is refused without a mail: %j', async (changes, outcome) => {
    expect(await world.readers.request(wish(changes))).toMatchObject(outcome);
    expect(world.sender.sent).toEqual([]);
  });

  it('pesters nobody: three times a day for one address', async () => {
    for (let times = 0; times < REQUEST_LIMITS.ofAddressADay; times++)
      expect(await world.readers.request(wish())).toMatchObject({ kind: 'asked' });
    const refused = { kind: 'tooOften', concerns: 'address' };
    expect(await world.readers.request(wish())).toEqual(refused);
    expect(world.sender.sent).toHaveLength(REQUEST_LIMITS.ofAddressADay);
    await world.at('2026-11-25T10:00:01Z');
    expect(await world.readers.request(wish())).toMatchObject({ kind: 'asked' });
  });

  it('floods nobody: so many an hour for all', async () => {
    const asked = (number: number) =>
      world.readers.request(wish({ address: `a${number}@b.example` }));
    for (let number = 0; number < REQUEST_LIMITS.ofAllAnHour; number++) await asked(number);
    expect(await asked(999)).toEqual({ kind: 'tooOften', concerns: 'everybody' });
    await world.at('2026-11-24T11:00:01Z');
    expect(await asked(999)).toMatchObject({ kind: 'asked' });
  });

  it('whose mail can not leave says so, tells no stranger of the server, and is forgotten', async () => {
    const sentence = 'The mail server refuses the login of SMTP_URL (535 no): check it.';
    world.sender.failNext(new DeliveryError('retry', sentence, { concerns: 'platform' }));
    const outcome = await world.readers.request(wish());
    expect(outcome).toMatchObject({ kind: 'notMailed' });
    expect(JSON.stringify(outcome)).not.toContain('535');
    expect(await world.storage.readers.countRequests(new Date(0))).toBe(0);
  });

  it('for an address that is refused counts, so that nobody learns of thousands which exist', async () => {
    const refusal = new DeliveryError('permanent', '550 no such mailbox', { concerns: 'channel' });
    world.sender.failNext(refusal);
    expect(await world.readers.request(wish())).toMatchObject({ kind: 'notMailed' });
    expect(await world.storage.readers.countRequests(new Date(0))).toBe(1);
    expect(await world.readers.list()).toEqual([]);
  });
});

describe('a reader', () => {
  it('who unsubscribes is erased, gets nothing that waits, and can not be unsubscribed again', async () => {
    await followByMail();
    await followByMail({ address: 'ben@example.org' });
    const token = (await world.storage.readers.find(ADA))?.token ?? '';
    await world.list([makeListing({ title: 'GRPO at sea' })]);
    expect(await world.readers.reader(token)).toMatchObject({ address: ADA, queries: ['grpo'] });
    expect(await world.readers.unsubscribe(token)).toBe(true);
    expect(await world.readers.unsubscribe(token)).toBe(false);
    expect(await world.readers.reader(token)).toBeNull();
    await world.at('2026-11-25T08:00:00Z');
    expect(titles()).toEqual([]);
    expect(world.posted('ben@example.org')).toEqual(['GRPO at sea']);
    expect(await world.storage.channels.find(mailChannel(ADA))).toBeUndefined();
  });

  it('who subscribes anew after that is a new one', async () => {
    await followByMail();
    await world.readers.remove(ADA);
    await followByMail({ queries: 'mamba' });
    expect(await world.readers.list()).toMatchObject([{ address: ADA, queries: ['mamba'] }]);
  });

  it.each([
    ['confirms anew', () => followByMail()],
    ['is resumed', () => world.readers.resume(ADA)],
  ])('who was refused gets mail again when the address %s', async (_, again) => {
    await followByMail();
    const refusal = new DeliveryError('permanent', 'The mail server refuses ada@example.org.');
    world.sender.failNext(refusal);
    await world.list([makeListing({ title: 'GRPO at sea' })]);
    await world.at('2026-11-25T08:00:00Z');
    expect(await world.readers.list()).toMatchObject([{ pausedReason: refusal.message }]);
    expect(titles()).toEqual([]);
    await again();
    await world.at('2026-11-25T08:01:00Z');
    expect(await world.readers.list()).toMatchObject([{ pausedReason: null }]);
    expect(titles()).toEqual(['GRPO at sea']);
  });

  it('is added by the operator without a confirmation', async () => {
    expect(await world.readers.add(wish())).toMatchObject({ address: ADA, queries: ['grpo'] });
    expect(await world.readers.add(wish({ queries: '(' }))).toMatchObject({ kind: 'badQuery' });
    expect(world.sender.sent).toEqual([]);
    expect(await world.readers.remove('nobody@example.org')).toBe(false);
    expect(await world.readers.resume('nobody@example.org')).toBe(false);
  });
});

describe('/papers email', () => {
  it('mails what the channel follows to whoever asks, in their time zone', async () => {
    await world.type('subscribe grpo, mamba');
    const member = memberOf('U2', { manages: false, timeZone: 'Asia/Tokyo' });
    const reply = await world.type(`papers email ${ADA}`, 'C1', 'T1', { member });
    expect(reply.name).toBe('emailAsked');
    await world.readers.confirm(tokenMailed());
    expect(await world.readers.list()).toMatchObject([
      { queries: ['grpo', 'mamba'], schedule: { kind: 'daily', timeZone: 'Asia/Tokyo' } },
    ]);
  });

  it('takes queries and how often', async () => {
    await world.type(`papers email ${ADA} weekly "reward model", dpo`);
    await world.readers.confirm(tokenMailed());
    expect(await world.readers.list()).toMatchObject([
      { queries: ['"reward model"', 'dpo'], schedule: { days: ['mon'] } },
    ]);
  });
});
