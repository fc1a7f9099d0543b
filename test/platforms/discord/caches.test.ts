import { once } from 'node:events';
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { leanCaches } from '../../../src/platforms/discord/caches.ts';
import { startDiscordServer } from '../../support/discord/index.ts';

it('keeps servers, channels, roles and the bot, and nobody else', async () => {
  const server = await startDiscordServer();
  const client: Client = new Client({
    ...leanCaches(() => client.user?.id),
    intents: [GatewayIntentBits.Guilds],
    rest: { api: server.apiUrl },
  });
  onTestFinished(async () => {
    await client.destroy();
    await server.stop();
  });
  const ready = once(client, Events.ClientReady);
  await client.login(server.token);
  await ready;
  for (const user of ['101', '102', '103']) {
    const member = {
      user: { id: user, username: 'reader' },
      roles: [],
      joined_at: '2026-01-04T20:21:10Z',
    };
    const entered = { id: `9${user}`, type: 2, token: 'x', application_id: server.applicationId };
    const came = once(client, Events.InteractionCreate);
    server.gateway.dispatch('INTERACTION_CREATE', {
      ...{
        ...entered,
        version: 1,
        guild_id: server.guildId,
        channel_id: server.channels.papers.id,
      },
      ...{ data: { id: '1', name: 'papers', type: 1 }, entitlements: [] },
      authorizing_integration_owners: {},
      member: { ...member, permissions: '16' },
    });
    const [interaction] = await came;
    expect(interaction.memberPermissions.has('ManageChannels')).toBe(true);
  }
  const guild = client.guilds.cache.get(server.guildId);
  expect([...client.users.cache.keys()]).toEqual([server.applicationId]);
  expect([...(guild?.members.cache.keys() ?? [])]).toEqual([server.applicationId]);
  expect(guild?.channels.cache.has(server.channels.papers.id)).toBe(true);
  expect(guild?.channels.cache.has(server.channels.thread.id)).toBe(true);
  expect(guild?.roles.cache.size).toBe(1);
});
