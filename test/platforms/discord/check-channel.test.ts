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
    Object.assign(papers.may, { send: false, embed: false });
    expect(await discord.checkChannel(address(server, papers))).toMatchObject({
      ok: false,
      detail: '#papers: the bot lacks Send Messages, Embed Links',
      remedy: 'Give the bot Send Messages, Embed Links in #papers: Edit Channel, Permissions.',
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
  const { ViewChannel, SendMessages, EmbedLinks, Administrator } = PermissionFlagsBits;
  const role = (id: string, bits: bigint) => ({ id, permissions: String(bits) });
  const over = (id: string, type: number, allow: bigint, deny: bigint) =>
    ({ id, type, allow: String(allow), deny: String(deny) }) as never;
  const member = { user: { id: 'bot' }, roles: ['readers'] } as never;
  const all = ViewChannel | SendMessages | EmbedLinks;

  it.each([
    ['come from all roles', [ViewChannel | SendMessages, EmbedLinks], [], []],
    ['not from the roles of others', [ViewChannel], [], ['Send Messages', 'Embed Links']],
    [
      'are taken from everyone',
      [all],
      [over('g', 0, 0n, all)],
      ['View Channel', 'Send Messages', 'Embed Links'],
    ],
    ['are given back to a role', [all], [over('g', 0, 0n, all), over('readers', 0, all, 0n)], []],
    [
      'of others do not count',
      [ViewChannel],
      [over('other', 0, all, 0n)],
      ['Send Messages', 'Embed Links'],
    ],
    [
      'of the bot itself count last',
      [all],
      [over('bot', 1, 0n, EmbedLinks), over('readers', 0, all, 0n)],
      ['Embed Links'],
    ],
    ['of an administrator are all', [0n, Administrator], [over('g', 0, 0n, all)], []],
  ])('%s', (_, [everyone = 0n, readers = 0n], overwrites, lacks) => {
    const roles = [role('g', everyone), role('readers', readers), role('other', all)];
    const permissions = permissionsOf({ id: 'g', roles } as never, member, overwrites);
    expect(missing(permissions, 'channel')).toEqual(lacks);
  });
});
