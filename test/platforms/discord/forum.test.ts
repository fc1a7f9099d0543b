import { describe, expect, it } from 'vitest';
import type { DiscordServer, FakeChannel } from '../../support/discord/index.ts';
import { card, message } from './fixtures.ts';
import { calm, failure, request, setUp } from './set-up.ts';

const OPEN = 'POST /channels/:channel/threads';
const POST = 'POST /channels/:channel/messages';
const ACTIVE = 'GET /guilds/:guild/threads/active';
const longAgo = () => new Date(Date.now() - 10 * 60_000);

describe.each([
  ['a forum', 15],
  ['a media channel', 16],
] as const)('%s', (_, type) => {
  it('gets each digest as a post, named by its heading', async () => {
    const { server, sender, forum } = await setUpForum(type);
    const first = await sender.send(request(server, forum), calm);
    const second = await sender.send(request(server, forum, { key: 'd2' }), calm);
    const [a, b] = threadsOf(server, forum);
    expect([a?.name, b?.name]).toEqual(['1 new paper', '1 new paper']);
    expect([first, second]).toEqual([a, b].map((it) => ({ messageId: `${it?.id}/${it?.id}` })));
    expect(server.calls.map(({ route }) => route)).toEqual([
      ...[POST, 'GET /channels/:channel', OPEN],
      OPEN,
    ]);
  });
});

describe('a post in a forum', () => {
  it('has a name within the limit, whatever the heading is', async () => {
    const { server, sender, forum } = await setUpForum();
    const headings = ['x'.repeat(300), ' \u200b ', '👩‍👩‍👧‍👦'.repeat(40)];
    for (const [index, heading] of headings.entries()) {
      const its = { key: `d${index}`, message: message({ heading: [heading] }) };
      await sender.send(request(server, forum, its), calm);
    }
    const names = threadsOf(server, forum).map(({ name }) => name);
    expect(names.map(({ length }) => length <= 100)).toEqual([true, true, true]);
    expect(names[1]).toBe(card().title);
    expect(names[2]).toMatch(/^(👩‍👩‍👧‍👦)+…?$/);
  });

  it('takes the further pages of its digest', async () => {
    const { server, sender, forum } = await setUpForum();
    const { messageId: first } = await sender.send(request(server, forum), calm);
    const { messageId } = await sender.send(request(server, forum, { key: 'd2', first }), calm);
    const [thread] = threadsOf(server, forum);
    expect(threadsOf(server, forum)).toHaveLength(1);
    expect(server.messages(thread)).toHaveLength(2);
    expect(messageId).toBe(`${thread?.id}/${server.messages(thread)[1]?.id}`);
  });

  it('is reopened for a further page', async () => {
    const { server, sender, forum } = await setUpForum();
    const { messageId: first } = await sender.send(request(server, forum), calm);
    const [thread] = threadsOf(server, forum);
    if (thread) thread.archived = true;
    await sender.send(request(server, forum, { key: 'd2', first }), calm);
    expect(server.messages(thread)).toHaveLength(2);
  });

  it('can be changed by its receipt', async () => {
    const { server, sender, forum } = await setUpForum();
    const { messageId } = await sender.send(request(server, forum), calm);
    const { to, key } = request(server, forum);
    const changed = message({ cards: [card({ title: 'Now with code' })] });
    await sender.edit?.({ to, key, messageId, message: changed }, calm);
    expect(server.messages()).toMatchObject([{ edits: 1 }]);
  });

  it.each<[string, (thread: FakeChannel, server: DiscordServer) => void]>([
    ['deleted', (thread, server) => server.deleteChannel(thread)],
    ['locked', (thread) => Object.assign(thread, { archived: true, locked: true })],
  ])('that was %s ends its digest, not the forum', async (_, end) => {
    const { server, sender, forum } = await setUpForum();
    const { messageId: first } = await sender.send(request(server, forum), calm);
    const [thread] = threadsOf(server, forum);
    if (thread) end(thread, server);
    const error = await failure(sender.send(request(server, forum, { key: 'd2', first }), calm));
    expect(error).toMatchObject({ kind: 'permanent', concerns: 'message' });
    expect(error.message).toContain('its further pages are skipped');
  });
});

describe('a post in a forum that may have been made before', () => {
  it.each<[string, (thread: FakeChannel) => void]>([
    ['active', () => {}],
    ['archived', (thread) => Object.assign(thread, { archived: true })],
  ])('is found among the %s threads', async (_, change) => {
    const { server, sender, forum } = await setUpForum();
    server.fail(OPEN, 'taken, reset');
    expect((await failure(sender.send(request(server, forum), calm))).kind).toBe('unknown');
    const [thread] = threadsOf(server, forum);
    if (thread) change(thread);
    const again = request(server, forum, { maybeSentAt: new Date() });
    expect(await sender.send(again, calm)).toEqual({ messageId: `${thread?.id}/${thread?.id}` });
    expect(threadsOf(server, forum)).toHaveLength(1);
  });

  it('is found after a restart, too, without a false alarm', async () => {
    const { server, forum } = await setUpForum();
    const earlier = await setUpAgain(server);
    await earlier.sender.send(request(server, forum), calm);
    const { sender, log } = await setUpAgain(server);
    await sender.send(request(server, forum, { maybeSentAt: longAgo() }), calm);
    expect(threadsOf(server, forum)).toHaveLength(1);
    expect(log.join()).not.toContain('posting again');
  });

  it('is made when only others, or others like it, are there', async () => {
    const { server, sender, forum } = await setUpForum();
    const { general } = server.channels;
    const other = message({ cards: [card({ url: 'https://arxiv.org/abs/2609.09999' })] });
    await sender.send(request(server, forum, { key: 'd0', message: other }), calm);
    server.addPlace('1 new paper', { type: 11, parentId: forum.id });
    const elsewhere = { parentId: general.id, ownerId: server.applicationId, type: 11 } as const;
    server.addPlace('1 new paper', elsewhere);
    await sender.send(request(server, forum, { maybeSentAt: longAgo() }), calm);
    expect(server.messages()).toHaveLength(2);
  });

  it('is made again, with a warning, when the threads may not be read', async () => {
    const { server, sender, forum, log } = await setUpForum();
    server.fail(ACTIVE, { status: 403, code: 50001 });
    await sender.send(request(server, forum, { maybeSentAt: longAgo() }), calm);
    expect(threadsOf(server, forum)).toHaveLength(1);
    expect(log.join()).toContain('posting again');
  });

  it('stays doubtful while Discord is broken', async () => {
    const { server, sender, forum } = await setUpForum();
    server.fail(ACTIVE, { retryAfter: 2 });
    const again = request(server, forum, { maybeSentAt: longAgo() });
    expect((await failure(sender.send(again, calm))).kind).toBe('unknown');
    expect(threadsOf(server, forum)).toEqual([]);
  });
});

describe('a forum that takes no posts', () => {
  it('says what to do when it wants a tag', async () => {
    const { server, sender, forum } = await setUpForum();
    forum.requiresTag = true;
    const error = await failure(sender.send(request(server, forum), calm));
    expect(error).toMatchObject({ kind: 'permanent', concerns: 'channel' });
    expect(error.message).toMatch(/^The forum \d+ wants a tag on every post, .*\/papers resume\.$/);
  });

  it('names the permission that is missing', async () => {
    const { server, sender, forum } = await setUpForum();
    forum.may.send = false;
    const error = await failure(sender.send(request(server, forum), calm));
    expect(error).toMatchObject({ kind: 'permanent', concerns: 'channel' });
    expect(error.message).toContain('Create Posts');
  });

  it('is told apart from what is no forum either', async () => {
    const { server, sender } = await setUp();
    server.fail(POST, { status: 400, code: 50008 });
    const error = await failure(sender.send(request(server, server.channels.general), calm));
    expect(error).toMatchObject({ kind: 'permanent', concerns: 'channel' });
    expect(error.message).toContain('takes no messages');
    expect(server.calls.some(({ route }) => route === OPEN)).toBe(false);
  });
});

async function setUpForum(type: 15 | 16 = 15) {
  const setting = await setUp();
  return { ...setting, forum: setting.server.addPlace('digests', { type }) };
}

/** Another process against the same Discord. */
function setUpAgain(server: DiscordServer) {
  return setUp({}, { apiUrl: server.apiUrl, token: server.token });
}

function threadsOf(server: DiscordServer, { id }: FakeChannel): FakeChannel[] {
  return [...server.places.values()].filter(({ parentId }) => parentId === id);
}
