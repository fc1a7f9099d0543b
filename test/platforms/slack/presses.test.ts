import { describe, expect, it } from 'vitest';
import type { CommandRequest, Reply } from '../../../src/core/command.ts';
import type { Message } from '../../../src/core/message.ts';
import { hooksOf, plainRequest } from '../../support/hooks.ts';
import { CHANNEL, type PostedMessage, TEAM } from '../../support/slack/workspace.ts';
import { longCards, makeCard, makeMessage, replyOf } from './fixtures.ts';
import { textIn } from './reading.ts';
import { inChannel, PATIENCE, send, startScene } from './setup.ts';

const SAVE = { label: 'Save', command: 'papers save 2601.00001' };
const READER = 'U0READER';

describe('a press on a post', () => {
  it('is the command of the button, typed there by who pressed it', async () => {
    const { post, reader, heard, server } = await scene();
    await reader.press(post, 'Save');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
    expect(heard.map(plainRequest)).toEqual([
      {
        text: SAVE.command,
        channel: { platform: 'slack', workspace: TEAM.id, channel: CHANNEL },
        userId: READER,
      },
    ]);
    expect(heard[0]).toMatchObject({
      place: 'shared',
      member: { name: 'reader', home: TEAM.id },
    });
  });

  it('is answered so that only who pressed sees it, and the post stays', async () => {
    const { post, reader, server } = await scene();
    await reader.press(post, 'Save');
    await expect
      .poll(() => server.ephemerals, PATIENCE)
      .toMatchObject([
        { user: READER, channel: CHANNEL, text: '✅ Done', response_type: 'ephemeral' },
      ]);
    expect(server.messages).toEqual([post]);
  });

  it('in a thread is answered in that thread', async () => {
    const { server, slack, reader, post } = await scene();
    const inThread = makeMessage({ inThread: true, cards: [makeCard({ actions: [SAVE] })] });
    await send(slack, { message: inThread, first: post.ts, key: 'd2' });
    await reader.press(server.messages[1] as PostedMessage, 'Save');
    await expect.poll(() => server.ephemerals, PATIENCE).toMatchObject([{ thread_ts: post.ts }]);
  });

  it('that a thread hangs on is answered in the channel, where the post stands', async () => {
    const { server, slack, reader, post } = await scene();
    await send(slack, { message: makeMessage({ inThread: true }), first: post.ts, key: 'd2' });
    await reader.press(post, 'Save');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
    expect(server.ephemerals[0]?.thread_ts).toBeUndefined();
  });

  it('works after a restart, and months later', async () => {
    let now = Date.now();
    const { post, reader, server } = await scene({ now: () => now });
    now += 200 * 24 * 3_600_000;
    await reader.press(post, 'Save');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
  });

  it('is acknowledged at once, though its answer takes a while', async () => {
    const gate = Promise.withResolvers<void>();
    const { post, reader, server } = await scene({}, async () => {
      await gate.promise;
      return replyOf('At last');
    });
    await reader.press(post, 'Save');
    expect(server.ephemerals).toEqual([]);
    gate.resolve();
    await expect.poll(() => server.ephemerals[0]?.text, PATIENCE).toBe('✅ At last');
  });

  it('that leads to a page is acknowledged, and nothing more', async () => {
    const { post, reader, heard, server } = await scene();
    await reader.press(post, 'PDF');
    await reader.press(post, 'Save');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
    expect(heard.map(({ text }) => text)).toEqual([SAVE.command]);
  });

  it('chooses from a menu', async () => {
    const { post, reader, heard, server } = await scene();
    await reader.choose(post, 'A paper…', 'The second');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
    expect(heard.map(({ text }) => text)).toEqual(['papers show 2']);
  });

  it('goes on when an answer can not be delivered', async () => {
    const { post, reader, server, log } = await scene();
    server.fail('response_url', { status: 500 });
    server.fail('chat.postEphemeral', { error: 'internal_error' });
    await reader.press(post, 'Save');
    await expect.poll(() => log.join(), PATIENCE).toContain('a press could not be answered (');
    await reader.press(post, 'Save');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
  });

  it('in a direct message with the bot is about the own channel of who pressed', async () => {
    const { server, slack, reader, heard } = await scene();
    await send(slack, { ...inChannel(READER), message: withSave, key: 'd2' });
    const [direct] = server.messagesIn('D0READER');
    await reader.press(direct as PostedMessage, 'Save');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
    expect(heard).toMatchObject([{ place: 'private', channel: { channel: READER } }]);
  });
});

describe('a press on what only one person sees', () => {
  it('puts the answer in its place', async () => {
    const { server, reader } = await scene({}, async ({ text }) =>
      text === 'papers undo' ? replyOf('Undone') : withActions('Muted', 'Undo', 'papers undo'),
    );
    const [muted] = await server.slashCommand({ command: '/papers', text: 'mute grpo' });
    if (!muted) throw new Error('no answer');
    await reader.press(muted, 'Undo');
    await expect.poll(() => server.ephemerals, PATIENCE).toMatchObject([{ text: '✅ Undone' }]);
  });

  it('puts the first page in its place, and the next ones below', async () => {
    const message = { heading: ['90 papers'], lines: [], cards: longCards(8) };
    const { server, reader } = await scene({}, async ({ text }) =>
      text === 'papers today'
        ? { name: 'today', tone: 'info', message }
        : withActions('One', 'All', 'papers today'),
    );
    const [first] = await server.slashCommand({ command: '/papers', text: 'first' });
    if (!first) throw new Error('no answer');
    await reader.press(first, 'All');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(2);
    expect(server.ephemerals.map(({ blocks }) => textIn(blocks[0]))).toEqual([
      '90 papers',
      '90 papers · continued (2/2)',
    ]);
  });
});

it('acknowledges whatever is none of our buttons', async () => {
  const { server, heard } = await scene();
  const action = { action_id: 'other', block_id: 'b', type: 'button', value: 'x' };
  const user = { id: READER, username: 'reader' };
  const base = { user, team: { id: TEAM.id }, trigger_id: '', container: { type: 'message' } };
  for (const payload of [
    { ...base, type: 'block_actions', actions: [action] },
    { ...base, type: 'block_actions', actions: [{ ...action, action_id: 'run.0', value: 7 }] },
    { ...base, type: 'block_actions', actions: [{ ...action, action_id: 'menu.0' }] },
    { ...base, type: 'message_action', callback_id: 'x', message: {}, channel: { id: CHANNEL } },
    { ...base, type: 'shortcut', callback_id: 'x' },
    { ...base, type: 'view_closed', view: { id: 'V1', callback_id: 'form' } },
    { ...base, type: 'view_submission', view: { id: 'V1', callback_id: 'theirs' } },
    { ...base, type: 'view_submission', view: { id: 'V1', callback_id: 'form', state: {} } },
    { ...base, type: 'block_suggestion', action_id: 'x', block_id: 'b', value: '' },
    { ...base, type: 'dialog_cancellation', callback_id: 'x', state: '' },
    { ...base, type: 'of_the_future' },
  ])
    await server.deliver('interactive', payload);
  expect(heard).toEqual([]);
});

const withSave: Message = makeMessage({
  cards: [makeCard({ actions: [SAVE, { label: 'PDF', url: 'https://arxiv.org/pdf/2601.00001' }] })],
  actions: [
    {
      label: 'A paper…',
      options: [
        { label: 'The first', command: 'papers show 1' },
        { label: 'The second', command: 'papers show 2' },
      ],
    },
  ],
});

async function scene(
  options: Parameters<typeof startScene>[0] = {},
  handle: (request: CommandRequest) => Promise<Reply> = async () => replyOf('Done'),
) {
  const { server, slack, log } = await startScene(options);
  const heard: CommandRequest[] = [];
  await slack.frontend?.start(
    hooksOf((request) => {
      heard.push(request);
      return handle(request);
    }),
  );
  await send(slack, { message: withSave });
  const post = server.messages[0] as PostedMessage;
  return { server, slack, log, heard, post, reader: server.person(READER) };
}

function withActions(heading: string, label: string, command: string): Reply {
  const message = { heading: [heading], lines: [], cards: [], actions: [{ label, command }] };
  return { name: 'test', tone: 'good', message };
}
