import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type {
  ChatHooks,
  CommandHandler,
  CommandRequest,
  Reply,
} from '../../../src/core/command.ts';
import type { Form } from '../../../src/core/form.ts';
import type { Action } from '../../../src/core/message.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { componentsOf } from '../../support/discord/components.ts';
import type { DiscordServer, DiscordServerOptions } from '../../support/discord/index.ts';
import { wordsOf } from '../../support/discord/reader.ts';
import { plainRequest } from '../../support/hooks.ts';
import { card, message, reply } from './fixtures.ts';
import { calm, echo, request, setUpCommands } from './set-up.ts';

const CALLBACK = 'POST /interactions/:interaction/:token/callback';

describe('a press on a post in a channel', () => {
  it.each([
    ['a button', 'Save', 'papers save 2609.01234'],
    ['the second of two with the same command', 'Save it, too', 'papers save 2609.01234'],
    ['a choice of a menu', 'The first', 'papers paper 2609.01234'],
  ])('hands on the command of %s, and answers the presser alone', async (_, label, text) => {
    const { server, post, heard } = await setUpPost();
    const answer = await server.press(post, label);
    expect(wordsOf(answer)).toBe(`✅ heard ${text}`);
    expect(heard.map(plainRequest)).toEqual([
      { text, channel: channelOf(server), userId: server.userId },
    ]);
    expect(server.messages()).toMatchObject([{ id: post.id, edits: 0 }]);
  });

  it('works after a restart: all that it needs is in the button', async () => {
    const { server, post, frontend } = await setUpPost({}, { identifyEveryMs: 0 });
    await frontend.stop();
    const { token, apiUrl } = server;
    const restarted = createDiscord({ token, apiUrl, log: silentLog() }).frontend;
    await restarted?.start(hooks({}));
    onTestFinished(() => restarted?.stop());
    expect(wordsOf(await server.press(post, 'Save'))).toContain('heard papers save');
  });

  it('tells whether the presser may manage the channel', async () => {
    const { server, post, heard } = await setUpPost();
    await server.press(post, 'Save');
    await server.press(post, 'Save', { permissions: '8' });
    await server.press(post, 'Save', { permissions: '2048' });
    const manages = heard.map(({ member }) => member.mayManage());
    expect(await Promise.all(manages)).toEqual([true, true, false]);
  });

  it('is acknowledged before it is carried out, however long that takes', async () => {
    const gate = Promise.withResolvers<void>();
    const handle: CommandHandler = async ({ text }) => {
      await gate.promise;
      return reply(`heard ${text}`);
    };
    const { server, post } = await setUpPost({ handle });
    const acknowledged = Promise.withResolvers<void>();
    const answer = server.press(post, 'Save', { onAcknowledged: acknowledged.resolve });
    await acknowledged.promise;
    gate.resolve();
    expect(wordsOf(await answer)).toContain('heard papers save');
  });

  it('is not carried out when it can not be acknowledged', async () => {
    const { server, post, heard, log } = await setUpPost();
    server.fail(CALLBACK, { status: 404, code: 10062 });
    server.press(post, 'Save').catch(() => {});
    await vi.waitFor(() => expect(log.join()).toContain('code 10062'));
    expect(heard).toEqual([]);
  });

  it('is answered even when the handler breaks', async () => {
    const handle = () => Promise.reject(new Error('the database is gone'));
    const { server, post, log } = await setUpPost({ handle });
    expect(wordsOf(await server.press(post, 'Save'))).toContain('try it again');
    expect(log.join()).toContain('the database is gone');
  });
});

describe('a press on an answer that only its reader sees', () => {
  it('puts the new answer in its place', async () => {
    const next = { actions: [{ label: 'Next page', command: 'papers saved 2' }] };
    const { server } = await setUpCommands(async ({ text }) =>
      reply(text, { message: message({ heading: [text], cards: [], ...next }) }),
    );
    const first = await server.interact({ name: 'papers', subcommand: 'saved' });
    const second = await server.press(first, 'Next page');
    expect(wordsOf(second)).toBe('✅ papers saved 2\n[Next page]');
    expect(second.id).toBe(first.id);
  });

  it('takes a file away that the answer before it showed', async () => {
    const file = { name: 'paper-route.yaml', text: 'subscriptions: [grpo]\n' };
    const actions = [{ label: 'Help', command: 'papers help' }];
    const handle: CommandHandler = async ({ text }) =>
      text === 'papers help'
        ? reply(text)
        : reply('exported', { file, message: message({ cards: [], actions }) });
    const { server } = await setUpCommands(handle);
    const exported = await server.interact({ name: 'papers', subcommand: 'export' });
    expect(exported.files).toEqual({ 'paper-route.yaml': 'subscriptions: [grpo]\n' });
    expect(componentsOf(exported).map(({ type }) => type)).toContain(13);
    const help = await server.press(exported, 'Help');
    expect(help.files).toEqual({});
    expect(help.attachments).toEqual([]);
  });
});

describe('a form', () => {
  it('opens at once, and is carried out with what was filled in', async () => {
    const { server, post, heard, asked } = await setUpPost();
    const window = await server.open(post, 'Settings');
    expect(window.form).toMatchObject({
      title: 'When papers come',
      components: [
        { label: 'Time', description: 'For instance 09:00', component: { value: '09:00' } },
        { label: 'Days', component: { min_values: 0, max_values: 3, required: false } },
        { label: 'Layout', component: { min_values: 1, max_values: 1, required: true } },
        { label: 'Pause until', component: { style: 2 } },
      ],
    });
    const answer = await server.send(window, { Time: '08:30', Days: ['Monday', 'Friday'] });
    expect(wordsOf(answer)).toBe('✅ heard papers settings when');
    expect(asked.map(({ text }) => text)).toEqual(['papers settings when']);
    expect(heard.map((it) => [it.text, it.fields])).toEqual([
      [
        'papers settings when',
        { time: ['08:30'], days: ['mon', 'fri'], layout: ['cards'], pause: [] },
      ],
    ]);
  });

  it('gives no value for a choice of none', async () => {
    const { server, post, heard } = await setUpPost();
    await server.send(await server.open(post, 'Settings'), { Days: [] });
    expect(heard[0]?.fields?.days).toEqual([]);
  });

  it('opens from a menu, too', async () => {
    const { server, post } = await setUpPost();
    expect((await server.open(post, 'Mute…')).form.title).toBe('When papers come');
  });

  it('can be opened again from a bad answer, which replaces none that others see', async () => {
    const handle: CommandHandler = async () => reply('25:00 is no time.', { tone: 'bad' });
    const { server, post } = await setUpPost({ handle });
    const answer = await server.send(await server.open(post, 'Settings'), { Time: '25:00' });
    expect(wordsOf(answer)).toBe('⚠️ 25:00 is no time.\n[Open the form again]');
    const again = await server.open(answer, 'Open the form again');
    const second = await server.send(again, { Time: '26:00' });
    expect(second.id).toBe(answer.id);
  });

  it('is an answer instead when there is none to fill in', async () => {
    const form = async () => reply('You may not change this.', { tone: 'bad' });
    const { server, post } = await setUpPost({ form });
    expect(wordsOf(await server.press(post, 'Settings'))).toBe('⚠️ You may not change this.');
  });

  it('that takes too long is asked for again', async () => {
    const gate = Promise.withResolvers<Reply>();
    const { server, post } = await setUpPost({ form: () => gate.promise });
    const answer = await server.press(post, 'Settings');
    expect(wordsOf(answer)).toBe('⚠️ The form took too long to open.\n[Open the form again]');
    gate.resolve(reply('too late'));
  });

  it.each([
    ['Discord refuses it', { status: 400, code: 50035 }, {}],
    ['the hook breaks', undefined, { form: () => Promise.reject(new Error('gone')) }],
  ] as const)('is apologised for when %s', async (_, failure, others) => {
    const { server, post } = await setUpPost(others);
    if (failure) server.fail(CALLBACK, failure);
    expect(wordsOf(await server.press(post, 'Settings'))).toContain('try it again');
  });
});

describe('a stop', () => {
  it('waits for the press under way', async () => {
    const gate = Promise.withResolvers<void>();
    const handle: CommandHandler = async ({ text }) => {
      await gate.promise;
      return reply(`heard ${text}`);
    };
    const { server, post, frontend } = await setUpPost({ handle });
    const acknowledged = Promise.withResolvers<void>();
    const answer = server.press(post, 'Save', { onAcknowledged: acknowledged.resolve });
    await acknowledged.promise;
    const stopped = frontend.stop();
    await sleep(20);
    gate.resolve();
    await stopped;
    expect(wordsOf(await answer)).toContain('heard papers save');
  });
});

const SAVE = { label: 'Save', command: 'papers save 2609.01234' };
const MENU: Action = {
  label: 'A paper…',
  options: [
    { label: 'The first', command: 'papers paper 2609.01234' },
    { label: 'Mute…', command: 'papers settings when', opensForm: true },
  ],
};
const POST = message({
  cards: [
    card({ actions: [SAVE] }),
    card({
      url: 'https://arxiv.org/abs/2609.09999',
      actions: [{ ...SAVE, label: 'Save it, too' }],
    }),
  ],
  actions: [{ label: 'Settings', command: 'papers settings when', opensForm: true }, MENU],
});

/** A bot that has posted, and a person who reads the post. */
async function setUpPost(others: Partial<ChatHooks> = {}, options: DiscordServerOptions = {}) {
  const heard: CommandRequest[] = [];
  const asked: CommandRequest[] = [];
  const all = hooks(others, heard, asked);
  const setting = await setUpCommands(all.handle, options, undefined, all);
  const { server, sender } = setting;
  await sender.send(request(server, server.channels.general, { message: POST }), calm);
  const [post] = server.messages();
  if (!post) throw new Error('Nothing was posted');
  return { ...setting, post, heard, asked };
}

function hooks(
  { handle = echo, form, ...others }: Partial<ChatHooks>,
  heard: CommandRequest[] = [],
  asked: CommandRequest[] = [],
): ChatHooks {
  return {
    handle: async (request) => {
      heard.push(request);
      return handle(request);
    },
    form: async (request) => {
      asked.push(request);
      return form ? form(request) : FORM;
    },
    suggest: async () => [],
    home: async () => message(),
    happened: () => undefined,
    ...others,
  };
}

const FORM: Form = {
  title: 'When papers come',
  command: 'papers settings when',
  submit: 'Save',
  fields: [
    {
      ...{ kind: 'text', name: 'time', label: 'Time', hint: 'For instance 09:00' },
      ...{ value: '09:00', long: false, required: true, maxLength: 100 },
    },
    {
      ...{ kind: 'choice', name: 'days', label: 'Days', several: true, chosen: ['mon'] },
      options: [
        { label: 'Monday', value: 'mon' },
        { label: 'Wednesday', value: 'wed' },
        { label: 'Friday', value: 'fri' },
      ],
    },
    {
      ...{ kind: 'choice', name: 'layout', label: 'Layout', several: false, chosen: ['cards'] },
      options: [
        { label: 'Cards', value: 'cards' },
        { label: 'A list', value: 'compact' },
      ],
    },
    {
      ...{ kind: 'text', name: 'pause', label: 'Pause until', value: '', long: true },
      ...{ required: false, maxLength: 100 },
    },
  ],
};

function channelOf({ guildId, channels }: DiscordServer) {
  return { platform: 'discord', workspace: guildId, channel: channels.general.id };
}
