import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainMessage } from '../../src/core/message.ts';
import { queryKey } from '../../src/core/query/format.ts';
import { parseStored } from '../../src/core/query/parser.ts';
import { makeListing, makeListings } from '../support/listings.ts';
import { lastingDatabase } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await makeWorld();
});

afterEach(() => world.close());

async function answer(text: string): Promise<string[]> {
  const { message } = await world.type(text);
  return plainMessage(message).split('\n');
}

/** A subscription as an earlier version may have stored it. */
async function store(query: string, key: string, { storage } = world): Promise<void> {
  const channel = await storage.channels.ensure(
    { platform: 'slack', workspace: 'T1', channel: 'C1' },
    { kind: 'at-once' },
    new Date('2026-11-24T10:00:00Z'),
  );
  await storage.subscriptions.add({
    channelId: channel.id,
    query,
    key,
    since: new Date('2026-11-23T00:00:00Z'),
    createdBy: 'U1',
    createdAt: new Date('2026-11-24T10:00:00Z'),
  });
}

describe('a query that is too long written out', () => {
  it('is refused, and nothing is followed', async () => {
    const words = Array.from({ length: 30 }, (_, number) => `learning${number + 1}`);
    const reply = await world.type(`subscribe title:(${words.join('|')})`);
    expect(reply.name).toBe('badQuery');
    expect(plainMessage(reply.message)).toMatch(/Written out as .* a query has at most 500/);
    expect((await world.type('subscriptions')).name).toBe('noSubscriptions');
  });
});

describe('a stored query', () => {
  it('that can not be read spoils no other in /papers why', async () => {
    await store('venue:birds', 'venue:birds');
    await world.type('subscribe mamba');
    await world.list([makeListing()]);
    expect(await answer('papers why 2611.00001')).toEqual([
      'An Invented Paper on GRPO',
      'Listed on 24 Nov 2026; not posted here.',
      'mamba: mamba does not occur',
      "venue:birds can't be read by this version of Paper Route. Subscribe to it in another spelling.",
    ]);
  });

  it.each([
    ['agents -agent'],
    ['category:lg.*'],
    [Array.from({ length: 60 }, (_, number) => `title:word${number}`).join(' OR ')],
  ])('that is refused today is explained and unsubscribed: %.30s', async (query) => {
    await store(query, queryKey(parseStored(query)));
    await world.list([makeListing()]);
    expect((await world.type('papers why 2611.00001')).name).toBe('whyNot');
    expect((await world.type(`unsubscribe ${query}`)).name).toBe('unsubscribed');
  });
});

describe('after a restart', () => {
  it('every stored query still brings its papers, whatever is refused today', async () => {
    const databaseUrl = await lastingDatabase();
    const words = Array.from({ length: 60 }, (_, number) => `title:word${number}`);
    const queries = [
      `${words.join(' OR ')} OR title:grpo`,
      `grpo ${'-(cat '.repeat(30)}dog${')'.repeat(30)}`,
      'grpo (paper OR category:lg.*)',
    ];
    const writer = await makeWorld({ databaseUrl });
    for (const query of queries) await store(query, query, writer);
    await writer.close();

    const reader = await makeWorld({ databaseUrl });
    await reader.list([makeListing()]);
    const [sent] = reader.sender.sent;
    expect(sent?.message.cards.map((card) => card.reasons.length)).toEqual([queries.length]);
    await reader.close();
  });
});

describe('/papers why', () => {
  it('tells that only the best came when a subscription was made', async () => {
    await world.list(makeListings(12).map((it, place) => ({ ...it, upvotes: place })));
    await world.type('subscribe grpo');
    expect(world.posted()).toHaveLength(10);
    expect(await answer('papers why 2611.00001')).toEqual([
      'Invented Paper 1 on GRPO',
      'Listed on 24 Nov 2026; not posted here.',
      'grpo matches, but of the papers listed before it was subscribed to, only the best 10 came.',
    ]);
  });

  it('tells that a paper was listed too early, or matches only now', async () => {
    const early = new Date('2026-11-20T00:00:00Z');
    const after = new Date('2026-11-27T00:00:00Z');
    const [one, two] = makeListings(2);
    if (!one || !two) throw new Error('There are two listings.');
    await world.list([{ ...one, listedAt: early }]);
    await world.type('subscribe grpo');
    await store('invented paper', 'invented paper');
    await world.at('2026-11-27T10:00:00Z');
    await world.storage.papers.record({ ...two, listedAt: after }, after);
    expect((await answer('papers why 2611.00001')).slice(2)).toEqual([
      'grpo matches, but the paper was listed before it was subscribed to.',
      'invented paper matches, but the paper was listed before it was subscribed to.',
    ]);
    expect((await answer('papers why 2611.00002')).slice(2)).toEqual([
      'grpo matches now, but did not when the paper was listed.',
      'invented paper matches now, but did not when the paper was listed.',
    ]);
  });

  it('calls no word missing that is written as one with its neighbour', async () => {
    await world.list([makeListing({ title: 'Finetuning dogs' })]);
    await world.type('subscribe fine tuning cat');
    expect((await answer('papers why 2611.00001')).slice(2)).toEqual([
      'fine tuning cat: cat does not occur',
    ]);
  });
});

describe('a query that is hardly meant like that', () => {
  it.each([
    ['dpo or grpo', 'Operators are in capitals. Did you mean dpo OR grpo?'],
    ['ppo and dpo or grpo', 'Operators are in capitals. Did you mean ppo dpo OR grpo?'],
    ['grpo not survey', 'Operators are in capitals. Did you mean grpo -survey?'],
    ['a source:nonsense', 'No source here matches source:nonsense. There are: Hugging Face.'],
    ['a -source:nonsense', 'No source here matches source:nonsense. There are: Hugging Face.'],
  ])('is read as it stands, with a word of advice: %s', async (query, advice) => {
    expect(await answer(`subscribe ${query}`)).toContain(advice);
    expect(await answer(`papers preview ${query}`)).toContain(advice);
    expect(await answer(`papers search ${query}`)).toContain(advice);
  });

  it.each(['dpo OR grpo', 'or', 'grpo or', '"dpo or grpo"', 'a source:"hugging face"'])(
    'is told from one that is: %s',
    async (query) => {
      expect((await answer(`subscribe ${query}`)).join()).not.toMatch(/capitals|No source/);
    },
  );
});

describe('several queries', () => {
  it('count a paper once, though each finds it', async () => {
    await world.list(makeListings(3));
    const lines = await answer('subscribe grpo, invented, title:paper');
    expect(lines.at(-1)).toMatch(/^3 new papers since yesterday match\./);
  });

  it('are refused where one is taken', async () => {
    for (const command of ['preview', 'search'])
      expect(await answer(`papers ${command} dpo, lora`)).toEqual([
        "dpo, lora can't be read (at character 4): A comma separates queries, and this takes one. Write dpo OR lora for any of them.",
      ]);
  });
});

describe('a flood', () => {
  const listings = (upvotes: (place: number) => number | null) =>
    makeListings(35).map((it, place) => ({ ...it, upvotes: upvotes(place) }));

  it('of a single day brings the nearest narrower query that is none', async () => {
    await world.list(listings((place) => place));
    expect((await answer('papers preview grpo')).at(-1)).toBe(
      'Narrower: grpo upvotes>=30 (5 in the last 30 days).',
    );
  });

  it('of words that seldom stand together brings them side by side', async () => {
    const apart = listings(() => null).map((it, place) =>
      place < 30 ? { ...it, title: `On paper, invented: number ${place}` } : it,
    );
    await world.list(apart);
    expect((await answer('papers preview invented paper')).at(-1)).toBe(
      'Narrower: invented-paper (5 in the last 30 days).',
    );
  });

  it('that no narrower query dams brings none', async () => {
    await world.list(listings(() => null));
    expect((await answer('papers preview grpo')).join()).not.toMatch(/Narrower/);
  });
});
