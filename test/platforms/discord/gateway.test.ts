import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { PlatformEvent } from '../../../src/core/command.ts';
import { NO_PEERS } from '../../../src/core/peers.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createOutage } from '../../../src/lib/outage.ts';
import { createGateway } from '../../../src/platforms/discord/gateway.ts';
import { createTurns } from '../../../src/platforms/discord/turns.ts';
import type {
  DiscordServer,
  DiscordServerOptions,
  FakeChannel,
} from '../../support/discord/index.ts';
import { wordsOf } from '../../support/discord/reader.ts';
import { hearingReturns, hooksOf } from '../../support/hooks.ts';
import { echo, echoHooks, setUp, setUpCommands } from './set-up.ts';
import { words } from './words.ts';

const PATIENCE = { timeout: 10_000 };
/** Longer than discord.js waits between two attempts. */
const AFTER_NEXT_ATTEMPT_MS = 1200;

describe.concurrent('the connection', () => {
  it('asks for the Guilds intent alone', async ({ onTestFinished }) => {
    const { server } = await setUpCommands(echo, {}, onTestFinished);
    expect(server.gateway.identifies).toEqual([1]);
  });

  it.for<[string, (server: DiscordServer) => void]>([
    ['Discord asks to connect again', ({ gateway }) => gateway.reconnect()],
    ['the session must be resumed', ({ gateway }) => gateway.invalidate(true)],
    ['Discord closes it', ({ gateway }) => gateway.drop(4000)],
    ['the network breaks', ({ gateway }) => gateway.drop()],
  ])('resumes when %s, and no command is lost', async ([, disturb], { onTestFinished }) => {
    const { server } = await setUpCommands(echo, {}, onTestFinished);
    disturb(server);
    const answer = await server.interact({ name: 'subscriptions' });
    expect(wordsOf(answer)).toContain('heard subscriptions');
    await vi.waitFor(() => expect(server.gateway.resumes()).toBe(1), PATIENCE);
    expect(server.gateway.identifies).toHaveLength(1);
  });

  it('resumes when Discord no longer answers heartbeats', async ({ onTestFinished }) => {
    const { server } = await setUpCommands(echo, { heartbeatMs: 300 }, onTestFinished);
    server.gateway.acknowledgeHeartbeats(false);
    await vi.waitFor(() => expect(server.gateway.resumes()).toBeGreaterThan(0), PATIENCE);
    server.gateway.acknowledgeHeartbeats(true);
    expect(await server.interact({ name: 'subscriptions' })).toBeDefined();
  });

  it('begins a new session when Discord has forgotten the old', async ({ onTestFinished }) => {
    const { server } = await setUpCommands(echo, {}, onTestFinished);
    server.gateway.invalidate(false);
    await vi.waitFor(() => expect(server.gateway.identifies).toHaveLength(2), PATIENCE);
    await vi.waitFor(() => expect(server.gateway.sessions()).toBe(1), PATIENCE);
    expect(await server.interact({ name: 'subscriptions' })).toBeDefined();
  });

  it('says so when Discord closes it for good', async ({ onTestFinished }) => {
    const { server, log } = await setUpCommands(echo, {}, onTestFinished);
    server.gateway.drop(4004);
    await vi.waitFor(() => expect(log.join()).toContain('commands are not answered any more'));
    expect(log.join()).toContain('DISCORD_TOKEN');
  });

  it('has as many shards as Discord recommends, which answer their servers', async ({
    onTestFinished,
  }) => {
    const options = { shards: 2, guilds: 2 };
    const { server, frontend } = await setUpCommands(echo, options, onTestFinished);
    expect(server.gateway.sessions()).toBe(2);
    for (const guild of server.guildIds) {
      const channel = server.addChannel('papers', guild);
      const answer = await server.interact({ name: 'subscriptions', channel });
      expect(words(answer)).toContain('heard subscriptions');
    }
    const { direct } = server.channels;
    const answer = await server.interact({ name: 'subscriptions', channel: direct });
    expect(words(answer)).toContain('heard subscriptions');
    expect(frontend.problem()).toBeNull();
  });

  it('gives each shard as long as one has, where they begin one by one', async ({
    onTestFinished,
  }) => {
    const { server } = await setUp({ shards: 3, guilds: 3, concurrency: 1 }, {}, onTestFinished);
    const gateway = createGateway({
      ...{ token: server.token, apiUrl: server.apiUrl, log: silentLog() },
      ...{ shard: 'auto', waitForTurn: createTurns(NO_PEERS) },
      outage: createOutage(() => new Date(), 'not yet'),
      ...{ onInteraction: () => {}, onEvent: () => {} },
      connectTimeoutMs: 8000,
    });
    onTestFinished(() => gateway.close());
    expect(await gateway.connect()).toBe(3);
  });
});

describe.concurrent('the problem', () => {
  it('is told at once when Discord closes the connection for good', async ({ onTestFinished }) => {
    const { server, frontend } = await setUpCommands(echo, {}, onTestFinished);
    server.gateway.drop(4004);
    await vi.waitFor(() => expect(frontend.problem()).toContain('copy a new one'), PATIENCE);
    expect(frontend.problem()).toMatch(/^Discord closed the connection for good, .*\.$/);
  });

  it('is told after a minute of a break, until it is over', async ({ onTestFinished }) => {
    let now = Date.now();
    const changes = { clock: () => new Date(now) };
    const { server, discord } = await setUp({}, changes, onTestFinished);
    const { frontend } = discord;
    onTestFinished(() => frontend?.stop());
    expect(frontend?.problem()).toBe('Discord is not connected yet.');
    await frontend?.start(echoHooks);
    expect(frontend?.problem()).toBeNull();
    server.gateway.meetConnections('refuse');
    server.gateway.drop();
    await vi.waitFor(() => expect(server.gateway.attempts()).toBeGreaterThan(1), PATIENCE);
    expect(frontend?.problem()).toBeNull();
    now += 61_000;
    expect(frontend?.problem()).toMatch(/^Discord can't be reached, .*\.$/);
    server.gateway.meetConnections('accept');
    await vi.waitFor(() => expect(frontend?.problem()).toBeNull(), PATIENCE);
  });
});

describe('a change in a server that may let the bot back in', () => {
  it.for<[string, string, (server: DiscordServer) => object]>([
    [
      'a role',
      'GUILD_ROLE_UPDATE',
      ({ guildId }) => ({
        guild_id: guildId,
        role: { id: guildId, name: '@everyone', position: 0, permissions: '8', mentionable: false },
      }),
    ],
    [
      'a channel',
      'CHANNEL_UPDATE',
      ({ guildId, channels }) => ({
        ...{ id: channels.papers.id, type: 0, guild_id: guildId, name: 'papers-again' },
        permission_overwrites: [],
      }),
    ],
    [
      'a role that the bot gets',
      'GUILD_MEMBER_UPDATE',
      ({ guildId, applicationId }) => ({
        ...{ guild_id: guildId, roles: ['101'], nick: null, avatar: null, flags: 0 },
        user: { id: applicationId, username: 'paper-route', discriminator: '4242', avatar: null },
        joined_at: '2026-01-04T20:21:10.139000+00:00',
      }),
    ],
  ])('is told: %s', async ([, event, data], { onTestFinished }) => {
    const { server, discord } = await setUp({}, {}, onTestFinished);
    const returned: string[] = [];
    await discord.frontend?.start(hearingReturns(echo, (workspace) => returned.push(workspace)));
    onTestFinished(() => discord.frontend?.stop());
    server.gateway.dispatch(event, data(server));
    await vi.waitFor(() => expect(returned).toEqual([server.guildId]), PATIENCE);
  });
});

describe('the end of a place', () => {
  const channelOf = (channel: FakeChannel, archived = false) => ({
    ...{ id: channel.id, type: channel.type, guild_id: channel.guildId, name: channel.name },
    ...(channel.parentId && { parent_id: channel.parentId }),
    ...(archived && { thread_metadata: { archived: true } }),
  });

  it('is told: a channel is deleted', async ({ onTestFinished }) => {
    const { server, heard } = await setUpHearing(onTestFinished);
    const { papers } = server.channels;
    server.gateway.dispatch('CHANNEL_DELETE', channelOf(papers));
    const channel = { platform: 'discord', workspace: server.guildId, channel: papers.id };
    await vi.waitFor(() => expect(heard).toMatchObject([{ kind: 'closed', channel }]), PATIENCE);
    expect(heard).toMatchObject([{ reason: expect.stringMatching(/^#papers was deleted .*\.$/) }]);
  });

  it('is told: a thread is deleted, though discord.js has forgotten it', async ({
    onTestFinished,
  }) => {
    const { server, heard } = await setUpHearing(onTestFinished);
    const { papers } = server.channels;
    const old = { ...papers, id: '1090000000000000000', type: 11, parentId: papers.id } as const;
    server.gateway.dispatch('THREAD_DELETE', channelOf(old));
    const channel = { platform: 'discord', workspace: server.guildId, channel: old.id };
    await vi.waitFor(() => expect(heard).toMatchObject([{ kind: 'closed', channel }]), PATIENCE);
  });

  it('is told: the bot is removed from a server; an outage is none', async ({ onTestFinished }) => {
    const { server, heard } = await setUpHearing(onTestFinished, { guilds: 2 });
    const [first, second] = server.guildIds;
    server.gateway.dispatch('GUILD_DELETE', { id: first, unavailable: true });
    server.gateway.dispatch('GUILD_DELETE', { id: second });
    await vi.waitFor(() => expect(heard).toHaveLength(1), PATIENCE);
    expect(heard).toMatchObject([
      { kind: 'left', workspace: second, reason: expect.stringContaining('invite it again') },
    ]);
  });
});

describe.concurrent('a start that fails', () => {
  it('says in one sentence that the token is bad', async ({ onTestFinished }) => {
    const { discord } = await setUp({}, { token: 'a-wrong-token' }, onTestFinished);
    const start = discord.frontend?.start(echoHooks);
    await expect(start).rejects.toThrow(/^Discord refused the bot token: .* DISCORD_TOKEN .*\.$/);
    await expect(start).rejects.not.toThrow('a-wrong-token');
  });

  it.for<[number, string]>([
    [4004, 'Discord refused the bot token'],
    [4014, 'the Guilds intent'],
  ])('says why the gateway closes with %i', async ([code, words], { onTestFinished }) => {
    const { server, discord } = await setUp({}, {}, onTestFinished);
    server.gateway.rejectIdentify(code);
    await expect(discord.frontend?.start(echoHooks)).rejects.toThrow(words);
    await vi.waitFor(() => expect(server.gateway.connections()).toBe(0), PATIENCE);
  });

  it('says that nobody listens at DISCORD_API_URL', async ({ onTestFinished }) => {
    const { discord } = await setUp({}, { apiUrl: 'http://127.0.0.1:1/api' }, onTestFinished);
    await expect(discord.frontend?.start(echoHooks)).rejects.toThrow(
      /could not be reached with DISCORD_TOKEN \(ECONNREFUSED\): .*DISCORD_API_URL/,
    );
  });

  it('does not go on trying behind our back', async ({ onTestFinished }) => {
    const { server, discord } = await setUp({}, {}, onTestFinished);
    server.gateway.meetConnections('refuse');
    await expect(discord.frontend?.start(echoHooks)).rejects.toThrow(
      'Discord could not be reached',
    );
    const attempts = server.gateway.attempts();
    await sleep(AFTER_NEXT_ATTEMPT_MS);
    expect(server.gateway.attempts()).toBe(attempts);
  });
});

describe.concurrent('a stop', () => {
  it('closes the connection', async ({ onTestFinished }) => {
    const { server, frontend } = await setUpCommands(echo, {}, onTestFinished);
    await frontend.stop();
    expect(server.gateway.connections()).toBe(0);
  });

  it('between two attempts is the end of attempts', async ({ onTestFinished }) => {
    const { server, frontend } = await setUpCommands(echo, {}, onTestFinished);
    server.gateway.meetConnections('refuse');
    server.gateway.drop();
    await vi.waitFor(() => expect(server.gateway.attempts()).toBe(3), PATIENCE);
    await frontend.stop();
    server.gateway.meetConnections('accept');
    await sleep(AFTER_NEXT_ATTEMPT_MS);
    expect(server.gateway.attempts()).toBe(3);
    expect(server.gateway.connections()).toBe(0);
  });

  it('in the middle of an attempt ends without an error', async ({ onTestFinished }) => {
    const { server, frontend } = await setUpCommands(echo, {}, onTestFinished);
    server.gateway.meetConnections('leave waiting');
    server.gateway.drop();
    await vi.waitFor(() => expect(server.gateway.attempts()).toBe(2), PATIENCE);
    await frontend.stop();
    await server.stop();
    await sleep(AFTER_NEXT_ATTEMPT_MS);
    expect(server.gateway.attempts()).toBe(2);
  });

  it('may come before a start, and twice', async ({ onTestFinished }) => {
    const { discord } = await setUp({}, {}, onTestFinished);
    await discord.frontend?.stop();
    await discord.frontend?.stop();
  });
});

/** A frontend that listens, and what it tells apart from commands and returns. */
async function setUpHearing(
  atEnd: NonNullable<Parameters<typeof setUp>[2]>,
  options: DiscordServerOptions = {},
) {
  const { server, discord } = await setUp(options, {}, atEnd);
  const heard: PlatformEvent[] = [];
  const happened = (event: PlatformEvent) => {
    if (event.kind !== 'returned') heard.push(event);
  };
  await discord.frontend?.start(hooksOf(echo, { happened }));
  atEnd(async () => discord.frontend?.stop());
  return { server, heard };
}
