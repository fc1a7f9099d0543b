import { describe, expect, it } from 'vitest';
import type { CommandRequest } from '../../../src/core/command.ts';
import type { EditRequest } from '../../../src/core/delivery.ts';
import { hooksOf } from '../../support/hooks.ts';
import { CHANNEL } from '../../support/slack/workspace.ts';
import { makeMessage, replyOf } from './fixtures.ts';
import { textIn } from './reading.ts';
import { failure, inChannel, send, startScene } from './setup.ts';

const READER = 'U0READER';
const DIRECT = 'D0READER';
const HISTORY = ['chat:write', 'commands', 'channels:history', 'im:write', 'im:history'];
const lostAnswer = { reset: true, arrives: true } as const;

describe('a direct message', () => {
  it.each([DIRECT, 'D0WITHSOMEONEELSE'])(
    'that a command is typed in (%s) stands for the own channel with the bot',
    async (channel) => {
      const { server, slack } = await startScene();
      const heard: CommandRequest[] = [];
      const handle = async (request: CommandRequest) => {
        heard.push(request);
        return replyOf('Subscribed');
      };
      await slack.frontend?.start(hooksOf(handle));
      await server.slashCommand({ command: '/subscribe', text: 'grpo', channel });
      expect(heard).toMatchObject([{ place: 'private', channel: { channel: READER } }]);
    },
  );

  it('is posted to by the id of the person, and its receipt knows where it stands', async () => {
    const { server, slack } = await startScene();
    const { messageId } = await send(slack, inChannel(READER));
    const [message] = server.messagesIn(DIRECT);
    expect(messageId).toBe(`${DIRECT}/${message?.ts}`);
  });

  it('can be changed and replied to later', async () => {
    const { server, slack } = await startScene();
    const { messageId } = await send(slack, inChannel(READER));
    const changed = makeMessage({ heading: ['Changed'], inThread: true });
    const edit = { ...inChannel(READER), message: changed, key: 'd1', messageId } as EditRequest;
    await slack.sender.edit?.(edit, AbortSignal.timeout(5_000));
    await send(slack, { ...inChannel(READER), message: changed, first: messageId, key: 'd2' });
    const [first, second] = server.messagesIn(DIRECT);
    expect(textIn(first?.blocks[0])).toBe('Changed');
    expect(second?.thread_ts).toBe(first?.ts);
  });

  it('is not posted twice after a lost answer, where the bot may look', async () => {
    const { server, slack } = await startScene({ scopes: HISTORY });
    const firstAttempt = new Date();
    server.fail('chat.postMessage', lostAnswer);
    await failure(send(slack, inChannel(READER)));
    const receipt = await send(slack, { ...inChannel(READER), maybeSentAt: firstAttempt });
    expect(server.messages.map(({ ts }) => `${DIRECT}/${ts}`)).toEqual([receipt.messageId]);
  });

  it('is posted again where the bot may not look, and the log says why', async () => {
    const { server, slack, log } = await startScene();
    await send(slack, { ...inChannel(READER), maybeSentAt: new Date() });
    expect(server.messagesIn(DIRECT)).toHaveLength(1);
    expect(log.join()).toContain('im:write and im:history');
  });
});

describe('a message for the thread of its digest', () => {
  it('stands there, and others stand in the channel', async () => {
    const { server, slack } = await startScene();
    const { messageId: first } = await send(slack);
    await send(slack, { message: makeMessage({ inThread: true }), first, key: 'd2' });
    await send(slack, { message: makeMessage(), first, key: 'd3' });
    expect(server.messages.map((it) => it.thread_ts)).toEqual([undefined, first, undefined]);
    expect(server.calls.every(({ args }) => args.reply_broadcast === undefined)).toBe(true);
  });

  it('stands in the channel when the first message never came', async () => {
    const { server, slack } = await startScene();
    await send(slack, { message: makeMessage({ inThread: true }) });
    expect(server.messages.map((it) => it.thread_ts)).toEqual([undefined]);
  });

  it('stands in the channel when the thread is gone', async () => {
    const { server, slack } = await startScene();
    const inThread = makeMessage({ inThread: true });
    await send(slack, { message: inThread, first: '1795000000.000100' });
    expect(server.messagesIn(CHANNEL).map((it) => it.thread_ts)).toEqual([undefined]);
  });

  it('is looked for in the thread after a lost answer', async () => {
    const { server, slack } = await startScene();
    const firstAttempt = new Date();
    const { messageId: first } = await send(slack);
    const request = { message: makeMessage({ inThread: true }), first, key: 'd2' };
    server.fail('chat.postMessage', lostAnswer);
    await failure(send(slack, request));
    const receipt = await send(slack, { ...request, maybeSentAt: firstAttempt });
    expect(server.messages.map(({ ts }) => ts)).toEqual([first, receipt.messageId]);
  });
});
