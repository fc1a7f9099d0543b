import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/core/command.ts';
import { type Button, plainMessage, plainText } from '../../src/core/message.ts';
import type { DeskOptions } from '../support/feeds/desk.ts';
import { rss2 } from '../support/feeds/rss.ts';
import { type LoopbackServer, startServer } from '../support/feeds/server.ts';
import { memberOf } from '../support/hooks.ts';
import { makeWorld, type World } from '../support/world.ts';

const ITEM = `<title>Tides and GRPO</title><link>https://tide.example/1</link>
  <guid>https://tide.example/1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate>`;
const ALONE = { place: 'private' } as const;
const SOMEBODY = { member: memberOf('U7', { manages: false }) };

let server: LoopbackServer;
let world: World;

beforeEach(async () => {
  server = await startServer(() => ({ body: rss2(ITEM) }));
  world = await open();
});

afterEach(async () => {
  await world.close();
  await server.close();
});

/** A world where commands are typed in a channel unless a test says otherwise. */
async function open(feeds: DeskOptions = {}): Promise<World> {
  const allow = [server.origin.slice('http://'.length)];
  const made = await makeWorld({ feeds: { allowed: 'managers', allow, ...feeds } });
  const type: World['type'] = (text, channel, workspace, others) =>
    made.type(text, channel, workspace, { place: 'shared', ...others });
  return { ...made, type };
}

async function reopen(feeds: DeskOptions): Promise<void> {
  await world.close();
  world = await open(feeds);
}

/** What a reply says, with this server's address as "SERVER". */
function said(reply: Reply): string {
  const text = `[${reply.name}, ${reply.tone}]\n${plainMessage(reply.message)}`;
  return text.replaceAll(server.origin, 'SERVER').replaceAll(server.origin.slice(7), 'SERVER');
}

async function answer(text: string): Promise<string> {
  return said(await world.type(text));
}

function add(path = '/feed') {
  return world.type(`papers source add ${server.origin}${path}`);
}

function rowsOf(reply: Reply) {
  return (reply.message.rows ?? []).map(({ text, detail, action }) => ({
    text: plainText(text).replaceAll(server.origin.slice(7), 'SERVER'),
    detail: plainText(detail ?? []).replaceAll(server.origin.slice(7), 'SERVER'),
    button: action?.label,
  }));
}

function buttons(reply: Reply): Button[] {
  return (reply.message.actions ?? []).filter((it): it is Button => 'command' in it);
}

describe('Adding a feed', () => {
  it('reads it at once, and whoever follows its papers gets them', async () => {
    await world.type('subscribe grpo');
    expect(said(await add())).toMatchInlineSnapshot(`
      "[feedAdded, good]
      Papers now come from The Tide Lab, too.
      SERVER/feed
      It lists 1 entry at present, and is read at every poll. Whoever follows what it brings gets it."
    `);
    expect(world.posted()).toEqual(['Tides and GRPO']);
  });

  it('reads it at every poll from then on', async () => {
    await world.type('subscribe grpo, salt');
    await add();
    server.answer(() => ({
      body: rss2(ITEM, ITEM.replaceAll('/1', '/2').replace('Tides', 'Salt')),
    }));
    const reports = await world.poll();
    expect(reports.map((it) => it.outcome)).toEqual(['read', 'read']);
    expect(world.posted()).toEqual(['Tides and GRPO', 'Salt and GRPO']);
  });

  it('is seen by another process at its next poll', async () => {
    await world.storage.feeds.add({
      url: `${server.origin}/feed`,
      title: 'Added elsewhere',
      addedBy: 'discord//9',
      addedAt: new Date('2026-11-23'),
    });
    const reports = await world.poll();
    expect(reports.map((it) => it.source)).toEqual(['hugging-face', `rss:${server.origin}/feed`]);
  });

  it('finds the feed of a page, and names the others', async () => {
    const link = (href: string) => `<link rel=alternate type=application/rss+xml href=${href}>`;
    server.answer(({ url }) =>
      url.pathname === '/blog'
        ? { body: `<!doctype html>${link('/feed')}${link('/comments')}` }
        : { body: rss2(ITEM) },
    );
    expect(said(await add('/blog'))).toContain('The page names other feeds, too: SERVER/comments.');
    expect((await world.storage.feeds.list()).map((it) => it.url)).toEqual([
      `${server.origin}/feed`,
    ]);
    expect((await add('/blog')).name).toBe('feedKnown');
  });

  it.each([
    ['as it was', 'http://HOST/feed'],
    ['with https', 'https://HOST/feed'],
    ['with a slash', 'http://HOST/feed/'],
    ['with a fragment', 'http://HOST/feed#top'],
    ['without a scheme', 'HOST/feed'],
    ['in brackets', '<http://HOST/feed>'],
    ['in brackets with a label', '<http://HOST/feed|HOST/feed>'],
  ])('is not doubled when it is spelled %s', async (_, spelling) => {
    await add();
    const typed = spelling.replaceAll('HOST', server.origin.slice(7));
    expect((await world.type(`papers source add ${typed}`)).name).toBe('feedKnown');
  });

  it('knows a configured feed by any spelling', async () => {
    await reopen({ rssFeeds: [`http://www.tide.example/feed/`] });
    expect(await answer('papers source add https://tide.example/feed')).toBe(
      '[feedKnown, info]\nhttps://tide.example/feed is already read.',
    );
  });

  it('is refused in one sentence', async () => {
    expect(await answer('papers source add http://169.254.169.254/latest')).toMatchInlineSnapshot(`
      "[feedRefused, bad]
      169.254.169.254 has no public address, and no other is read: check the address."
    `);
    expect(await answer('papers source add ftp://tide.example/feed')).toMatchInlineSnapshot(`
      "[feedRefused, bad]
      "ftp://tide.example/feed" is not a web address: use one that begins with http:// or https://."
    `);
    expect(
      await answer('papers source add https://rss.arxiv.org/rss/cs.LG'),
    ).toMatchInlineSnapshot(`
        "[feedRefused, bad]
        arXiv is read by its own source, at the pace that arXiv asks for: whoever runs this bot adds a category with ARXIV_CATEGORIES."
      `);
    expect(
      await answer(`papers source add https://tide.example/${'x'.repeat(2_000)}`),
    ).toMatchInlineSnapshot(`
        "[feedRefused, bad]
        That address is longer than 2,000 characters: check it."
      `);
    server.answer(() => ({ body: '{}' }));
    expect(said(await add())).toMatchInlineSnapshot(`
      "[feedRefused, bad]
      SERVER/feed is JSON, not RSS or Atom, and names no feed: give the address of the feed itself, none is guessed."
    `);
    expect(await world.storage.feeds.list()).toEqual([]);
  });

  it('shows no secret of an address, and has no button that would', async () => {
    const reply = await add('/feed?token=s3cret');
    const list = await world.type('papers sources');
    const removed = await world.type(buttons(reply)[0]?.command ?? '');
    expect(removed.name).toBe('feedRemoved');
    expect(buttons(removed)).toEqual([]);
    expect(JSON.stringify([reply, list, removed])).not.toContain('s3cret');
    expect(server.paths()).toContain('/feed?token=s3cret');
  });

  it('ends at a hundred', async () => {
    for (let place = 0; place < 100; place++)
      await world.storage.feeds.add({
        url: `https://tide.example/${place}`,
        title: '',
        addedBy: 'slack/T1/U1',
        addedAt: new Date(0),
      });
    expect(said(await add())).toMatchInlineSnapshot(`
      "[tooManyFeeds, bad]
      100 feeds were added from chat, and no more are read: remove one first."
    `);
    expect(server.asked).toEqual([]);
  });
});

describe('Who may add a feed', () => {
  it('nobody, unless the operator allows it', async () => {
    await reopen({ allowed: 'off' });
    expect(said(await add())).toMatchInlineSnapshot(`
      "[feedsOff, bad]
      Feeds can only be added or removed here once whoever runs this bot allows it.
      The setting is FEEDS_FROM_CHAT=managers, or everyone for all people."
    `);
    expect(server.asked).toEqual([]);
  });

  it('nobody, and those that were added are not read', async () => {
    await reopen({ allowed: 'off' });
    await world.storage.feeds.add({
      url: `${server.origin}/feed`,
      title: '',
      addedBy: 'slack/T1/U1',
      addedAt: new Date(0),
    });
    expect((await world.poll()).map((it) => it.source)).toEqual(['hugging-face']);
  });

  it('those who manage a channel', async () => {
    const text = `papers source add ${server.origin}/feed`;
    expect((await world.type(text, 'C1', 'T1', SOMEBODY)).name).toBe('notAllowed');
    expect(server.asked).toEqual([]);
    await add();
    const remove = `papers source remove ${server.origin}/feed`;
    expect((await world.type(remove, 'C1', 'T1', SOMEBODY)).name).toBe('notAllowed');
    expect(await world.storage.feeds.list()).toHaveLength(1);
  });

  it('not in a direct message, where everybody manages a channel of their own', async () => {
    await add();
    const remove = `papers source remove ${server.origin}/feed`;
    expect(said(await world.type(remove, 'U1', 'T1', ALONE))).toMatchInlineSnapshot(`
      "[feedsInChannels, bad]
      Add and remove feeds in a channel that you manage, not here. Nothing was changed.
      /papers sources lists what is read."
    `);
    const other = `papers source add ${server.origin}/other`;
    expect((await world.type(other, 'U1', 'T1', ALONE)).name).toBe('feedsInChannels');
    const opml = `<opml><body><outline type="rss" xmlUrl="${server.origin}/o"/></body></opml>`;
    const imported = await world.type('papers import', 'U1', 'T1', { ...ALONE, attachment: opml });
    expect(imported.name).toBe('feedsInChannels');
    expect(await world.storage.feeds.list()).toHaveLength(1);
    const list = await world.type('papers sources', 'U1', 'T1', ALONE);
    expect(rowsOf(list).map((it) => it.button)).toEqual([undefined, undefined]);
    expect(said(list)).not.toContain('Add a feed');
  });

  it('whoever runs the bot, at the terminal', async () => {
    await add();
    const at = { channel: { platform: 'terminal', workspace: '', channel: 'terminal' } } as const;
    const text = `papers source remove ${server.origin}/feed`;
    const asked = { text, ...at, place: 'private', member: memberOf('you') } as const;
    expect((await world.talk.handle(asked)).name).toBe('feedRemoved');
  });

  it('everyone', async () => {
    await reopen({ allowed: 'everyone' });
    const text = `papers source add ${server.origin}/feed`;
    expect((await world.type(text, 'C1', 'T1', SOMEBODY)).name).toBe('feedAdded');
  });
});

describe('Removing a feed', () => {
  it('ends its reading; what it listed stays', async () => {
    const added = await add();
    const [button] = buttons(added);
    expect(button?.label).toBe('Remove it again');
    const removed = await world.type(button?.command ?? '');
    expect(said(removed)).toMatchInlineSnapshot(`
      "[feedRemoved, good]
      The Tide Lab is no longer read.
      What it has listed stays."
    `);
    expect((await world.poll()).map((it) => it.source)).toEqual(['hugging-face']);
    expect(await world.storage.papers.count()).toBe(1);
    expect((await world.type(buttons(removed)[0]?.command ?? '')).name).toBe('feedAdded');
  });

  it.each(['managers', 'everyone'] as const)('is for its own workspace (%s)', async (allowed) => {
    await reopen({ allowed });
    await add();
    const elsewhere = { member: memberOf('U1', { home: 'T2' }) };
    const remove = `papers source remove ${server.origin}/feed`;
    expect(said(await world.type(remove, 'C1', 'T2', elsewhere))).toMatchInlineSnapshot(`
      "[feedOfOthers, bad]
      That feed was added from elsewhere, and is removed there. Nothing was changed."
    `);
    const list = await world.type('papers sources', 'C1', 'T2', elsewhere);
    expect(rowsOf(list).map((it) => it.button)).toEqual([undefined, undefined]);
    const colleague = { member: memberOf('U2') };
    expect((await world.type(remove, 'C2', 'T1', colleague)).name).toBe('feedRemoved');
  });

  it('takes any spelling, and says when there is none', async () => {
    await add('/feed?token=s3cret');
    const shown = `${server.origin.replace('http', 'https')}/feed?token=hidden`;
    expect((await world.type(`papers source remove ${shown}`)).name).toBe('feedRemoved');
    expect(await answer('papers source remove https://tide.example/x')).toMatchInlineSnapshot(`
      "[noSuchFeed, bad]
      https://tide.example/x was not added from chat. Nothing was changed.
      /papers sources lists what is read, with a button for each that you can remove."
    `);
    expect((await world.type('papers source remove #0123456789ab')).name).toBe('noSuchFeed');
  });

  it('leaves what the operator configured', async () => {
    await reopen({ rssFeeds: ['https://tide.example/feed'] });
    expect(await answer('papers source remove tide.example/feed')).toMatchInlineSnapshot(`
      "[feedConfigured, bad]
      https://tide.example/feed is a setting of whoever runs this bot (RSS_FEEDS). Nothing was changed."
    `);
  });

  it.each(['', 'add', 'remove', 'https://tide.example/feed'])(
    'asks what “%s” means',
    async (args) => {
      expect((await world.type(`papers source ${args}`)).name).toBe('whichSource');
    },
  );
});

describe('The list of sources', () => {
  it('says how each does, and who added it', async () => {
    await reopen({ rssFeeds: [`${server.origin}/configured`] });
    await add();
    server.answer(() => ({ status: 500 }));
    await world.at('2026-11-25T10:00:00Z');
    await world.poll();
    const reply = await world.type('papers sources');
    expect(said(reply)).toMatch(/^\[sources, info\]\nPapers come from 3 sources\n/);
    expect(rowsOf(reply)).toMatchInlineSnapshot(`
      [
        {
          "button": undefined,
          "detail": "Last news on 25 Nov 2026.",
          "text": "Hugging Face",
        },
        {
          "button": undefined,
          "detail": "Could not be read: http://SERVER/configured failed (HTTP 500): it is asked again later.",
          "text": "SERVER/configured",
        },
        {
          "button": "Remove",
          "detail": "Could not be read since 24 Nov 2026: http://SERVER/feed failed (HTTP 500): it is asked again later. Added on 24 Nov 2026 by .",
          "text": "The Tide Lab (SERVER/feed)",
        },
      ]
    `);
    expect(reply.message.rows?.[2]?.detail).toContainEqual({ person: 'U1' });
  });

  it('names nobody from elsewhere', async () => {
    await add();
    const reply = await world.type('papers sources', 'C1', 'T2', {
      member: { ...memberOf('U1'), home: 'T2' },
    });
    expect(JSON.stringify(reply.message.rows)).not.toContain('person');
  });

  it('has pages', async () => {
    const feeds = Array.from({ length: 12 }, (_, place) => `https://tide.example/${place}`);
    await reopen({ rssFeeds: feeds });
    const first = await world.type('papers sources');
    expect(plainText(first.message.heading)).toBe('Papers come from 13 sources (page 1 of 2)');
    const next = await world.type(buttons(first)[0]?.command ?? '');
    expect(rowsOf(next)).toHaveLength(3);
    expect((await world.type('papers sources 3')).name).toBe('noSuchPage');
    expect((await world.type('papers sources x')).name).toBe('noSuchPage');
  });
});
