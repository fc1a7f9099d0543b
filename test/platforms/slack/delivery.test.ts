import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/lib/log.ts';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { CHANNEL } from '../../support/slack/workspace.ts';
import { makeMessage } from './fixtures.ts';
import { textIn } from './reading.ts';
import { failure, inChannel, PATIENCE, send, startScene } from './setup.ts';

describe('a post', () => {
  it('appears in the channel and gives its receipt', async () => {
    const { server, slack } = await startScene();
    const receipt = await send(slack);
    expect(server.messagesIn(CHANNEL)).toMatchObject([{ ts: receipt.messageId }]);
    expect(textIn(server.messages[0]?.blocks[0])).toBe('1 new paper');
  });

  it('shows no previews of its links and carries its delivery id', async () => {
    const { server, slack } = await startScene();
    await send(slack);
    expect(server.calls[0]?.args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      mrkdwn: 'false',
      parse: 'none',
      metadata: '{"event_type":"paper_route_delivery","event_payload":{"delivery_id":"delivery1"}}',
    });
  });

  it('reaches a public channel that the bot was not invited to', async () => {
    const { server, slack } = await startScene();
    await send(slack, inChannel('C0LOUNGE'));
    expect(server.messagesIn('C0LOUNGE')).toHaveLength(1);
  });

  it('waits when Slack asks to slow down, as long as Slack says', async () => {
    const { server, slack } = await startScene();
    server.fail('chat.postMessage', { retryAfter: 30 });
    expect(await failure(send(slack))).toMatchObject({ kind: 'retry', retryAfterMs: 30_000 });
    expect(server.messages).toEqual([]);
  });

  it('waits when the channel gets more than one a second', async () => {
    const { slack } = await startScene({ burst: 2, now: () => 1_795_000_000_000 });
    await send(slack);
    await send(slack);
    const error = await failure(send(slack));
    expect(error).toMatchObject({ kind: 'retry', retryAfterMs: 1_000, concerns: 'channel' });
    expect(error.message).toBe('Slack takes no post in C0READING for 1 s; it is tried again then.');
  });

  it('is not tried at all once the program stops', async () => {
    const { server, slack } = await startScene();
    const request = {
      message: makeMessage(),
      key: 'd',
      maybeSentAt: null,
      first: null,
      ...inChannel(CHANNEL),
    };
    const sent = slack.sender.send(request as never, AbortSignal.abort());
    expect(await failure(sent)).toMatchObject({ kind: 'retry' });
    expect(server.calls).toEqual([]);
  });

  it('that is interrupted on its way may have arrived', async () => {
    const { server, slack } = await startScene();
    server.fail('chat.postMessage', { hang: true });
    const stopping = new AbortController();
    const request = {
      message: makeMessage(),
      key: 'd',
      maybeSentAt: null,
      first: null,
      ...inChannel(CHANNEL),
    };
    const sent = failure(slack.sender.send(request as never, stopping.signal));
    await expect.poll(() => server.calls.length, PATIENCE).toBe(1);
    stopping.abort();
    expect(await sent).toMatchObject({ kind: 'unknown' });
  });
});

describe('a refusal', () => {
  it.each([
    ['C0SECRET', 'channel_not_found', '/invite @Paper Route'],
    ['C0NOWHERE', 'channel_not_found', '/invite @Paper Route'],
    ['C0OLDNEWS', 'is_archived', 'unarchive it'],
    ['C0NOTICES', 'restricted_action', 'ask an admin'],
  ])('of the channel %s is final (%s) and says what to do', async (channel, code, remedy) => {
    const { slack } = await startScene();
    const error = await failure(send(slack, inChannel(channel)));
    expect(error).toMatchObject({ kind: 'permanent', concerns: 'channel' });
    expect(error.message).toContain(`${channel} (${code})`);
    expect(error.message).toContain(remedy);
  });

  it('of a channel that needs an invitation says so', async () => {
    const { slack } = await startScene({ scopes: ['chat:write', 'commands'] });
    const error = await failure(send(slack, inChannel('C0LOUNGE')));
    expect(error.message).toBe(
      'Slack refused the post in C0LOUNGE (not_in_channel): the bot is not a member there; invite the bot there with /invite @Paper Route.',
    );
  });

  it('by no_permission is final', async () => {
    const { server, slack } = await startScene();
    server.fail('chat.postMessage', { error: 'no_permission' });
    expect(await failure(send(slack))).toMatchObject({ kind: 'permanent', concerns: 'channel' });
  });

  it.each(['account_inactive', 'token_revoked', 'invalid_auth', 'missing_scope'])(
    'by %s holds the whole workspace',
    async (code) => {
      const { server, slack } = await startScene();
      server.fail('chat.postMessage', { error: code });
      expect(await failure(send(slack))).toMatchObject({ kind: 'retry', concerns: 'workspace' });
    },
  );

  it('for too many messages concerns the workspace once a second channel meets it', async () => {
    const { server, slack } = await startScene();
    server.fail('chat.postMessage', { retryAfter: 30 }, 2);
    const answers = [await failure(send(slack)), await failure(send(slack, inChannel('C0LOUNGE')))];
    expect(answers.map((it) => [it.retryAfterMs, it.concerns])).toEqual([
      [30_000, 'channel'],
      [30_000, 'workspace'],
    ]);
  });

  it.each(['invalid_blocks', 'msg_blocks_too_long', 'msg_too_long', 'metadata_too_large'])(
    'by %s is the fault of this message alone',
    async (code) => {
      const { server, slack } = await startScene();
      server.fail('chat.postMessage', { error: code });
      expect(await failure(send(slack))).toMatchObject({ kind: 'permanent', concerns: 'message' });
    },
  );

  it.each(['a_code_of_next_year', 'message_limit_exceeded', 'team_added_to_org'])(
    'by %s is tried again',
    async (code) => {
      const { server, slack } = await startScene();
      server.fail('chat.postMessage', { error: code });
      expect(await failure(send(slack))).toMatchObject({ kind: 'retry' });
    },
  );
});

describe('trouble on the way', () => {
  it.each([
    ['internal_error', { error: 'internal_error' }],
    ['fatal_error', { error: 'fatal_error' }],
    ['HTTP 503', { status: 503 }],
    ['a web page instead of an answer', { status: 200 }],
    ['a broken connection', { reset: true as const }],
  ])('(%s): the message may have arrived', async (_, fault) => {
    const { server, slack } = await startScene();
    server.fail('chat.postMessage', fault);
    expect(await failure(send(slack))).toMatchObject({ kind: 'unknown' });
  });

  it('(HTTP 403 of a proxy): the message did not arrive', async () => {
    const { server, slack } = await startScene();
    server.fail('chat.postMessage', { status: 403 });
    expect(await failure(send(slack))).toMatchObject({ kind: 'retry' });
  });

  it('(nobody listens): the message did not arrive', async () => {
    const { server } = await startScene();
    const apiUrl = await portThatNobodyServes();
    const slack = createSlack({ ...server, apiUrl, log: silentLog() });
    const error = await failure(send(slack));
    expect(error).toMatchObject({ kind: 'retry' });
    expect(error.message).toContain('(ECONNREFUSED)');
  });
});

async function portThatNobodyServes(): Promise<string> {
  const { startSlackServer } = await import('../../support/slack/server.ts');
  const gone = await startSlackServer();
  await gone.stop();
  return gone.apiUrl;
}
