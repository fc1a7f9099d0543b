import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { missing, permissionsOf } from '../../../src/platforms/discord/permissions.ts';
import { address, setUp } from './set-up.ts';

describe('the check of a channel', () => {
  it('is content where the bot may post', async () => {
    const { server, discord } = await setUp();
    const { papers, thread, direct } = server.channels;
    for (const channel of [papers, thread, direct]) {
      const check = await discord.checkChannel(address(server, channel));
      expect(check).toMatchObject({ name: `Discord channel ${channel.id}`, ok: true, remedy: '' });
    }
    expect(server.messages()).toEqual([]);
  });

  it('names the permissions that are missing', async () => {
    const { server, discord } = await setUp();
    const { papers } = server.channels;
    papers.may.send = false;
    expect(await discord.checkChannel(address(server, papers))).toMatchObject({
      ok: false,
      detail: '#papers: the bot lacks Send Messages',
      remedy: 'Give the bot Send Messages in #papers: Edit Channel, Permissions.',
    });
  });

  it('asks the channel of a thread what may be done in the thread', async () => {
    const { server, discord } = await setUp();
    const { thread } = server.channels;
    thread.may.send = false;
    expect(await discord.checkChannel(address(server, thread))).toMatchObject({
      ok: false,
      detail: '#reading-group: the bot lacks Send Messages in Threads',
    });
  });

  it('knows a locked thread, and lets an archived one be', async () => {
    const { server, discord } = await setUp();
    const { thread } = server.channels;
    thread.archived = true;
    expect(await discord.checkChannel(address(server, thread))).toMatchObject({ ok: true });
    thread.locked = true;
    expect(await discord.checkChannel(address(server, thread))).toMatchObject({
      ok: false,
      remedy: expect.stringContaining('unlock it'),
    });
  });

  it('says what to do where the bot sees nothing', async () => {
    const { server, discord } = await setUp();
    const { papers, general } = server.channels;
    papers.may.view = false;
    server.deleteChannel(general);
    const checks = [papers, general].map((it) => discord.checkChannel(address(server, it)));
    expect(await Promise.all(checks)).toMatchObject([
      { ok: false, remedy: expect.stringContaining('View Channel') },
      { ok: false, remedy: expect.stringContaining('subscribe again in another channel') },
    ]);
  });

  it('names what would make posts better, and is content without', async () => {
    const { server, discord } = await setUp();
    const { papers } = server.channels;
    Object.assign(papers.may, { createThreads: false, readHistory: false });
    expect(await discord.checkChannel(address(server, papers))).toMatchObject({
      ok: true,
      detail:
        '#papers: the bot may post there, better with Create Public Threads, Read Message History',
      remedy: '',
    });
  });

  it('knows what a forum needs', async () => {
    const { server, discord } = await setUp();
    const forum = server.addPlace('digests', { type: 15 });
    const ask = () => discord.checkChannel(address(server, forum));
    expect(await ask()).toMatchObject({ ok: true, detail: '#digests: the bot may post there' });
    Object.assign(forum.may, { send: false, sendInThreads: false });
    expect(await ask()).toMatchObject({
      ok: false,
      detail: '#digests: the bot lacks Create Posts, Send Messages in Posts',
    });
    forum.requiresTag = true;
    expect(await ask()).toMatchObject({
      ok: false,
      detail: '#digests wants a tag on every post',
      remedy: expect.stringContaining('turn off "Require people to select tags'),
    });
  });

  it('never rejects, whatever Discord answers', async () => {
    const { server, discord } = await setUp();
    server.fail('GET /guilds/:guild', { status: 503 });
    expect(await discord.checkChannel(address(server, server.channels.papers))).toMatchObject({
      ok: false,
      detail: 'HTTP 503',
      remedy: expect.stringContaining('https://discordstatus.com'),
    });
  });
});

describe('permissions', () => {
  const { ViewChannel, SendMessages, SendMessagesInThreads, Administrator } = PermissionFlagsBits;
  const role = (id: string, bits: bigint) => ({ id, permissions: String(bits) });
  const over = (id: string, type: number, allow: bigint, deny: bigint) =>
    ({ id, type, allow: String(allow), deny: String(deny) }) as never;
  const member = { user: { id: 'bot' }, roles: ['readers'] } as never;
  const all = ViewChannel | SendMessages | SendMessagesInThreads;

  it.each([
    ['come from all roles', [ViewChannel | SendMessages, SendMessagesInThreads], [], []],
    ['not from the roles of others', [ViewChannel], [], ['Create Posts', 'Send Messages in Posts']],
    [
      'are taken from everyone',
      [all],
      [over('g', 0, 0n, all)],
      ['View Channel', 'Create Posts', 'Send Messages in Posts'],
    ],
    ['are given back to a role', [all], [over('g', 0, 0n, all), over('readers', 0, all, 0n)], []],
    [
      'of others do not count',
      [ViewChannel],
      [over('other', 0, all, 0n)],
      ['Create Posts', 'Send Messages in Posts'],
    ],
    [
      'of the bot itself count last',
      [all],
      [over('bot', 1, 0n, SendMessagesInThreads), over('readers', 0, all, 0n)],
      ['Send Messages in Posts'],
    ],
    ['of an administrator are all', [0n, Administrator], [over('g', 0, 0n, all)], []],
  ])('%s', (_, [everyone = 0n, readers = 0n], overwrites, lacks) => {
    const roles = [role('g', everyone), role('readers', readers), role('other', all)];
    const permissions = permissionsOf({ id: 'g', roles } as never, member, overwrites);
    expect(missing(permissions, 'forum')).toEqual(lacks);
  });
});
