import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandHandler, CommandRequest } from '../../../src/core/command.ts';
import type { Form } from '../../../src/core/form.ts';
import { renderReply } from '../../../src/platforms/discord/render.ts';
import { componentsOf } from '../../support/discord/components.ts';
import { wordsOf } from '../../support/discord/reader.ts';
import { hooksOf } from '../../support/hooks.ts';
import { message, reply } from './fixtures.ts';
import { setUp, setUpCommands, setUpListening } from './set-up.ts';

describe('a person who takes the bot along to where it was not let in', () => {
  it.each([
    ['subscribe', { name: 'subscribe', options: { query: 'grpo' } }],
    ['see the settings', { name: 'papers', subcommand: 'settings' }],
    ['pause', { name: 'papers', subcommand: 'pause' }],
  ])('is told that it can not %s there', async (_, entered) => {
    const { server, heard } = await setUpListening();
    const answer = await server.interact({ ...entered, takenAlong: true });
    expect(wordsOf(answer)).toMatch(/^⚠️ The bot can not post here, .*\.$/);
    expect(heard).toEqual([]);
  });

  it.each([
    ['search', { query: 'grpo' }],
    ['preview', { query: 'grpo' }],
    ['why', { paper: '2609.01234' }],
    ['save', { paper: '2609.01234' }],
    ['saved', {}],
    ['trending', {}],
    ['help', {}],
  ])('can use /papers %s, privately', async (subcommand, options) => {
    const { server, heard } = await setUpListening();
    await server.interact({ name: 'papers', subcommand, options, takenAlong: true });
    expect(heard).toMatchObject([
      { place: 'private', channel: { platform: 'discord', workspace: '', channel: server.userId } },
    ]);
    expect(await heard[0]?.member.mayManage()).toBe(false);
  });

  it('can press what needs no channel, and no other button', async () => {
    const actions = [
      { label: 'Save', command: 'papers save 2609.01234' },
      { label: 'Follow', command: 'subscribe grpo' },
      { label: 'Settings', command: 'papers settings when', opensForm: true },
    ];
    const handle: CommandHandler = async ({ text }) =>
      reply(text, { message: message({ heading: [text], cards: [], actions }) });
    const { server } = await setUpListening(handle);
    const search = { name: 'papers', subcommand: 'search', options: { query: 'grpo' } };
    const found = await server.interact({ ...search, takenAlong: true });
    const press = (label: string) => server.press(found, label, { takenAlong: true });
    expect(wordsOf(await press('Save'))).toContain('papers save 2609.01234');
    expect(wordsOf(await press('Follow'))).toContain('can not post here');
    expect(wordsOf(await press('Settings'))).toContain('can not post here');
  });

  it('follows privately in a direct message with the bot', async () => {
    const { server, heard } = await setUpListening();
    const { direct: channel } = server.channels;
    await server.interact({ name: 'subscribe', options: { query: 'grpo' }, channel });
    expect(heard).toMatchObject([
      { place: 'private', channel: { workspace: '', channel: channel.id } },
    ]);
    expect(await heard[0]?.member.mayManage()).toBe(true);
  });
});

describe('a command about a forum', () => {
  it('is about it, and so are the buttons and the form of its answer', async () => {
    const actions = [{ label: 'When', command: 'papers settings when', opensForm: true }];
    const handle: CommandHandler = async ({ text }) =>
      reply(text, { message: message({ heading: [text], cards: [], actions }) });
    const heard: CommandRequest[] = [];
    const asked: CommandRequest[] = [];
    const { server, discord } = await setUp();
    const forum = server.addPlace('papers-forum', { type: 15 });
    const hear: CommandHandler = (request) => {
      heard.push(request);
      return handle(request);
    };
    const form = async (request: CommandRequest) => {
      asked.push(request);
      return FORM;
    };
    await discord.frontend?.start(hooksOf(hear, { form }));
    onTestFinished(() => discord.frontend?.stop());
    const settings = await server.interact({
      ...{ name: 'papers', subcommand: 'settings', options: { forum } },
    });
    await server.send(await server.open(settings, 'When'), { Time: '09:00' });
    await server.open(settings, 'When', { user: '1180000000000000099' });
    expect(heard.map(({ text, channel, place }) => [text, channel.channel, place])).toEqual([
      ['papers settings', forum.id, 'forum'],
      ['papers settings when', forum.id, 'forum'],
    ]);
    const manages = [...heard, ...asked].map(({ member }) => member.mayManage());
    expect(await Promise.all(manages)).toEqual([true, true, true, false]);
  });

  it('needs View Channel there, and so do its buttons and what is offered for it', async () => {
    const heard: string[] = [];
    const actions = [
      { label: 'Next', command: 'subscriptions 2' },
      { label: 'When', command: 'papers settings when', opensForm: true },
    ];
    const handle: CommandHandler = async ({ text }) => {
      heard.push(text);
      return reply(text, { message: message({ heading: [text], cards: [], actions }) });
    };
    const hooks = { suggest: async () => ['secret project'], form: async () => FORM };
    const { server } = await setUpCommands(handle, {}, undefined, hooks);
    const forum = server.addPlace('papers-forum', { type: 15 });
    const json = { id: forum.id, type: 15, guild_id: server.guildId, name: forum.name };
    server.gateway.dispatch('CHANNEL_CREATE', { ...json, permission_overwrites: [] });
    const user = '1180000000000000099';
    const shown = await server.interact({ name: 'subscriptions', options: { forum }, user });
    const typing = { name: 'unsubscribe', option: 'query', typed: '', options: { forum }, user };
    expect(await server.type(typing)).toEqual(['secret project']);

    forum.may.view = false;
    const hidden = { id: server.guildId, type: 0, allow: '0', deny: VIEW_CHANNEL };
    server.gateway.dispatch('CHANNEL_UPDATE', { ...json, permission_overwrites: [hidden] });
    const answers = [
      await server.interact({ name: 'subscriptions', options: { forum }, user }),
      await server.press(shown, 'Next', { user }),
      await server.press(shown, 'When', { user }),
    ];
    for (const answer of answers) expect(wordsOf(answer)).toMatch(/^⚠️ You can not see that forum/);
    expect(await server.type(typing)).toEqual([]);
    expect(heard).toEqual(['subscriptions']);
  });

  it('keeps the forum in the names of its buttons', () => {
    const actions = [
      { label: 'Next', command: 'subscriptions 2' },
      { label: 'Long', command: 'x'.repeat(90) },
    ];
    const { body } = renderReply(
      reply('', { message: message({ actions, cards: [] }) }),
      '1180000000000000042',
    );
    expect(componentsOf(body).flatMap((it) => it.custom_id ?? [])).toEqual([
      'c@1180000000000000042:subscriptions 2',
    ]);
  });
});

const VIEW_CHANNEL = String(1 << 10);

const FORM: Form = {
  ...{ title: 'When papers come', command: 'papers settings when', submit: 'Save' },
  fields: [
    {
      ...{ kind: 'text', name: 'time', label: 'Time', value: '', long: false },
      ...{ required: true, maxLength: 100 },
    },
  ],
};
