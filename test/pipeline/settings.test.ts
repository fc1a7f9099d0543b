import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainMessage } from '../../src/core/message.ts';
import { chosenSources, languageForm, whichForm } from '../../src/core/replies/settings-forms.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { memberOf } from '../support/hooks.ts';
import { makeListing, makeListings } from '../support/listings.ts';
import { makeWorld, type World } from '../support/world.ts';

const DAILY: Schedule = {
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  timeZone: 'Europe/Berlin',
};

let world: World;

beforeEach(async () => {
  world = await makeWorld();
});

afterEach(() => world.close());

function send(name: string, fields: Record<string, readonly string[]>) {
  return world.type(`papers settings ${name}`, 'C1', 'T1', { fields });
}

async function viewOf() {
  await world.type('papers settings layout cards');
  return { ...(await channel()), dailyCap: 20, translates: false };
}

async function channel() {
  const found = await world.storage.channels.find({
    platform: 'slack',
    workspace: 'T1',
    channel: 'C1',
  });
  if (!found) throw new Error('There is no such channel');
  return found;
}

describe('/papers settings', () => {
  it('shows every setting under the form that changes it, and names the commands', async () => {
    const { name, message } = await world.type('papers settings');
    expect(name).toBe('settings');
    expect(plainMessage(message)).toMatchInlineSnapshot(`
      "Settings of this channel
      When papers come: as soon as there is something; no pause.
      How they look: cards, each with a summary; links: words below the summary; at most 20 a day.
      Which papers: from all sources; no upvotes needed.
      Language: summaries in English.
      Told here, too: sources that fall silent, changes to subscriptions.
      Each can be typed, too: /papers schedule, pause, limit, notices, or /papers settings layout, links, upvotes, sources, announce, language."
    `);
    expect(message.actions).toEqual([
      { label: 'When papers come', command: 'papers settings when', opensForm: true },
      { label: 'How they look', command: 'papers settings look', opensForm: true },
      { label: 'Which papers', command: 'papers settings which', opensForm: true },
      { label: 'Language', command: 'papers settings language', opensForm: true },
    ]);
  });

  it('takes a form of times whole, or not at all', async () => {
    const filled = { time: ['8:30'], days: ['mon', 'thu'], zone: ['Asia/Tokyo'], pause: [''] };
    expect((await send('when', filled)).name).toBe('settingsSaved');
    expect((await channel()).schedule).toEqual({
      kind: 'daily',
      time: '08:30',
      days: ['mon', 'thu'],
      timeZone: 'Asia/Tokyo',
    });
    for (const [field, wrong] of [
      ['time', '25:00'],
      ['zone', 'Mars/Olympus'],
      ['pause', '2026-02-30'],
      ['pause', '2026-11-20'],
    ] as const) {
      const reply = await send('when', { ...filled, time: ['10:00'], [field]: [wrong] });
      expect(reply).toMatchObject({ name: 'badSetting', tone: 'bad', field });
    }
    expect(await send('when', { ...filled, days: [] })).toMatchObject({ field: 'days' });
    expect((await channel()).schedule).toMatchObject({ time: '08:30' });
  });

  it('takes a form of looks, and one of what comes', async () => {
    const look = { layout: ['compact'], links: ['title'], cap: ['7'], notices: ['off'] };
    await send('look', { ...look, announce: ['off'] });
    await send('which', { upvotes: ['20'], sources: [] });
    expect(await channel()).toMatchObject({
      layout: 'compact',
      links: 'title',
      dailyCap: 7,
      notices: false,
      announces: false,
      minUpvotes: 20,
      sources: null,
    });
    expect(await send('look', { ...look, cap: ['many'], announce: ['on'] })).toMatchObject({
      field: 'cap',
    });
    expect(await send('which', { upvotes: ['few'], sources: [] })).toMatchObject({
      field: 'upvotes',
    });
    expect(await channel()).toMatchObject({ dailyCap: 7, announces: false, minUpvotes: 20 });
  });

  it('has a form for the language, which says what to expect', async () => {
    const view = await viewOf();
    expect(languageForm(view).fields).toMatchObject([
      { value: 'English', hint: expect.stringContaining('English until a language model') },
    ]);
    const german = { ...view, language: 'de', translates: true } as const;
    expect(languageForm(german).fields).toMatchObject([
      { value: 'German', hint: 'For instance German, Deutsch or de.' },
    ]);
    expect(await send('language', { language: [' Português '] })).toMatchObject({ tone: 'good' });
    expect((await channel()).language).toBe('pt-BR');
    expect(await send('language', { language: ['Latin'] })).toMatchObject({ field: 'language' });
    await send('language', { language: ['English'] });
    expect((await channel()).language).toBeNull();
  });

  it('keeps chosen sources that the form could not offer', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `rss:https://example.org/${index}`);
    const known = ['hugging-face', ...many];
    const before = [many[28] ?? '', many[29] ?? '', 'rss:https://gone.example/feed'];
    const view = { ...(await viewOf()), sources: before };
    const [, field] = whichForm(view, known).fields;
    expect(field).toMatchObject({ chosen: before.slice(0, 2) });
    expect(field && 'options' in field ? field.options : []).toHaveLength(25);
    expect(chosenSources(before.slice(0, 2), before, known)).toEqual(before);
    expect(chosenSources([], ['hugging-face'], known)).toBeNull();
    const long = `rss:https://example.org/${'x'.repeat(200)}`;
    const [, short] = whichForm(view, [long]).fields;
    const [option] = short && 'options' in short ? short.options : [];
    expect(option?.value.length).toBeLessThanOrEqual(100);
    expect(chosenSources([option?.value ?? ''], null, [long, 'hugging-face'])).toEqual([long]);
  });

  it('changes one setting by words, and names those that there are', async () => {
    await world.type('papers settings layout thread');
    await world.type('papers settings upvotes 5');
    await world.type('papers settings sources Hugging Face');
    expect(await channel()).toMatchObject({
      layout: 'thread',
      minUpvotes: 5,
      sources: ['hugging-face'],
    });
    await world.type('papers settings upvotes none');
    await world.type('papers settings sources all');
    expect(await channel()).toMatchObject({ minUpvotes: null, sources: null });
    await world.type('papers limit 5');
    expect(await channel()).toMatchObject({ dailyCap: 5 });
    expect((await world.type('papers limit usual')).tone).toBe('good');
    expect(await channel()).toMatchObject({ dailyCap: null });
    const { message } = await world.type('papers layout compact');
    expect(plainMessage(message)).toContain('/papers settings layout');
    for (const wrong of ['layout wide', 'links big', 'upvotes -1', 'sources myspace', 'announce x'])
      expect((await world.type(`papers settings ${wrong}`)).name).toBe('badSetting');
    expect((await world.type('papers settings colour red')).name).toBe('unknownSetting');
  });

  it('begins with the time zone of who asks first', async () => {
    await world.close();
    world = await makeWorld({ schedule: DAILY });
    const member = memberOf('U7', { timeZone: 'America/New_York' });
    await world.type('subscribe grpo', 'C1', 'T1', { member });
    expect((await channel()).schedule).toMatchObject({ timeZone: 'America/New_York' });
    await world.type('subscribe grpo', 'C2');
    const [, other] = await world.storage.channels.list();
    expect(other?.schedule).toMatchObject({ timeZone: 'Europe/Berlin' });
  });
});

describe('a pause until a day', () => {
  it('holds papers back, and brings them then', async () => {
    await world.type('subscribe grpo');
    const { message } = await world.type('papers pause until 2026-12-01');
    expect(plainMessage(message)).toContain('Nothing comes here before 1 Dec 2026.');
    await world.list(makeListings(2));
    expect(world.posted()).toEqual([]);
    expect(plainMessage((await world.type('papers why 2611.00001')).message)).toContain(
      'paused until 1 Dec 2026',
    );
    await world.at('2026-11-30T23:59:00Z');
    expect(world.posted()).toEqual([]);
    await world.at('2026-12-01T00:01:00Z');
    expect(world.posted()).toHaveLength(2);
    expect(plainMessage((await world.type('subscriptions')).message)).not.toContain('Paused');
  });

  it('holds back what waits in the queue, and what is told of changes, too', async () => {
    await world.type('subscribe grpo');
    await world.type('papers pause 2026-12-01');
    await world.type('subscribe mamba', 'C1', 'T1', { place: 'shared' });
    expect(world.sender.sent).toEqual([]);
    await world.at('2026-12-01T00:01:00Z');
    expect(world.sender.sent).toHaveLength(1);
  });

  it('ends at once when asked to, and takes no nonsense', async () => {
    await world.type('subscribe grpo');
    await world.type('papers pause 2026-12-01');
    await world.list(makeListings(1));
    expect((await world.type('papers resume')).tone).toBe('good');
    expect(world.posted()).toHaveLength(1);
    for (const wrong of ['tomorrow', '2026-13-01', '2026-11-01', '2029-01-01'])
      expect((await world.type(`papers pause ${wrong}`)).name).toBe('badSetting');
  });
});

describe('papers that a channel does not want', () => {
  it('wait for their upvotes', async () => {
    await world.type('subscribe grpo');
    await world.type('papers settings upvotes 20');
    await world.list([makeListing({ upvotes: 3 })]);
    expect(world.posted()).toEqual([]);
    expect(plainMessage((await world.type('papers why 2611.00001')).message)).toContain(
      'this channel asks for 20, and it has 3 so far',
    );
    await world.list([makeListing({ upvotes: 21 })]);
    expect(world.posted()).toEqual(['An Invented Paper on GRPO']);
  });

  it('wait for a source that it takes papers from', async () => {
    await world.type('subscribe grpo');
    await world.type('papers settings sources hugging-face');
    await world.list([makeListing({ source: 'arxiv:cs.LG', entryId: 'a' })], 'arxiv:cs.LG');
    expect(world.posted()).toEqual([]);
    expect(plainMessage((await world.type('papers why 2611.00001')).message)).toContain(
      'no source that this channel takes papers from',
    );
    await world.list([makeListing()]);
    expect(world.posted()).toEqual(['An Invented Paper on GRPO']);
  });

  it.each([
    ['sources hugging-face', 'sources all'],
    ['upvotes 20', 'upvotes none'],
  ])('are forgotten once they are too old to become news: %s', async (narrow, wide) => {
    await world.type('subscribe grpo');
    await world.type(`papers settings ${narrow}`);
    await world.list([makeListing({ source: 'arxiv:cs.LG', entryId: 'a' })], 'arxiv:cs.LG');
    expect(world.posted()).toEqual([]);
    await world.at('2026-12-30T10:00:00Z');
    const other = { entryId: 'b', identifiers: ['arxiv:2612.00001'], upvotes: 99 };
    await world.list([makeListing({ ...other, listedAt: new Date('2026-12-30') })]);
    expect(world.posted()).toHaveLength(1);
    await world.type(`papers settings ${wide}`);
    expect(world.posted()).toHaveLength(1);
  });
});

describe('layouts', () => {
  it('compact: one message with a list, and a choice among its papers', async () => {
    await world.type('papers settings layout compact');
    await world.type('subscribe grpo');
    await world.list(makeListings(2, { upvotes: 4 }));
    const [post] = world.sender.sent;
    expect(post?.message).toMatchObject({ compact: true });
    expect(post?.message.cards[0]?.brief).toEqual([
      'Ada Example et al.',
      ' · ',
      '4 upvotes',
      ' · ',
      { bold: 'grpo' },
    ]);
    expect(post?.message.actions).toEqual([
      {
        label: 'Save, mute or explain a paper',
        options: [
          { label: 'Invented Paper 1 on GRPO', command: 'papers paper 2611.00001' },
          { label: 'Invented Paper 2 on GRPO', command: 'papers paper 2611.00002' },
        ],
      },
    ]);
  });

  it('thread: a list, and the cards go on below its message', async () => {
    await world.type('papers settings layout thread');
    await world.type('subscribe grpo');
    await world.list(makeListings(3));
    const [list, ...others] = world.sender.sent;
    expect(list).toMatchObject({ first: null, message: { compact: true } });
    expect(others.map((it) => it.first)).toEqual(others.map(() => list?.key));
    const below = others.filter((it) => it.message.inThread);
    expect(below.flatMap((it) => it.message.cards.map((card) => card.title))).toHaveLength(3);
    expect(below.every((it) => !it.message.compact)).toBe(true);
    expect((await world.type('papers why 2611.00002')).name).toBe('whyPosted');
  });

  it('links as buttons, or none but the title', async () => {
    await world.type('papers settings links buttons');
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    const [card] = world.sender.sent[0]?.message.cards ?? [];
    expect(card?.links).toEqual([]);
    expect(card?.actions?.map((it) => it.label)).toEqual([
      'arXiv',
      'PDF',
      'Hugging Face',
      'Save',
      'Mute',
      'Why',
    ]);
    await world.type('papers settings links title');
    await world.list([makeListing({ entryId: 'b', identifiers: ['arxiv:2611.00009'] })]);
    const [other] = world.sender.sent[1]?.message.cards ?? [];
    expect(other?.actions?.map((it) => it.label)).toEqual(['Save', 'Mute', 'Why']);
  });
});

describe('the way to a command', () => {
  it('is open to those who may manage the channel, and to all where nothing changes', async () => {
    const others = { place: 'shared', member: memberOf('U2', { manages: false }) } as const;
    for (const text of [
      'subscribe grpo',
      'unsubscribe grpo',
      'unsubscribe #1',
      'papers mute grpo',
      'papers unmute grpo',
      'papers settings layout compact',
      'papers schedule now',
      'papers limit 3',
      'papers notices off',
      'papers pause 2026-12-01',
      'papers resume',
    ])
      expect((await world.type(text, 'C1', 'T1', others)).name, text).toBe('notAllowed');
    const form = { ...others, fields: { upvotes: ['1'], sources: [] } };
    expect((await world.type('papers settings which', 'C1', 'T1', form)).name).toBe('notAllowed');
    await world.list([makeListing()]);
    for (const text of [
      'papers today',
      'papers trending',
      'papers search grpo',
      'papers preview grpo',
      'papers why 2611.00001',
      'papers save 2611.00001',
      'papers saved',
      'papers unsave 2611.00001',
      'papers paper 2611.00001',
      'papers muted',
      'papers settings',
      'papers schedule',
      'papers limit',
      'papers notices',
      'papers pause',
      'papers more',
      'subscriptions',
      'papers help',
    ])
      expect((await world.type(text, 'C1', 'T1', others)).tone, text).not.toBe('bad');
    expect(await world.storage.channels.list()).toEqual([]);
  });

  it('leads through /papers as well', async () => {
    expect((await world.type('papers subscribe grpo')).name).toBe('subscribed');
    expect((await world.type('papers subscriptions')).name).toBe('subscriptions');
    expect((await world.type('papers unsubscribe grpo')).name).toBe('unsubscribed');
  });
});
