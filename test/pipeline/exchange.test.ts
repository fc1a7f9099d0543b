import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/core/channel.ts';
import type { CommandRequest, Reply } from '../../src/core/command.ts';
import { writeExchange } from '../../src/core/exchange/write.ts';
import { plainMessage } from '../../src/core/message.ts';
import { writeOpml } from '../../src/lib/opml.ts';
import { anyChannel, anyQuery } from '../support/exchange.ts';
import type { DeskOptions } from '../support/feeds/desk.ts';
import { rss2 } from '../support/feeds/rss.ts';
import { type LoopbackServer, startServer } from '../support/feeds/server.ts';
import { memberOf } from '../support/hooks.ts';
import { makeListings } from '../support/listings.ts';
import { makeWorld, type World } from '../support/world.ts';

const SOMEBODY = memberOf('U7', { manages: false });

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

function said(reply: Reply): string {
  return `[${reply.name}, ${reply.tone}]\n${plainMessage(reply.message)}`;
}

/** Imports a file in a channel. */
function importFile(
  attachment: string,
  channel = 'C1',
  others: Partial<Omit<CommandRequest, 'text' | 'channel'>> = {},
): Promise<Reply> {
  return world.type('papers import', channel, 'T1', { attachment, ...others });
}

async function followed(channel = 'C1'): Promise<string[]> {
  const found = await world.storage.channels.find({
    ...{ platform: 'slack', workspace: 'T1', channel },
  });
  const subscriptions = found ? await world.storage.subscriptions.listOf(found.id) : [];
  return subscriptions.map((it) => it.query);
}

async function exportOf(channel = 'C1'): Promise<string> {
  return (await world.type('papers export', channel)).file?.text ?? '';
}

describe('/papers export', () => {
  it('gives what the channel follows, as a file', async () => {
    await world.type('subscribe grpo, "reward model" -diffusion');
    await world.type('papers mute survey');
    const reply = await world.type('papers export');
    expect(said(reply)).toMatchInlineSnapshot(`
      "[exported, good]
      2 queries of this channel, with its settings
      /papers import takes the file over in another channel, also of another platform."
    `);
    expect(reply.file?.name).toBe('paper-route-C1.yaml');
    expect(reply.file?.text.replace(/^#.*\n/gm, '')).toMatchInlineSnapshot(`
      "version: 1
      subscriptions:
        - grpo
        - '"reward model" -diffusion'
      settings:
        schedule: at once
        layout: cards
        daily-cap: usual
        minimum-upvotes: none
        sources: all
        links: words
        notices: on
        announcements: on
        language: en
      mutes:
        - survey
      "
    `);
    expect(reply.file?.text).not.toMatch(/U1|T1|C1/);
  });

  it('says when there is nothing', async () => {
    expect(said(await world.type('papers export'))).toMatchInlineSnapshot(`
      "[nothingToExport, info]
      This channel follows nothing yet, so there is nothing to export.
      Start with /subscribe grpo, or /papers import a file."
    `);
    expect(said(await world.type('papers export feeds'))).toBe(
      '[noFeeds, info]\nNo feed is read here.',
    );
    expect(said(await world.type('papers export all'))).toMatchInlineSnapshot(`
      "[whichExport, bad]
      all can not be exported.
      /papers export gives what this channel follows, /papers export feeds all feeds."
    `);
  });
});

describe('/papers import', () => {
  it('asks for a file or a text, by a form', async () => {
    const reply = await world.type('papers import');
    expect(said(reply)).toMatchInlineSnapshot(`
      "[whatToImport, info]
      What should this channel take over?
      Paste the text that /papers export gave into the form, or attach its file where the command takes one. Queries can also stand behind the command: /papers import grpo, dpo.
      Queries one a line will do, and so will an OPML file of feeds.
      An import only adds, so a long text may come in parts."
    `);
    const button = { label: 'Paste a text', command: 'papers import', opensForm: true };
    expect(reply.message.actions).toEqual([button]);
  });

  it('takes a text from a form', async () => {
    await world.type('papers import', 'C1', 'T1', { fields: { text: ['grpo\ndpo'] } });
    expect(await followed()).toEqual(['grpo', 'dpo']);
  });

  it('takes the texts of all fields of a form as one', async () => {
    const text = ['version: 1\nsubscriptions:\n  - grpo'];
    const more = ['- dpo\n  - mamba'];
    const rest = ['  - rlhf\nsettings:\n  layout: compact'];
    const reply = await world.type('papers import', 'C1', 'T1', { fields: { text, more, rest } });
    expect(said(reply)).toContain('4 subscriptions added, 1 setting taken over.');
    expect(await followed()).toEqual(['grpo', 'dpo', 'mamba', 'rlhf']);
  });

  it('takes lines, and queries with commas, behind the command', async () => {
    await world.type('papers import grpo, "a, b"\ndpo');
    expect(await followed()).toEqual(['grpo', '"a b"', 'dpo']);
  });

  it('adds what is new, leaves what is there, and names what can not be read', async () => {
    await world.list(makeListings(2));
    await world.type('subscribe dpo');
    const reply = await importFile('# my topics\ngrpo\nDPO\n(a OR\n"state space"\nupvotes>many\n');
    expect(said(reply)).toMatchInlineSnapshot(`
      "[imported, good]
      2 subscriptions added, 1 was there, 2 entries can't be used.
      Line 4: (a OR can't be read at character 6: Something to look for is missing at the end.
      Line 6: upvotes>many can't be read at character 1: upvotes needs a whole number. Write for instance upvotes>=20.
      2 papers since yesterday match. Papers come as soon as there is something."
    `);
    expect(await followed()).toEqual(['dpo', 'grpo', '"state space"']);
  });

  it('brings what matches since yesterday', async () => {
    await world.list(makeListings(2));
    await importFile('- grpo\n');
    expect(world.posted()).toHaveLength(2);
  });

  it('takes settings and mutes over, and names the sources that are not here', async () => {
    await world.type('subscribe grpo');
    const reply = await importFile(`version: 1
settings:
  schedule: 08:30
  days: weekdays
  time-zone: Asia/Tokyo
  layout: compact
  daily-cap: 7
  sources: [hugging-face, "rss:https://gone.example/feed"]
  announcements: off
  colour: red
mutes:
  - survey
  - paper: arxiv:2402.03300
  - paper: nothing
  - "(a"
`);
    expect(said(reply)).toMatchInlineSnapshot(`
      "[imported, good]
      5 settings taken over, 2 things muted, 4 entries can't be used.
      Settings: schedule, layout, daily cap, announcements, sources.
      rss:https://gone.example/feed is no source here.
      Line 10: colour is no setting.
      Line 14: nothing names no paper.
      Line 15: (a can't be read at character 1: This parenthesis is never closed. Add a ) where it ends."
    `);
    const address = { platform: 'slack', workspace: 'T1', channel: 'C1' };
    expect(await world.storage.channels.find(address)).toMatchObject({
      schedule: { kind: 'daily', time: '08:30', timeZone: 'Asia/Tokyo' },
      layout: 'compact',
      dailyCap: 7,
      sources: ['hugging-face'],
      announces: false,
      notices: true,
      mutes: [
        { kind: 'query', what: 'survey', mutedBy: 'U1' },
        { kind: 'paper', what: 'arxiv:2402.03300', mutedBy: 'U1' },
      ],
    });
  });

  it('keeps a choice of sources when none of the others is here', async () => {
    await importFile('version: 1\nsettings:\n  sources: "rss:https://gone.example/feed"\n');
    const address = { platform: 'slack', workspace: 'T1', channel: 'C1' };
    expect((await world.storage.channels.find(address))?.sources).toBeNull();
  });

  it('ends at 500 subscriptions, and leaves those that are there', async () => {
    const lines = Array.from({ length: 510 }, (_, place) => `topic${place}`);
    expect((await importFile(lines.join('\n'))).message.lines[0]).toEqual([
      '10 queries left out: a channel takes 500 by import.',
    ]);
    expect(await followed()).toHaveLength(500);
    expect(said(await importFile('topic1\nanother'))).toMatchInlineSnapshot(`
      "[imported, info]
      No subscription added, 1 was there.
      1 query left out: a channel takes 500 by import."
    `);
  });

  it('lets other commands have their turn', async () => {
    const lines = Array.from({ length: 300 }, (_, place) => `topic${place}`);
    let done = false;
    const importing = importFile(lines.join('\n')).then(() => {
      done = true;
    });
    await world.type('papers help', 'C2');
    expect(done).toBe(false);
    await importing;
    expect(await followed()).toHaveLength(300);
  });

  it('ends early when the program stops, and says so', async () => {
    const lines = Array.from({ length: 300 }, (_, place) => `topic${place}`);
    const importing = importFile(lines.join('\n'));
    await world.type('papers help', 'C2');
    await world.stopReading();
    expect(said(await importing)).toMatch(
      /\nLine \d+: topic\d+ and all below were not reached, because Paper Route stops/,
    );
    expect((await followed()).length).toBeLessThan(300);
  });

  it('tells a shared channel in one line', async () => {
    await importFile('grpo\ndpo', 'C1', { place: 'shared' });
    const told = world.sender.sent.map((it) => plainMessage(it.message));
    expect(told).toEqual(['u1 subscribed this channel, by a file, to grpo and dpo.']);
  });

  it('is for those who manage the channel', async () => {
    const reply = await importFile('grpo', 'C1', { member: SOMEBODY });
    expect(reply.name).toBe('notAllowed');
    expect(await followed()).toEqual([]);
  });

  it.each([
    ['a path', '/home/ada/paper-route-C1.yaml'],
    ['a path from here', './feeds.opml'],
    ['a path of Windows', 'C:\\papers\\topics.txt'],
    ['a name', 'topics.yaml'],
    ['a feed', '<?xml version="1.0"?><rss/>'],
    ['a page', '<!doctype html><title>x</title>'],
    ['bytes', 'PK\u0003\u0004\0\0'],
    ['another encoding', '\ufffd\ufffd\ufffd\ufffd'],
    ['too much', 'grpo '.repeat(30_000)],
    ['a later version', 'version: 2\nsubscriptions: [grpo]'],
    ['an alias', 'subscriptions: &a [grpo]\nmutes: *a'],
  ])('refuses %s in one sentence', async (_, text) => {
    const reply = await importFile(text);
    expect(said(reply)).toMatch(/^\[badImport, bad\]\n[^\n]+\.\nNothing was changed\.$/);
    expect(reply.field).toBe('text');
    expect(await followed()).toEqual([]);
  });

  it('of nothing that can be used changes nothing', async () => {
    expect(said(await importFile('(a OR'))).toMatchInlineSnapshot(`
      "[imported, bad]
      1 entry can't be used.
      Line 1: (a OR can't be read at character 6: Something to look for is missing at the end."
    `);
    expect(said(await importFile('# only a comment\n'))).toMatchInlineSnapshot(`
      "[imported, info]
      That holds nothing to take over."
    `);
  });
});

describe('Exported and imported', () => {
  const QUERIES = ['grpo', '"reward model" -diffusion', 'author:"ada byron" upvotes>=20'];

  it('a channel of Slack is the same on Discord, and back', async () => {
    await world.type(`subscribe ${QUERIES.join(', ')}`);
    await world.type('papers settings layout thread');
    await world.type('papers schedule 07:15 mon,thu Asia/Tokyo');
    await world.type('papers mute survey');
    const file = await exportOf();
    const channel = { platform: 'discord', workspace: '900', channel: '901' };
    const who = { channel, place: 'shared', member: memberOf('7') } as const;
    await world.talk.handle({ ...who, text: 'papers import', attachment: file });
    const onDiscord = await world.talk.handle({ ...who, text: 'papers export' });
    expect(onDiscord.file?.text).toBe(file);
    await importFile(onDiscord.file?.text ?? '', 'C2');
    expect(await exportOf('C2')).toBe(file);
  });

  it('is the same whatever it holds', async () => {
    let channels = 0;
    const queries = fc.uniqueArray(anyQuery, { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(anyChannel, queries, async (channel, typed) => {
        const name = `P${++channels}`;
        const here = { ...channel, sources: channel.sources && ['hugging-face'] };
        await importFile(writeExchange(here as Channel, typed), name);
        const file = await exportOf(name);
        expect(file).toBe(writeExchange(here, await followed(name)));
        await importFile(file, `${name}-again`);
        expect(await exportOf(`${name}-again`)).toBe(file);
      }),
      { numRuns: 40 },
    );
  });
});

describe('Feeds as OPML', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startServer(({ url }) =>
      url.pathname.startsWith('/feed')
        ? { body: rss2().replace('The Tide Lab', `Tide ${url.pathname.slice(5)}`) }
        : { status: 404 },
    );
  });
  afterEach(() => server.close());

  async function reopen(feeds: DeskOptions): Promise<void> {
    await world.close();
    const allow = [server.origin.slice('http://'.length)];
    const made = await makeWorld({ feeds: { allowed: 'managers', allow, ...feeds } });
    world = { ...made, type: inChannel(made) };
  }

  /** Nobody manages feeds in a direct message. */
  function inChannel(made: World): World['type'] {
    return (text, channel, workspace, others) =>
      made.type(text, channel, workspace, { place: 'shared', ...others });
  }

  const opml = (...paths: string[]) =>
    writeOpml(
      'Feeds',
      paths.map((path) => ({ title: path, url: server.origin + path })),
    );

  function shown(reply: Reply): string {
    return said(reply).replaceAll(server.origin, 'SERVER');
  }

  it('are exported without the addresses that hold secrets', async () => {
    await reopen({
      rssFeeds: [
        'https://tide.example/rss',
        'https://a:b@salt.example/',
        'https://x.example/?key=1',
      ],
    });
    await world.type(`papers source add ${server.origin}/feed1`);
    const reply = await world.type('papers export feeds');
    expect(said(reply)).toBe(
      '[feedsExported, good]\n2 feeds\n2 feeds left out, because their addresses hold secrets.',
    );
    expect(reply.file?.name).toBe('paper-route-feeds.opml');
    expect(reply.file?.text).toBe(
      writeOpml('Feeds of Paper Route', [
        { title: 'tide.example/rss', url: 'https://tide.example/rss' },
        { title: 'Tide 1', url: `${server.origin}/feed1` },
      ]),
    );
  });

  it('are imported, each by itself', async () => {
    await reopen({ rssFeeds: [`${server.origin}/configured`] });
    const file = opml('/feed1', '/gone', '/feed2', '/configured', '/feed1/').replace(
      '</body>',
      '<outline xmlUrl="http://10.0.0.1/feed"/></body>',
    );
    const reply = await importFile(file);
    expect(shown(reply)).toMatchInlineSnapshot(`
      "[feedsImported, good]
      2 feeds added, 2 already read, 2 can't be.
      Line 8: SERVER/gone can't be added: SERVER/gone does not exist (HTTP 404): check the address.
      Line 12: http://10.0.0.1/feed can't be added: 10.0.0.1 has no public address, and no other is read: check the address.
      /papers sources lists what is read."
    `);
    const stored = await world.storage.feeds.list();
    expect(stored.map((it) => it.title).toSorted()).toEqual(['Tide 1', 'Tide 2']);
    expect((await world.poll()).map((it) => it.outcome)).toContain('read');
  });

  it('are exported as they were imported', async () => {
    await reopen({});
    await importFile(opml('/feed1', '/feed2'));
    const file = (await world.type('papers export feeds')).file?.text ?? '';
    await reopen({});
    await importFile(file);
    const again = (await world.type('papers export feeds')).file?.text ?? '';
    const lines = (text: string) => text.split('\n').toSorted();
    expect(lines(again)).toEqual(lines(file));
  });

  it('come fifty at a time', async () => {
    await reopen({});
    const file = opml(...Array.from({ length: 60 }, (_, place) => `/feed${place}`));
    expect(shown(await importFile(file))).toMatchInlineSnapshot(`
      "[feedsImported, good]
      50 feeds added.
      10 feeds left for another time: import the file once more.
      /papers sources lists what is read."
    `);
    expect(shown(await importFile(file))).toMatchInlineSnapshot(`
      "[feedsImported, good]
      10 feeds added, 50 already read.
      /papers sources lists what is read."
    `);
    expect(await world.storage.feeds.list()).toHaveLength(60);
  });

  it('never become more than a hundred, though all are found at the same moment', async () => {
    await reopen({ find: async (url) => ({ url, title: '', others: [] }) });
    for (let place = 0; place < 97; place++)
      await world.storage.feeds.add({
        url: `https://tide.example/${place}`,
        title: '',
        addedBy: 'slack//U1',
        addedAt: new Date(0),
      });
    const reply = await importFile(opml(...Array.from({ length: 9 }, (_, n) => `/feed${n}`)));
    expect(said(reply)).toContain("3 feeds added, 6 can't be.");
    expect(await world.storage.feeds.list()).toHaveLength(100);
  });

  it('are for those whom the operator lets', async () => {
    await reopen({ allowed: 'off' });
    expect((await importFile(opml('/feed1'))).name).toBe('feedsOff');
    await reopen({ allowed: 'managers' });
    const member = SOMEBODY;
    expect((await importFile(opml('/feed1'), 'C1', { member })).name).toBe('notAllowed');
    await reopen({ allowed: 'everyone' });
    expect((await importFile(opml('/feed1'), 'C1', { member })).name).toBe('feedsImported');
    expect(said(await importFile('<opml><body/></opml>'))).toBe(
      '[badImport, bad]\nThe OPML file names no feed.\nNothing was changed.',
    );
  });
});

describe('The form', () => {
  it('is for a pasted text', async () => {
    const form = await world.talk.form({
      text: 'papers import',
      channel: { platform: 'slack', workspace: 'T1', channel: 'C1' },
      place: 'shared',
      member: memberOf('U1'),
    });
    expect(form).toMatchObject({
      command: 'papers import',
      fields: ['text', 'more', 'rest'].map((name) => ({ name, long: true, maxLength: 3_000 })),
    });
  });
});
