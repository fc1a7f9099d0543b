import { describe, expect, it } from 'vitest';
import type { CommandRequest, Reply } from '../../../src/core/command.ts';
import type { Form } from '../../../src/core/form.ts';
import { hooksOf } from '../../support/hooks.ts';
import { CHANNEL, type Ephemeral, type PostedMessage } from '../../support/slack/workspace.ts';
import { makeMessage, replyOf } from './fixtures.ts';
import { textIn } from './reading.ts';
import { PATIENCE, send, startScene } from './setup.ts';

const READER = 'U0READER';

const FORM: Form = {
  title: 'When papers come to this channel',
  command: 'papers settings when',
  submit: 'Save',
  fields: [
    {
      kind: 'choice',
      name: 'days',
      label: 'Days',
      several: true,
      chosen: ['mon'],
      options: [
        { label: 'Monday', value: 'mon' },
        { label: 'Tuesday', value: 'tue' },
      ],
    },
    {
      kind: 'choice',
      name: 'hour',
      label: 'Hour',
      hint: 'In the time zone below.',
      several: false,
      chosen: ['9'],
      options: [
        { label: '09:00', value: '9' },
        { label: '18:00', value: '18' },
      ],
    },
    {
      kind: 'text',
      name: 'zone',
      label: 'Time zone',
      value: 'Europe/Berlin',
      long: false,
      required: true,
      maxLength: 60,
    },
    {
      kind: 'text',
      name: 'note',
      label: 'Note',
      value: '',
      long: true,
      required: false,
      maxLength: 3_000,
    },
  ],
};

describe('a form', () => {
  it('opens at a press, with what holds at present', async () => {
    const { reader } = await opened();
    expect(reader.modal()).toMatchObject({
      title: { text: 'When papers come to…' },
      submit: { text: 'Save' },
    });
    expect(reader.modal()?.blocks).toMatchObject([
      { label: { text: 'Days' }, optional: true, element: { type: 'multi_static_select' } },
      { label: { text: 'Hour' }, optional: false, hint: { text: 'In the time zone below.' } },
      { element: { initial_value: 'Europe/Berlin', max_length: 60, multiline: false } },
      { optional: true, element: { multiline: true } },
    ]);
  });

  it('sent, is its command with its fields, about the channel where it was opened', async () => {
    const { reader, heard } = await opened();
    await reader.submit({ Days: ['Monday', 'Tuesday'], Hour: '18:00', Note: 'line\nline' });
    await expect
      .poll(() => heard.at(-1)?.fields, PATIENCE)
      .toEqual({
        days: ['mon', 'tue'],
        hour: ['18'],
        zone: ['Europe/Berlin'],
        note: ['line\nline'],
      });
    expect(heard.at(-1)).toMatchObject({
      text: 'papers settings when',
      channel: { channel: CHANNEL },
      place: 'shared',
      member: { id: READER },
    });
  });

  it('left empty where it may be has no values there', async () => {
    const { reader, heard } = await opened();
    await reader.submit({ Days: [] });
    expect(heard.at(-1)?.fields).toMatchObject({ days: [], note: [] });
  });

  it('closes when all is well, and the reply stands where it was opened', async () => {
    const { reader, server } = await opened();
    await reader.submit({});
    expect(reader.modal()).toBeUndefined();
    await expect
      .poll(() => server.ephemerals, PATIENCE)
      .toMatchObject([{ user: READER, channel: CHANNEL, text: '✅ Done' }]);
  });

  it('that was opened from what only the person sees is answered in its place', async () => {
    const { server, reader } = await scene();
    const [settings] = await server.slashCommand({ command: '/papers', text: 'settings' });
    await reader.press(settings as Ephemeral, 'When…');
    await expect.poll(() => reader.modal(), PATIENCE).toBeDefined();
    await reader.submit({});
    await expect.poll(() => server.ephemerals, PATIENCE).toMatchObject([{ text: '✅ Done' }]);
  });

  it('that is being carried out when the bot stops is acknowledged and answered first', async () => {
    const { promise: before, resolve } = Promise.withResolvers<void>();
    const { reader, server, slack, heard } = await opened({ before });
    const sent = reader.submit({});
    await expect.poll(() => heard.length, PATIENCE).toBe(1);
    const stopped = slack.frontend?.stop();
    resolve();
    await Promise.all([sent, stopped]);
    expect(reader.modal()).toBeUndefined();
    expect(server.ephemerals).toMatchObject([{ text: '✅ Done' }]);
  });

  it('shows a mistake below its field, and stays', async () => {
    const bad = { ...replyOf('There is no zone "Mars".', 'bad'), field: 'zone' };
    const { reader, server } = await opened({ done: bad });
    await reader.submit({ 'Time zone': 'Mars' });
    expect(reader.modal()).toMatchObject({
      callback_id: 'form',
      errors: { zone: 'There is no zone "Mars".' },
    });
    expect(server.ephemerals).toEqual([]);
  });

  it('shows any other refusal in its place', async () => {
    const { reader } = await opened({ done: replyOf('Only admins may do this.', 'bad') });
    await reader.submit({});
    expect(textIn(reader.modal()?.blocks)).toBe('⚠️ Only admins may do this.');
  });

  it('closes before Slack gives up on it, and the answer comes later', async () => {
    const gate = Promise.withResolvers<void>();
    const { reader, server } = await opened({ before: gate.promise });
    await reader.submit({});
    expect(reader.modal()).toBeUndefined();
    expect(server.ephemerals).toEqual([]);
    gate.resolve();
    await expect.poll(() => server.ephemerals[0]?.text, PATIENCE).toBe('✅ Done');
  });

  it('that stood open for hours is answered all the same', async () => {
    let now = Date.now();
    const { reader, server } = await opened({ now: () => now });
    now += 3 * 3_600_000;
    await reader.submit({});
    await expect
      .poll(() => server.ephemerals, PATIENCE)
      .toMatchObject([{ user: READER, channel: CHANNEL, text: '✅ Done' }]);
    expect(server.calls.at(-1)?.method).toBe('chat.postEphemeral');
  });

  it('may be closed', async () => {
    const { reader, heard } = await opened();
    await reader.cancel();
    expect(heard.filter(({ fields }) => fields)).toEqual([]);
  });

  it('may be answered by a reply when there is nothing to fill in', async () => {
    const form = async () => replyOf('Only admins may do this.', 'bad');
    const { reader, server, post } = await scene({ form });
    await reader.press(post, 'When…');
    await expect
      .poll(() => server.ephemerals, PATIENCE)
      .toMatchObject([{ text: '⚠️ Only admins may do this.' }]);
    expect(reader.modal()).toBeUndefined();
  });

  it('that comes too late for Slack says so', async () => {
    let now = Date.now();
    const form = async () => {
      now += 4_000;
      return FORM;
    };
    const { reader, server, post } = await scene({ form, now: () => now });
    await reader.press(post, 'When…');
    await expect.poll(() => server.ephemerals[0]?.text, PATIENCE).toContain('press again');
  });
});

interface Options {
  readonly form?: () => Promise<Form | Reply>;
  /** What comes of sending it. */
  readonly done?: Reply;
  readonly before?: Promise<void>;
  readonly now?: () => number;
}

async function scene({ form, done, before, now }: Options = {}) {
  const { server, slack } = await startScene(now ? { now } : {});
  const heard: CommandRequest[] = [];
  const handle = async (request: CommandRequest) => {
    heard.push(request);
    if (!request.fields) return { name: 'settings', tone: 'info', message: SETTINGS } as const;
    await before;
    return done ?? replyOf('Done');
  };
  await slack.frontend?.start(hooksOf(handle, { form: form ?? (async () => FORM) }));
  await send(slack, { message: SETTINGS });
  const post = server.messages[0] as PostedMessage;
  return { server, slack, heard, post, reader: server.person(READER) };
}

async function opened(options: Options = {}) {
  const stage = await scene(options);
  await stage.reader.press(stage.post, 'When…');
  await expect.poll(() => stage.reader.modal(), PATIENCE).toBeDefined();
  return stage;
}

const SETTINGS = makeMessage({
  heading: ['Settings'],
  cards: [],
  actions: [{ label: 'When…', command: 'papers settings when', opensForm: true }],
});
