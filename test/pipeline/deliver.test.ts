import { afterEach, describe, expect, it } from 'vitest';
import { DeliveryError, NO_LIMITS, type Sender } from '../../src/core/delivery.ts';
import { NO_PEERS } from '../../src/core/peers.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createDeliverer } from '../../src/pipeline/deliver.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListing, makeListings } from '../support/listings.ts';
import { createRecordingSender } from '../support/platform.ts';
import { passingDatabase } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

const plain = (value: unknown) => JSON.stringify(value);

describe('what concerns a whole workspace', () => {
  const limit = new DeliveryError('retry', 'Too many messages.', {
    retryAfterMs: 30_000,
    concerns: 'workspace',
  });

  it('holds its other channels, too, and no other workspace', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo', 'C1', 'T1');
    await world.type('subscribe grpo', 'C2', 'T2');
    world.sender.failAt('C1', limit);
    await world.list(makeListings(1));
    world.sender.failAt('C1', null);
    await world.type('subscribe grpo', 'C3', 'T1');
    expect(world.posted('C2')).toHaveLength(1);
    expect([...world.posted('C1'), ...world.posted('C3')]).toEqual([]);
    await world.at('2026-11-24T10:00:29Z');
    expect(world.posted('C1')).toEqual([]);
    await world.at('2026-11-24T10:00:30Z');
    expect([world.posted('C1').length, world.posted('C3').length]).toEqual([0, 1]);
    await world.at('2026-11-24T10:00:35Z');
    expect(world.posted('C1')).toHaveLength(1);
  });

  it('is tried by one post alone when the time is over', async () => {
    world = await makeWorld();
    for (let channel = 0; channel < 20; channel++)
      await world.type('subscribe grpo', `C${channel}`);
    world.sender.failNext(limit, ...Array<DeliveryError>(31).fill(limit));
    await world.list(makeListings(1));
    const failed = 32 - world.sender.failuresLeft();
    await world.at('2026-11-24T10:00:35Z');
    expect(32 - world.sender.failuresLeft()).toBe(failed + 1);
  });
});

describe('a message that is refused as if the platform were closed', () => {
  it('does not close it for the others, and is given up in the end', async () => {
    world = await makeWorld();
    for (const channel of ['C1', 'C2', 'C3']) await world.type('subscribe grpo', channel);
    const blocked = new DeliveryError('retry', 'Blocked.', { concerns: 'platform' });
    world.sender.failAt('C1', blocked);
    await world.list(makeListings(1));
    const start = Date.UTC(2026, 10, 24, 10);
    for (let minute = 1; minute <= 60; minute++)
      await world.at(new Date(start + minute * 60_000).toISOString());
    await world.list([makeListing({ entryId: 'x', identifiers: ['entry:x'] })]);
    for (const minute of [80, 81]) await world.at(new Date(start + minute * 60_000).toISOString());
    expect([world.posted('C2').length, world.posted('C3').length]).toEqual([2, 2]);
    for (let hour = 2; hour <= 90; hour += 1 / 3)
      await world.at(new Date(start + hour * 3_600_000).toISOString());
    expect((await world.storage.outbox.failedSince(new Date(0)))[0]?.reason).toBe('Blocked.');
  });
});

describe('a token that is refused', () => {
  it('holds the platform for a time that grows, and pauses no channel', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo', 'C1');
    const refused = new DeliveryError('retry', 'The token is bad.', { concerns: 'platform' });
    world.sender.failNext(...Array<DeliveryError>(9).fill(refused));
    await world.list(makeListings(1));
    let tries = 0;
    for (let minute = 1; minute <= 60; minute++) {
      const before = world.sender.failuresLeft();
      await world.at(new Date(Date.UTC(2026, 10, 24, 10, minute)).toISOString());
      if (world.sender.failuresLeft() < before) tries++;
    }
    expect(tries).toBeLessThan(9);
    expect(plain((await world.type('subscriptions')).message)).not.toContain('Paused');
    await world.at('2026-11-25T10:00:00Z');
    await world.at('2026-11-25T10:30:00Z');
    await world.at('2026-11-25T11:00:00Z');
    expect(world.posted()).toHaveLength(1);
  });
});

describe('a delivery that never gets through', () => {
  it('is given up after three days of trying, with its reason', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    const broken = new DeliveryError('retry', 'Slack is broken.');
    world.sender.failNext(...Array<DeliveryError>(2_000).fill(broken));
    await world.list(makeListings(1));
    const start = Date.UTC(2026, 10, 24, 10);
    let givenUpAfter = 0;
    for (let hour = 0; hour < 100 && givenUpAfter === 0; hour += 1 / 3) {
      await world.at(new Date(start + hour * 3_600_000).toISOString());
      const failed = await world.storage.outbox.failedSince(new Date(0));
      if (failed.length > 0) givenUpAfter = hour;
      if (failed.length > 0) expect(failed[0]?.reason).toBe('Slack is broken.');
    }
    expect(givenUpAfter).toBeGreaterThanOrEqual(71);
    expect(givenUpAfter).toBeLessThan(90);
  });
});

describe('the daily limit', () => {
  const listed = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) =>
      makeListing({
        entryId: `e${from + index}`,
        identifiers: [`arxiv:2611.${10_000 + from + index}`],
        title: `GRPO ${from + index}`,
        upvotes: from + index,
      }),
    );

  it('brings the best as cards and counts the others', async () => {
    world = await makeWorld({ dailyCap: 4 });
    await world.type('subscribe grpo');
    await world.list(listed(10));
    expect(world.posted()).toEqual(['GRPO 9', 'GRPO 8', 'GRPO 7', 'GRPO 6']);
    expect(plain(world.sender.sent[0]?.message.lines)).toContain('And 6 more papers today');
    const more = await world.type('papers more');
    expect(more.name).toBe('morePapers');
    expect(plain(more.message.lines)).toContain('GRPO 0');
    expect(plain((await world.type('papers why 2611.10003')).message)).toContain('/papers more');
  });

  it('says once a day that there is more, and starts anew the next day', async () => {
    world = await makeWorld({ dailyCap: 2 });
    await world.type('subscribe grpo');
    await world.list(listed(2));
    await world.list(listed(3, 2));
    await world.list(listed(2, 5));
    const headings = world.sender.sent.map((it) => plain(it.message.heading));
    expect(headings).toHaveLength(2);
    expect(headings[1]).toContain("3 more papers today, beyond this channel's 2 cards");
    expect(plain((await world.type('papers more')).message.heading)).toContain('5 papers');
    await world.at('2026-11-25T00:10:00Z');
    await world.list(listed(1, 9));
    expect(world.posted()).toEqual(['GRPO 1', 'GRPO 0', 'GRPO 9']);
  });

  it('counts a paper once more when it turns out to be another, and no card is added', async () => {
    world = await makeWorld({ dailyCap: 1 });
    await world.type('subscribe grpo');
    const [one, other] = listed(2);
    if (!one || !other) return;
    await world.list([one, other]);
    await world.list([{ ...one, identifiers: [...one.identifiers, ...other.identifiers] }]);
    const channel = await world.storage.channels.find({
      ...{ platform: 'slack', workspace: 'T1', channel: 'C1' },
    });
    expect(await world.storage.posts.cardsSince(channel?.id ?? 0, new Date(0))).toBe(1);
  });

  it('is set for one channel', async () => {
    world = await makeWorld({ dailyCap: 2 });
    expect((await world.type('papers limit 201')).name).toBe('badLimit');
    expect((await world.type('papers limit 5')).name).toBe('limitSet');
    expect(plain((await world.type('papers limit')).message)).toContain('5 cards');
    await world.type('subscribe grpo');
    await world.list(listed(9));
    expect(world.posted()).toHaveLength(5);
  });
});

describe('later news of a posted paper', () => {
  const code = { codeUrl: 'https://example.org/code' };

  it('is told by an edit, not by a new post', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.list([makeListing(code)]);
    await world.list([makeListing({ ...code, upvotes: 90 })]);
    await world.revise();
    await world.revise();
    expect(world.sender.sent).toHaveLength(1);
    expect(world.sender.edits).toHaveLength(1);
    expect(world.sender.edits[0]).toMatchObject({ messageId: world.sender.sent[0]?.key });
    const card = world.sender.edits[0]?.message.cards[0];
    expect(card?.links).toContainEqual({ label: 'Code', url: code.codeUrl });
    expect(card?.facts).toContain('90 upvotes');
  });

  it('is also that it reached what another subscription asks for', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo, upvotes>=50');
    await world.list([makeListing()]);
    await world.list([makeListing({ upvotes: 55 })]);
    await world.revise();
    expect(world.sender.edits[0]?.message.cards[0]?.reasons).toHaveLength(2);
    expect(world.sender.sent).toHaveLength(1);
  });

  it('waits for the post itself, and comes after it', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    world.sender.failNext(new DeliveryError('retry', 'Busy.', { retryAfterMs: 5_000 }));
    await world.list([makeListing()]);
    await world.list([makeListing(code)]);
    await world.revise();
    expect(world.sender.edits).toEqual([]);
    await world.at('2026-11-24T10:00:05Z');
    await world.revise();
    expect([world.sender.sent.length, world.sender.edits.length]).toEqual([1, 1]);
  });

  it('is too late after 14 days', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.at('2026-12-09T10:00:00Z');
    await world.list([makeListing(code)]);
    await world.revise();
    expect(world.sender.edits).toEqual([]);
  });

  it.each([
    ['gone', 1, new DeliveryError('permanent', 'The channel is archived.')],
    ['broken', 3, new DeliveryError('retry', 'update_failed')],
  ])('is given up soon where the edit is %s, and holds up no post', async (_, times, failure) => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.list([makeListing(code)]);
    world.sender.failNext(...Array<DeliveryError>(times).fill(failure));
    await world.revise();
    await world.list(makeListings(2));
    for (let minute = 1; minute <= 3; minute++) await world.at(`2026-11-24T10:0${minute}:00Z`);
    expect(world.posted()).toHaveLength(2);
    expect(plain((await world.type('subscriptions')).message)).not.toContain('Paused');
  });

  it('keeps every card when two papers of one message turn out to be one', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    const [one, other, third] = makeListings(3, { abstract: 'The same.' });
    if (!one || !other || !third) return;
    await world.list([one, other, third].map((it, place) => ({ ...it, upvotes: 9 - place })));
    const same = { ...one, identifiers: [...one.identifiers, ...other.identifiers] };
    await world.list([{ ...same, ...code, upvotes: 90 }]);
    await world.revise();
    const titles = world.sender.edits.map((it) => it.message.cards.map((card) => card.title));
    expect(titles[0]).toHaveLength(2);
    expect(titles[0]?.[1]).toBe(other.title);
  });

  it('is let be when the message is gone, and the channel goes on', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.list([makeListing(code)]);
    world.sender.failNext(new DeliveryError('permanent', 'Gone.', { concerns: 'message' }));
    await world.revise();
    await world.list(makeListings(2));
    expect(world.posted()).toHaveLength(2);
    expect(await world.storage.outbox.failedSince(new Date(0))).toEqual([]);
  });
});

describe('a claim that has become old before its turn', () => {
  it('is given back, since another process may have taken it over', async () => {
    const storage = await openStorage(await passingDatabase());
    const begun = new Date('2026-11-24T10:00:00Z');
    let moment = begun;
    for (const channel of ['C1', 'C2']) {
      const address = { platform: 'slack', workspace: 'T1', channel };
      const { id } = await storage.channels.ensure(address, { kind: 'at-once' }, begun);
      const message = { heading: [], lines: [], cards: [] };
      await storage.outbox.put(id, [{ id: channel, message, papers: [] }], begun);
    }
    const recording = createRecordingSender();
    const sender: Sender = {
      ...recording,
      pace: { ...NO_LIMITS, workspacePerSecond: 20 },
      send: (request, signal) => {
        moment = new Date(begun.getTime() + 20_000);
        return recording.send(request, signal);
      },
    };
    const senders = new Map([['slack', sender]]);
    const deps = { storage: { ...storage, peers: NO_PEERS }, senders, log: silentLog() };
    const deliverer = createDeliverer(
      { ...deps, now: () => moment, leaseMs: 30_000 },
      () => undefined,
    );
    await deliverer.begin();
    await deliverer.idle();
    expect(recording.sent.map((it) => it.key)).toEqual(['C1']);
    await deliverer.begin();
    await deliverer.idle();
    expect(recording.sent.map((it) => [it.key, it.maybeSentAt])).toEqual([
      ['C1', null],
      ['C2', null],
    ]);
    await deliverer.stop(0);
    await storage.close();
  });
});
