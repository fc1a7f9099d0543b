import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { CommandRequest, Reply } from '../../../src/core/command.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { cards, message, reply } from './fixtures.ts';
import { echo, setUp, setUpCommands } from './set-up.ts';

const PUT = 'PUT /applications/:application/commands';
const RECORDED = join(
  import.meta.dirname,
  '../../../../shared/data/chat-payloads/vercel-chat-replay/discord.json',
);

describe('registration', () => {
  it('happens once: a second start changes nothing', async () => {
    const { server, frontend } = await setUpCommands();
    expect(server.commands.map(({ name }) => name)).toEqual([
      ...['subscribe', 'unsubscribe', 'subscriptions', 'papers'],
    ]);
    await frontend.stop();
    const { token, apiUrl } = server;
    const second = createDiscord({ token, apiUrl, log: silentLog() }).frontend;
    server.gateway.rejectIdentify(4004);
    await expect(second?.start(echo)).rejects.toThrow();
    expect(server.calls.filter(({ route }) => route === PUT)).toHaveLength(1);
  });

  it('happens again when Discord knows other commands', async () => {
    const { server, discord } = await setUp();
    const old = { type: 1, name: 'subscribe', description: 'of an older version' };
    await fetch(`${server.apiUrl}/v10/applications/${server.applicationId}/commands`, {
      method: 'PUT',
      headers: { authorization: `Bot ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify([old]),
    });
    await discord.frontend?.start(echo);
    expect(server.commands).toHaveLength(4);
    await discord.frontend?.stop();
  });
});

describe('a command', () => {
  it.each([
    [
      { name: 'subscribe', options: { query: 'grpo, "state space"' } },
      'subscribe grpo, "state space"',
    ],
    [{ name: 'unsubscribe', options: { query: 'grpo' } }, 'unsubscribe grpo'],
    [{ name: 'subscriptions' }, 'subscriptions'],
    [{ name: 'papers', subcommand: 'today' }, 'papers today'],
    [{ name: 'papers', subcommand: 'resume' }, 'papers resume'],
    [{ name: 'papers', subcommand: 'help' }, 'papers help'],
    [{ name: 'papers', subcommand: 'schedule' }, 'papers schedule'],
    [
      { name: 'papers', subcommand: 'schedule', options: { when: '08:30 Europe/Berlin' } },
      'papers schedule 08:30 Europe/Berlin',
    ],
  ])('%j is heard as "%s"', async (entered, words) => {
    const heard: CommandRequest[] = [];
    const { server } = await setUpCommands(async (request) => {
      heard.push(request);
      return reply('done');
    });
    expect(await server.interact(entered)).toMatchObject({ content: '✅ **done**' });
    const channel = {
      platform: 'discord',
      workspace: server.guildId,
      channel: server.channels.general.id,
    };
    expect(heard).toEqual([{ text: words, channel, userId: server.userId }]);
  });

  it('works in a thread and in a direct channel', async () => {
    const places: CommandRequest['channel'][] = [];
    const { server } = await setUpCommands(async ({ channel }) => {
      places.push(channel);
      return reply('done');
    });
    const { thread, direct } = server.channels;
    await server.interact({ name: 'subscriptions', channel: thread });
    await server.interact({ name: 'subscriptions', channel: direct });
    expect(places).toMatchObject([
      { workspace: server.guildId, channel: thread.id },
      { workspace: '', channel: direct.id },
    ]);
  });

  it('shows papers as cards, and says how many did not fit', async () => {
    const today: Reply = {
      name: 'today',
      tone: 'info',
      message: message({ heading: ['Today: 12 papers'], cards: cards(12) }),
    };
    const { server } = await setUpCommands(async () => today);
    const answer = await server.interact({ name: 'papers', subcommand: 'today' });
    expect(answer.embeds).toHaveLength(10);
    expect(answer.content).toBe('**Today: 12 papers**\n…and 2 more papers that did not fit here.');
  });

  it('is answered even when the handler breaks', async () => {
    const { server, log } = await setUpCommands(async () => {
      throw new Error('the database is gone');
    });
    const answer = await server.interact({ name: 'subscriptions' });
    expect(answer.content).toContain('try it again');
    expect(log.join()).toContain('the database is gone');
  });

  it('is answered when Discord loses the first answer', async () => {
    const { server, log } = await setUpCommands();
    server.fail('PATCH /webhooks/:application/:token/messages/@original', { status: 502 });
    const answer = await server.interact({ name: 'subscriptions' });
    expect(answer.content).toContain('try it again');
    expect(log.join()).not.toContain('interaction-token');
  });

  it('is not carried out when it can not be acknowledged', async () => {
    const heard: string[] = [];
    const { server, log } = await setUpCommands(async ({ text }) => {
      heard.push(text);
      return reply('done');
    });
    server.fail('POST /interactions/:interaction/:token/callback', { status: 404, code: 10062 });
    server.interact({ name: 'subscriptions' }).catch(() => {});
    await vi.waitFor(() => expect(log.join()).toContain('code 10062'));
    expect(heard).toEqual([]);
  });
});

describe('other events', () => {
  it('do no harm: buttons that nobody knows, messages, new threads', async (test) => {
    if (!existsSync(RECORDED))
      test.skip(`The recorded events are not on this machine: ${RECORDED}`);
    const { server } = await setUpCommands();
    for (const [event, data] of recordedEvents()) server.gateway.dispatch(event, data);
    const answer = await server.interact({ name: 'subscriptions' });
    expect(answer.content).toBe('✅ **heard subscriptions**');
    expect(server.calls.filter(({ route }) => route.includes('callback'))).toHaveLength(1);
  });
});

function recordedEvents(): [string, unknown][] {
  const { metadata, ...events } = JSON.parse(readFileSync(RECORDED, 'utf8'));
  return Object.values<{ type: unknown; data: unknown }>(events).map((event) =>
    typeof event.type === 'string'
      ? [event.type.replace(/^GATEWAY_/, ''), event.data]
      : ['INTERACTION_CREATE', event],
  );
}
