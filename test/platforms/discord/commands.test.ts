import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { CommandRequest, SuggestRequest } from '../../../src/core/command.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { COMMANDS } from '../../../src/platforms/discord/commands.ts';
import { LANGUAGES } from '../../../src/platforms/discord/descriptions/index.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { isRegistered } from '../../../src/platforms/discord/registered.ts';
import type { DiscordServer, RegisteredCommand } from '../../support/discord/index.ts';
import { hooksOf, plainRequest } from '../../support/hooks.ts';
import { reply } from './fixtures.ts';
import { echo, echoHooks, setUp, setUpCommands } from './set-up.ts';
import { words } from './words.ts';

const PUT = 'PUT /applications/:application/commands';
const RECORDED = join(
  import.meta.dirname,
  '../../../../shared/data/chat-payloads/vercel-chat-replay/discord.json',
);

describe('registration', () => {
  it('happens once: a second start changes nothing', async () => {
    const { server, frontend } = await setUpCommands();
    expect(server.commands.map(({ name }) => name)).toEqual([
      ...['subscribe', 'unsubscribe', 'subscriptions', 'email', 'papers'],
    ]);
    await frontend.stop();
    const { token, apiUrl } = server;
    const second = createDiscord({ token, apiUrl, log: silentLog() }).frontend;
    server.gateway.rejectIdentify(4004);
    await expect(second?.start(echoHooks)).rejects.toThrow();
    expect(server.calls.filter(({ route }) => route === PUT)).toHaveLength(1);
  });

  it('offers nothing for oneself where the application does not', async () => {
    const { server } = await setUpCommands(echo, { userInstall: false });
    expect(server.commands.map((it) => JSON.parse(JSON.stringify(it)).integration_types)).toEqual(
      COMMANDS.map(() => [0]),
    );
    const { token, apiUrl } = server;
    const second = createDiscord({ token, apiUrl, log: silentLog() }).frontend;
    server.gateway.rejectIdentify(4004);
    await expect(second?.start(echoHooks)).rejects.toThrow();
    expect(server.calls.filter(({ route }) => route === PUT)).toHaveLength(1);
  });

  it('leaves the command of an Activity alone', () => {
    const activity = { type: 4, name: 'launch', handler: 2 };
    expect(isRegistered([...COMMANDS, activity])).toBe(true);
    expect(isRegistered([activity])).toBe(false);
  });

  it.each<[string, (commands: RegisteredCommand[]) => RegisteredCommand[]]>([
    ['others', () => [{ ...made('subscribe', 'of an older version') }]],
    ['one more', (commands) => [...commands, made('old', 'of an older version')]],
    ['another text', (commands) => changed(commands, 'Follow a topic', 'Follow it')],
    ['another translation', (commands) => changed(commands, 'Einem Thema', 'Der Sache')],
    [
      'an option that is not completed',
      (commands) => changed(commands, '"autocomplete":true,', ''),
    ],
    ['other channel types', (commands) => changed(commands, '[15]', '[0]')],
    ['other choices', (commands) => changed(commands, '"value":"feeds"', '"value":"opml"')],
  ])('happens again when Discord knows %s', async (_, change) => {
    const { server, discord } = await setUp();
    await put(server, change(JSON.parse(JSON.stringify(COMMANDS))));
    await discord.frontend?.start(echoHooks);
    expect(server.calls.filter(({ route }) => route === PUT)).toHaveLength(2);
    expect(isRegistered(server.commands)).toBe(true);
    await discord.frontend?.stop();
  });
});

describe('descriptions', () => {
  const all = COMMANDS.flatMap((command) => described(command as never));

  it('are there in every language, within the limit, and none is left in English', () => {
    expect(Object.keys(LANGUAGES)).toEqual([
      ...['de', 'fr', 'ja', 'zh-CN', 'zh-TW', 'es-ES', 'es-419'],
    ]);
    for (const { description, description_localizations = {} } of all) {
      expect(Object.keys(description_localizations ?? {})).toEqual(Object.keys(LANGUAGES));
      for (const text of Object.values(description_localizations ?? {})) {
        expect(text).toMatch(/^\S.{0,98}\S$/u);
        expect(text).not.toBe(description);
      }
    }
  });

  it('keep what is typed as it is typed', () => {
    const typed =
      /title:\S+ has:\w+|grpo upvotes>=20|author:"Ada Byron"|\/(papers )?(export|muted|sources|subscriptions)|2027-01-07/g;
    for (const { description, description_localizations } of all) {
      for (const text of Object.values(description_localizations ?? {})) {
        expect(text.match(typed)).toEqual(description.match(typed));
      }
    }
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
    [{ name: 'subscriptions', options: { page: '2' } }, 'subscriptions 2'],
    [
      { name: 'papers', subcommand: 'subscribe', options: { query: 'grpo' } },
      'papers subscribe grpo',
    ],
    [{ name: 'papers', subcommand: 'today' }, 'papers today'],
    [{ name: 'papers', subcommand: 'trending' }, 'papers trending'],
    [{ name: 'papers', subcommand: 'saved', options: { page: '3' } }, 'papers saved 3'],
    [
      { name: 'papers', subcommand: 'mute', options: { what: 'author:"Ada Byron"' } },
      'papers mute author:"Ada Byron"',
    ],
    [{ name: 'papers', subcommand: 'notices', options: { wanted: 'off' } }, 'papers notices off'],
    [{ name: 'papers', subcommand: 'export', options: { what: 'feeds' } }, 'papers export feeds'],
    [{ name: 'papers', subcommand: 'import' }, 'papers import'],
    [
      { name: 'papers', subcommand: 'source add', options: { address: 'https://a.example/feed' } },
      'papers source add https://a.example/feed',
    ],
    [{ name: 'papers', subcommand: 'sources' }, 'papers sources'],
    [{ name: 'papers', subcommand: 'help' }, 'papers help'],
    [
      { name: 'papers', subcommand: 'schedule', options: { when: '08:30 Europe/Berlin' } },
      'papers schedule 08:30 Europe/Berlin',
    ],
  ])('%j is heard as "%s"', async (entered, text) => {
    const { server, heard } = await setUpHearing();
    await server.interact(entered);
    const channel = addressIn(server, server.channels.general.id);
    expect(heard.map(plainRequest)).toEqual([{ text, channel, userId: server.userId }]);
  });

  it('works in a thread and in a direct channel', async () => {
    const { server, heard } = await setUpHearing();
    const { thread, direct } = server.channels;
    await server.interact({ name: 'subscriptions', channel: thread });
    await server.interact({ name: 'subscriptions', channel: direct });
    expect(heard.map(({ channel }) => channel)).toEqual([
      addressIn(server, thread.id),
      { platform: 'discord', workspace: '', channel: direct.id },
    ]);
  });

  it('is not carried out when it can not be acknowledged', async () => {
    const { server, heard, log } = await setUpHearing();
    server.fail('POST /interactions/:interaction/:token/callback', { status: 404, code: 10062 });
    server.interact({ name: 'subscriptions' }).catch(() => {});
    await vi.waitFor(() => expect(log.join()).toContain('code 10062'));
    expect(heard).toEqual([]);
  });
});

describe('a command about a forum', () => {
  it.each([
    ['subscribe', undefined, { query: 'grpo' }, 'subscribe grpo'],
    ['unsubscribe', undefined, { query: 'grpo' }, 'unsubscribe grpo'],
    ['subscriptions', undefined, {}, 'subscriptions'],
    ['papers', 'subscribe', { query: 'grpo' }, 'papers subscribe grpo'],
    ['papers', 'settings', {}, 'papers settings'],
  ])('/%s %s is heard for the forum', async (name, subcommand, options, text) => {
    const { server, heard } = await setUpHearing();
    const forum = server.addPlace('digests', { type: 15 });
    const entered = { name, ...(subcommand && { subcommand }), options: { ...options, forum } };
    await server.interact(entered);
    const channel = addressIn(server, forum.id);
    expect(heard.map(plainRequest)).toEqual([{ text, channel, userId: server.userId }]);
  });

  it('may be given by who manages the forum, not by who manages only this channel', async () => {
    const { server, heard } = await setUpHearing();
    const forum = server.addPlace('digests', { type: 15 });
    const { id, ...known } = forum;
    server.gateway.dispatch('CHANNEL_CREATE', {
      ...{ id, type: 15, guild_id: known.guildId, name: 'digests', permission_overwrites: [] },
    });
    for (const user of [server.userId, '4242']) {
      await server.interact({ name: 'subscribe', user, options: { query: 'grpo', forum } });
      await server.interact({ name: 'subscribe', user, options: { query: 'grpo' } });
    }
    const managed = await Promise.all(heard.map(({ member }) => member.mayManage()));
    expect(managed).toEqual([true, true, false, true]);
  });

  it('is one in a thread that the bot has opened, not in one of people', async () => {
    const { server, heard } = await setUpHearing();
    const forum = server.addPlace('digests', { type: 15 });
    const place = { type: 11, parentId: forum.id } as const;
    const own = server.addPlace('1 new paper', { ...place, ownerId: server.applicationId });
    const others = server.addPlace('a question', place);
    for (const channel of [own, others]) await server.interact({ name: 'subscriptions', channel });
    expect(heard.map(({ channel }) => channel.channel)).toEqual([forum.id, others.id]);
  });
});

describe('a query that is being typed', () => {
  it.each([
    [{ name: 'subscribe' }, 'subscribe'],
    [{ name: 'unsubscribe' }, 'unsubscribe'],
    [{ name: 'papers', subcommand: 'unsubscribe' }, 'unsubscribe'],
    [{ name: 'papers', subcommand: 'search' }, 'search'],
  ])('%j gets suggestions', async (entered, command) => {
    const asked: SuggestRequest[] = [];
    const suggest = async (request: SuggestRequest) => {
      asked.push(request);
      return ['grpo', 'group theory'];
    };
    const { server, discord } = await setUp();
    await discord.frontend?.start(hooksOf(echo, { suggest }));
    const offered = await server.type({ ...entered, option: 'query', typed: 'gr' });
    await discord.frontend?.stop();
    expect(offered).toEqual(['grpo', 'group theory']);
    const channel = addressIn(server, server.channels.general.id);
    expect(asked).toEqual([{ command, typed: 'gr', channel }]);
  });
});

describe('other events', () => {
  it('do no harm: buttons that nobody knows, messages, new threads', async (test) => {
    if (!existsSync(RECORDED))
      test.skip(`The recorded events are not on this machine: ${RECORDED}`);
    const { server } = await setUpCommands();
    for (const [event, data] of recordedEvents()) server.gateway.dispatch(event, data);
    const answer = await server.interact({ name: 'subscriptions' });
    expect(words(answer)).toBe('✅ **heard subscriptions**');
    expect(server.calls.filter(({ route }) => route.includes('callback'))).toHaveLength(1);
  });
});

async function setUpHearing() {
  const heard: CommandRequest[] = [];
  const setting = await setUpCommands(async (request) => {
    heard.push(request);
    return reply('done');
  });
  return { ...setting, heard };
}

function addressIn({ guildId }: DiscordServer, channel: string) {
  return { platform: 'discord', workspace: guildId, channel };
}

type Described = Pick<RegisteredCommand, 'description' | 'description_localizations' | 'options'>;

/** A command, its options, and theirs. */
function described(entry: Described): Described[] {
  return [entry, ...(entry.options ?? []).flatMap(described)];
}

function made(name: string, description: string): RegisteredCommand {
  return { name, description } as RegisteredCommand;
}

function changed(commands: RegisteredCommand[], from: string, to: string): RegisteredCommand[] {
  const text = JSON.stringify(commands);
  expect(text).toContain(from);
  return JSON.parse(text.replace(from, to));
}

async function put({ apiUrl, applicationId, token }: DiscordServer, commands: unknown) {
  const answer = await fetch(`${apiUrl}/v10/applications/${applicationId}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(commands),
  });
  expect(answer.status).toBe(200);
}

function recordedEvents(): [string, unknown][] {
  const { metadata, ...events } = JSON.parse(readFileSync(RECORDED, 'utf8'));
  return Object.values<{ type: unknown; data: unknown }>(events).map((event) =>
    typeof event.type === 'string'
      ? [event.type.replace(/^GATEWAY_/, ''), event.data]
      : ['INTERACTION_CREATE', event],
  );
}
