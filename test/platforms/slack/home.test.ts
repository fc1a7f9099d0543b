import { describe, expect, it } from 'vitest';
import type { CommandRequest, HomeRequest, Reply } from '../../../src/core/command.ts';
import type { Message } from '../../../src/core/message.ts';
import { hooksOf } from '../../support/hooks.ts';
import type { View } from '../../support/slack/views.ts';
import { type SlackServerOptions, TEAM } from '../../support/slack/workspace.ts';
import { longCards, replyOf } from './fixtures.ts';
import { textIn } from './reading.ts';
import { PATIENCE, startScene } from './setup.ts';

const READER = 'U0READER';

describe('the home', () => {
  it('shows what the member saved, and asks with the channels that the member can see', async () => {
    const { reader, asked } = await visited();
    expect(textIn(reader.home()?.blocks)).toContain('1 saved paper');
    expect(asked).toEqual([
      {
        platform: 'slack',
        workspace: TEAM.id,
        userId: READER,
        channels: ['C0READING', 'C0LOUNGE', 'C0PRIVATE', 'C0NOTICES'],
      },
    ]);
  });

  it.each([
    [['channels:read'], ['C0READING', 'C0LOUNGE', 'C0NOTICES']],
    [[], null],
  ])('asks with the channels that the scopes %j allow to see', async (more, channels) => {
    const { asked } = await visited({ scopes: ['chat:write', 'commands', ...more] });
    expect(asked).toMatchObject([{ channels }]);
  });

  it('does not know them while Slack does not answer, and asks again the next time', async () => {
    const { reader, server, asked } = await visited();
    server.fail('users.conversations', { error: 'internal_error' });
    await reader.visit();
    await expect.poll(() => asked.at(-1)?.channels, PATIENCE).toBeNull();
    await reader.visit();
    await expect.poll(() => asked.at(-1)?.channels, PATIENCE).toContain('C0READING');
  });

  it('is drawn anew after a press, without a word when that says it all', async () => {
    const { reader, heard, asked } = await visited();
    await reader.press(reader.home() as View, 'Remove');
    await expect.poll(() => asked.length, PATIENCE).toBe(2);
    expect(heard).toMatchObject([
      { text: 'papers saved remove 1', place: 'private', channel: { channel: READER } },
    ]);
    expect(reader.modal()).toBeUndefined();
  });

  it('tells a longer answer in a modal', async () => {
    const message = { heading: ['Why'], lines: [['It matches grpo.']], cards: [] };
    const { reader, asked } = await visited({}, { name: 'why', tone: 'info', message });
    await reader.press(reader.home() as View, 'Remove');
    await expect.poll(() => asked.length, PATIENCE).toBe(2);
    expect(textIn(reader.modal()?.blocks)).toBe('WhyIt matches grpo.');
  });

  it('tells a longer answer that comes late as a direct message', async () => {
    let now = Date.now();
    const { reader, server, asked } = await visited({ now: () => now }, () => {
      now += 10_000;
      const lines = [['It was added by ', { person: 'U0SOMEONE' }]];
      return { name: 'x', tone: 'bad', message: { heading: ['No'], lines, cards: [] } };
    });
    await reader.press(reader.home() as View, 'Remove');
    await expect.poll(() => asked.length, PATIENCE).toBe(2);
    expect(server.messagesIn('D0READER')).toMatchObject([{ text: '⚠️ No\nIt was added by' }]);
  });

  it('opens a form, shows its answer in the modal, and is drawn anew', async () => {
    const { reader, asked, heard } = await visited({}, replyOf('Feed added', 'info'));
    await reader.press(reader.home() as View, 'Add…');
    await expect.poll(() => reader.modal(), PATIENCE).toBeDefined();
    await reader.submit({ Address: 'https://feeds.example/atom' });
    await expect.poll(() => asked.length, PATIENCE).toBe(2);
    expect(textIn(reader.modal()?.blocks)).toBe('Feed added');
    expect(heard).toMatchObject([{ fields: { address: ['https://feeds.example/atom'] } }]);
  });

  it('says when it does not hold all', async () => {
    const { reader } = await visited({}, replyOf('Done'), {
      heading: ['Saved'],
      lines: [],
      cards: longCards(200),
    });
    const { blocks = [] } = reader.home() ?? {};
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(textIn(blocks.at(-1))).toBe('Slack shows no more on this page.');
  });

  it('stays as it was when it can not be drawn', async () => {
    const { reader, server, log, asked } = await visited();
    server.fail('views.publish', { error: 'internal_error' });
    await reader.visit();
    await expect.poll(() => log.join(), PATIENCE).toContain('a home could not be shown');
    expect(asked).toHaveLength(2);
  });
});

const HOME: Message = {
  heading: ['1 saved paper'],
  lines: [],
  rows: [
    {
      text: [{ link: 'A paper', url: 'https://arxiv.org/abs/2601.00001' }],
      detail: ['saved on 24 Nov 2026'],
      action: { label: 'Remove', command: 'papers saved remove 1' },
    },
  ],
  cards: [],
  actions: [{ label: 'Add…', command: 'papers source add', opensForm: true }],
};

const FORM = {
  title: 'Add a feed',
  command: 'papers source add',
  submit: 'Add',
  fields: [
    {
      kind: 'text',
      name: 'address',
      label: 'Address',
      value: '',
      long: false,
      required: true,
      maxLength: 500,
    },
  ],
} as const;

async function visited(
  options: SlackServerOptions = {},
  reply: Reply | (() => Reply) = replyOf('Removed'),
  message = HOME,
) {
  const { server, slack, log } = await startScene(options);
  const heard: CommandRequest[] = [];
  const asked: HomeRequest[] = [];
  const handle = async (request: CommandRequest) => {
    heard.push(request);
    return typeof reply === 'function' ? reply() : reply;
  };
  const home = async (request: HomeRequest) => {
    asked.push(request);
    return message;
  };
  await slack.frontend?.start(hooksOf(handle, { home, form: async () => FORM }));
  const reader = server.person(READER);
  await reader.visit();
  await expect.poll(() => reader.home(), PATIENCE).toBeDefined();
  return { server, log, heard, asked, reader };
}
