import { afterEach, describe, expect, it } from 'vitest';
import { DeliveryError } from '../../src/core/delivery.ts';
import { plainText } from '../../src/core/message.ts';
import { SourceError } from '../../src/core/source.ts';
import { makeListing, makeListings } from '../support/listings.ts';
import { lastingDatabase } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

const daily = {
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  timeZone: 'Europe/Berlin',
} as const;

let world: World;
afterEach(() => world.close());

describe('a channel that gets papers at once', () => {
  it('gets a paper that matches, and no other', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    await world.list([
      makeListing(),
      makeListing({ entryId: 'x', identifiers: ['entry:x'], title: 'On diffusion', abstract: '' }),
    ]);
    expect(world.posted()).toEqual(['An Invented Paper on GRPO']);
  });

  it('gets a paper once, though it came from two sources and was read again', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.list([makeListing({ source: 'arxiv:cs.LG' })], 'arxiv:cs.LG');
    await world.list([makeListing({ upvotes: 50 })]);
    expect(world.posted()).toHaveLength(1);
  });

  it('gets a paper once, though two of its subscriptions match, with both reasons', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo, benchmark');
    await world.list([makeListing()]);
    expect(world.sender.sent).toHaveLength(1);
    const [card] = world.sender.sent[0]?.message.cards ?? [];
    expect(card?.reasons).toEqual([
      ['Matched ', { bold: 'grpo' }, ' in the title'],
      ['Matched ', { bold: 'benchmark' }, ' in the abstract'],
    ]);
  });

  it('is told at once of what was listed since yesterday, and of nothing older', async () => {
    world = await makeWorld();
    const listed = ['2026-11-22', '2026-11-23', '2026-11-24'].map((day, index) =>
      makeListing({
        entryId: day,
        identifiers: [`arxiv:2611.0000${index}`],
        title: `GRPO of ${day}`,
        listedAt: new Date(`${day}T00:00:00Z`),
      }),
    );
    await world.list(listed);
    await world.type('subscribe grpo');
    expect(world.posted().sort()).toEqual(['GRPO of 2026-11-23', 'GRPO of 2026-11-24']);
    await world.list(listed);
    expect(world.posted()).toHaveLength(2);
  });

  it('is not flooded by a word that is everywhere', async () => {
    world = await makeWorld();
    await world.list(makeListings(40).map((it, upvotes) => ({ ...it, upvotes })));
    const reply = await world.type('subscribe grpo');
    expect(JSON.stringify(reply.message)).toContain(
      '40 new papers since yesterday match, of which the best 10 come',
    );
    expect(world.posted()).toHaveLength(10);
    expect(world.posted()[0]).toBe('Invented Paper 40 on GRPO');
    await world.list(makeListings(41).map((it, upvotes) => ({ ...it, upvotes: upvotes + 1 })));
    expect(world.posted().slice(10)).toEqual(['Invented Paper 41 on GRPO']);
  });

  it('gets a paper that it missed in another source on the day Hugging Face lists it', async () => {
    world = await makeWorld();
    await world.list(
      [makeListing({ source: 'arxiv:cs.LG', listedAt: new Date('2026-11-10T05:00:00Z') })],
      'arxiv:cs.LG',
    );
    await world.type('subscribe grpo');
    expect(world.posted()).toEqual([]);
    await world.list([makeListing({ listedAt: new Date('2026-11-24T00:00:00Z') })]);
    expect(world.posted()).toHaveLength(1);
  });

  it('is not flooded by the undated archive of a new feed, and gets its later entries', async () => {
    world = await makeWorld();
    const source = 'rss:https://example.org/feed';
    await world.type('subscribe grpo');
    await world.list(makeListings(30, { source, listedAt: null }), source);
    expect(world.posted()).toEqual([]);
    await world.list(makeListings(31, { source, listedAt: null }), source);
    expect(world.posted()).toEqual(['Invented Paper 31 on GRPO']);
  });
});

/** Five papers, of which every other is on mamba; the later, the more votes. */
const onTwoTopics = makeListings(5).map((it, upvotes) => ({
  ...it,
  upvotes,
  ...(upvotes % 2 === 1 && { title: `On mamba, ${upvotes}`, abstract: '' }),
}));

describe('a digest on two topics', () => {
  const SECTIONS = ['On grpo · 3', undefined, undefined, 'On mamba · 2', undefined];

  it('says what is in it, and stands by topic, also over several messages', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo, mamba');
    await world.list(onTwoTopics);
    await world.at('2026-11-25T08:00:00Z');
    const { sent } = world.sender;
    expect(sent.map((it) => it.message.cards.length)).toEqual([2, 2, 1]);
    expect(plainText(sent[0]?.message.heading ?? [])).toBe('5 papers: 3 on grpo, 2 on mamba');
    const cards = sent.flatMap((it) => it.message.cards);
    expect(cards.map((it) => it.section && plainText(it.section))).toEqual(SECTIONS);
    expect(cards.map((it) => it.facts[1])).toEqual(
      [4, 2, 0, 3, 1].map((it) => (it === 1 ? '1 upvote' : `${it} upvotes`)),
    );
  });

  it('keeps its order, papers and lines when a card of it changes or is muted', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo, mamba');
    await world.list(onTwoTopics);
    await world.at('2026-11-25T08:00:00Z');
    await world.list(onTwoTopics.map((it) => ({ ...it, codeUrl: 'https://example.org/code' })));
    await world.type('papers mute paper 2611.00005');
    await world.revise();
    const cards = world.sender.edits.flatMap((it) => it.message.cards);
    expect(cards.map((it) => it.title)).toEqual(world.posted());
    expect(cards.map((it) => it.section && plainText(it.section))).toEqual(SECTIONS);
    expect(cards.map((it) => it.reasons[0])[0]).toEqual(['Muted in this channel.']);
    expect(cards.map((it) => it.links.some(({ label }) => label === 'Code'))).toEqual([
      false,
      ...[true, true, true, true],
    ]);
  });

  it('takes the best of all topics where a day has room for few', async () => {
    world = await makeWorld({ schedule: daily, dailyCap: 2 });
    await world.type('subscribe grpo, mamba');
    await world.list(onTwoTopics);
    await world.at('2026-11-25T08:00:00Z');
    expect(world.posted()).toEqual(['Invented Paper 5 on GRPO', 'On mamba, 3']);
  });
});

describe('a channel with a digest at nine on weekdays in Berlin', () => {
  it('gets what was found since the last one, at nine, and nothing before', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.at('2026-11-25T07:59:00Z');
    expect(world.posted()).toEqual([]);
    await world.at('2026-11-25T08:00:00Z');
    expect(world.posted()).toHaveLength(1);
    await world.at('2026-11-25T08:01:00Z');
    expect(world.posted()).toHaveLength(1);
  });

  it('gets nothing on a day without matches', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo');
    await world.at('2026-11-25T08:00:00Z');
    expect(world.sender.sent).toEqual([]);
  });

  it('gets what comes after nine with the next digest', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo');
    await world.list(makeListings(1));
    await world.at('2026-11-25T08:00:00Z');
    await world.list(makeListings(2));
    await world.at('2026-11-25T20:00:00Z');
    expect(world.posted()).toHaveLength(1);
    await world.at('2026-11-26T08:00:00Z');
    expect(world.posted()).toHaveLength(2);
  });

  it('gets nothing between two digests, however quiet the last ones were', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo');
    await world.at('2026-11-25T08:00:00Z');
    await world.at('2026-11-25T14:00:00Z');
    await world.list(makeListings(1));
    expect(world.posted()).toEqual([]);
    await world.at('2026-11-26T08:00:00Z');
    expect(world.posted()).toHaveLength(1);
    await world.at('2026-11-27T08:00:00Z');
    await world.at('2026-11-28T07:30:00Z');
    await world.list(makeListings(2));
    expect(world.posted()).toHaveLength(1);
  });

  it('gets what it subscribes to in the afternoon the next morning', async () => {
    world = await makeWorld({ schedule: daily });
    await world.list([makeListing()]);
    await world.at('2026-11-24T14:00:00Z');
    await world.type('subscribe grpo');
    await world.at('2026-11-24T23:00:00Z');
    expect(world.posted()).toEqual([]);
    await world.at('2026-11-25T08:00:00Z');
    expect(world.posted()).toHaveLength(1);
  });

  it('gets a weekly digest that was missed by a day, and not a week later', async () => {
    world = await makeWorld({ schedule: { ...daily, days: ['mon'] } });
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.at('2026-12-01T09:30:00Z');
    expect(world.posted()).toHaveLength(1);
  });

  it('gets a digest that was missed by hours late, and one missed by a day with the next', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo');
    await world.list(makeListings(1));
    await world.at('2026-11-25T15:00:00Z');
    expect(world.posted()).toHaveLength(1);
    await world.list(makeListings(2));
    await world.at('2026-11-28T12:00:00Z');
    expect(world.posted()).toHaveLength(1);
    await world.at('2026-11-30T08:00:00Z');
    expect(world.posted()).toHaveLength(2);
  });

  it('gets the most upvoted paper first, and a long digest in several messages', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo');
    const listings = makeListings(5).map((listing, index) => ({ ...listing, upvotes: index * 10 }));
    await world.list(listings);
    await world.at('2026-11-25T08:00:00Z');
    expect(world.sender.sent).toHaveLength(3);
    expect(world.posted()).toEqual(
      [5, 4, 3, 2, 1].map((number) => `Invented Paper ${number} on GRPO`),
    );
  });
});

describe('a subscription that is removed', () => {
  it('takes what waited for it along', async () => {
    world = await makeWorld({ schedule: daily });
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.type('unsubscribe grpo');
    await world.at('2026-11-25T08:00:00Z');
    expect(world.posted()).toEqual([]);
    await world.list(makeListings(1));
    await world.at('2026-11-26T08:00:00Z');
    expect(world.posted()).toEqual([]);
  });
});

describe('a delivery that fails', () => {
  const busy = new DeliveryError('retry', 'Slack is busy.', { retryAfterMs: 2_000 });
  const gone = new DeliveryError('permanent', 'The channel is archived.');

  it('is tried again when the platform said, and what is behind it waits', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    world.sender.failNext(undefined, busy);
    await world.list(makeListings(5));
    expect(world.sender.sent).toHaveLength(1);
    await world.at('2026-11-24T10:00:01.999Z');
    expect(world.sender.sent).toHaveLength(1);
    await world.at('2026-11-24T10:00:02Z');
    expect(world.posted()).toHaveLength(5);
    expect(new Set(world.posted()).size).toBe(5);
  });

  it('holds up no other channel', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo', 'C1');
    await world.type('subscribe grpo', 'C2');
    world.sender.failNext(busy);
    await world.list([makeListing()]);
    expect(world.sender.sent).toHaveLength(1);
  });

  it('is sent again with a word of warning when it may have arrived', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    world.sender.failNext(new DeliveryError('unknown', 'No answer in time.'));
    await world.list([makeListing()]);
    await world.at('2026-11-24T10:01:00Z');
    expect(world.sender.sent[0]).toMatchObject({ maybeSentAt: new Date('2026-11-24T10:00:00Z') });
  });

  it('pauses a channel that is gone, keeps its subscriptions and says why; resume brings the papers', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    world.sender.failNext(gone);
    await world.list(makeListings(3));
    await world.at('2026-11-24T11:00:00Z');
    expect(world.posted()).toEqual([]);
    const reply = await world.type('subscriptions');
    expect(JSON.stringify(reply.message)).toContain('The channel is archived.');
    expect(JSON.stringify(reply.message)).toContain('grpo');
    expect((await world.type('papers resume')).name).toBe('resumed');
    expect(world.posted()).toHaveLength(3);
  });

  it('is not given up because its channel was paused for days', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    world.sender.failNext(gone);
    await world.list([makeListing()]);
    await world.at('2026-11-29T10:00:00Z');
    world.sender.failNext(busy);
    await world.type('papers resume');
    await world.at('2026-11-29T10:01:00Z');
    expect(world.posted()).toHaveLength(1);
  });

  it('is given up when only this message is at fault, and the next ones go out', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    world.sender.failNext(new DeliveryError('permanent', 'Too long.', { concerns: 'message' }));
    await world.list(makeListings(3));
    expect(world.posted()).toHaveLength(1);
  });
});

describe('a source that fails', () => {
  it('is reported, left alone for a while, and stops no other', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo');
    const report = await world.list(
      new SourceError('example.org answered 500.', { reached: true }),
    );
    expect(report).toMatchObject({ outcome: 'failed', reason: 'example.org answered 500.' });
    expect(await world.list([makeListing()])).toMatchObject({ outcome: 'resting' });
    expect(await world.list(makeListings(1), 'arxiv:cs.LG')).toMatchObject({ outcome: 'read' });
    await world.at('2026-11-24T10:01:01Z');
    expect(await world.list([makeListing()])).toMatchObject({ outcome: 'read' });
  });

  it('that nothing answers for is asked again at the next poll', async () => {
    world = await makeWorld();
    for (let poll = 0; poll < 10; poll++)
      await world.list(new SourceError('No network.', { reached: false }));
    expect(await world.list(new SourceError('503', { reached: true }))).toMatchObject({
      outcome: 'failed',
    });
    await world.at('2026-11-24T10:01:01Z');
    expect(await world.list([])).toMatchObject({ outcome: 'read' });
  });

  it('is left alone as long as it asks', async () => {
    world = await makeWorld();
    await world.list(
      new SourceError('Too many requests.', { reached: true, retryAfterMs: 3_600_000 }),
    );
    await world.at('2026-11-24T10:59:00Z');
    expect(await world.list([])).toMatchObject({ outcome: 'resting' });
    await world.at('2026-11-24T11:00:00Z');
    expect(await world.list([])).toMatchObject({ outcome: 'read' });
  });
});

describe('a subscription with a number of upvotes', () => {
  const at = (upvotes: number) => [makeListing({ upvotes })];

  it('gets a paper on the day it reaches the number, once', async () => {
    world = await makeWorld();
    await world.type('subscribe grpo upvotes>=20');
    await world.list(at(19));
    expect(world.posted()).toEqual([]);
    await world.at('2026-12-10T10:00:00Z');
    await world.list(at(20));
    await world.list(at(25));
    expect(world.posted()).toHaveLength(1);
  });

  it('gets an older paper that reaches it only now, but none that had it before', async () => {
    world = await makeWorld();
    await world.list([
      ...at(10),
      makeListing({
        entryId: 'p',
        identifiers: ['arxiv:2611.00009'],
        title: 'Popular',
        upvotes: 50,
      }),
    ]);
    await world.at('2026-12-01T10:00:00Z');
    await world.type('subscribe upvotes>=20');
    await world.list([
      ...at(20),
      makeListing({
        entryId: 'p',
        identifiers: ['arxiv:2611.00009'],
        title: 'Popular',
        upvotes: 60,
      }),
    ]);
    expect(world.posted()).toEqual(['An Invented Paper on GRPO']);
  });

  it('gets nothing that was listed more than 30 days ago', async () => {
    world = await makeWorld();
    await world.type('subscribe upvotes>=20');
    await world.list(at(10));
    await world.at('2026-12-25T10:00:00Z');
    await world.list(at(20));
    expect(world.posted()).toEqual([]);
  });
});

describe('an abbreviation that papers define', () => {
  it('brings a paper that only writes the long form, and says so', async () => {
    world = await makeWorld();
    await world.type('subscribe sdg');
    const abstract = 'We propose Structured Defect Grounding (SDG).';
    await world.list(
      makeListings(3, { title: 'A', abstract, listedAt: new Date('2026-11-01T00:00:00Z') }),
    );
    await world.list([
      makeListing({
        entryId: 'x',
        identifiers: ['entry:x'],
        title: 'On structured defect grounding',
      }),
    ]);
    expect(world.posted()).toEqual(['On structured defect grounding']);
    const [card] = world.sender.sent[0]?.message.cards ?? [];
    expect(card?.reasons).toEqual([
      ['Matched ', { bold: 'sdg' }, ' by its long form', ' in the title'],
    ]);
  });
});

describe('two programs on one database', () => {
  it('bring a paper though the one that reads it started before the subscription', async () => {
    const databaseUrl = await lastingDatabase();
    world = await makeWorld({ databaseUrl });
    const other = await makeWorld({ databaseUrl });
    await other.type('subscribe grpo');
    await world.list([makeListing()]);
    expect(world.posted()).toHaveLength(1);
    await other.type('unsubscribe grpo');
    await world.list(makeListings(2));
    expect(world.posted()).toHaveLength(1);
    await other.close();
  });
});
