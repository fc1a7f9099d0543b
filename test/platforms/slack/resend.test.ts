import { describe, expect, it } from 'vitest';
import { failure, inChannel, send, startScene } from './setup.ts';

const lostAnswer = { reset: true, arrives: true } as const;

describe('after a lost answer', () => {
  it('finds the message that did arrive and posts no copy', async () => {
    const { server, slack } = await startScene();
    const firstAttempt = new Date();
    server.fail('chat.postMessage', lostAnswer);
    expect(await failure(send(slack))).toMatchObject({ kind: 'unknown' });
    const receipt = await send(slack, { maybeSentAt: firstAttempt });
    expect(server.messages.map(({ ts }) => ts)).toEqual([receipt.messageId]);
  });

  it('posts the message when it did not arrive', async () => {
    const { server, slack } = await startScene();
    const firstAttempt = new Date();
    server.fail('chat.postMessage', { reset: true });
    await failure(send(slack));
    await send(slack, { maybeSentAt: firstAttempt });
    expect(server.messages).toHaveLength(1);
  });

  it.each(['oldest', 'latest'] as const)(
    'finds it among many newer messages (pages from the %s)',
    async (historyPagesFrom) => {
      const { server, slack } = await startScene({ historyPagesFrom, burst: 100 });
      const firstAttempt = new Date();
      const { messageId } = await send(slack);
      for (let index = 0; index < 40; index++) await send(slack, { key: `other${index}` });
      expect(await send(slack, { maybeSentAt: firstAttempt })).toEqual({ messageId });
      expect(server.messages).toHaveLength(41);
    },
  );

  it('does not take an older message for it', async () => {
    const hour = 3_600_000;
    const { server, slack } = await startScene({ now: () => Date.now() - hour });
    await send(slack);
    await send(slack, { maybeSentAt: new Date() });
    expect(server.messages).toHaveLength(2);
  });

  it('looks on when clocks differ by some seconds', async () => {
    const { server, slack } = await startScene({ now: () => Date.now() - 20_000 });
    const firstAttempt = new Date();
    await send(slack);
    await send(slack, { maybeSentAt: firstAttempt });
    expect(server.messages).toHaveLength(1);
  });

  it.each([
    ['without the scope channels:history', 'C0READING', ['chat:write', 'commands']],
    ['where the bot is no member', 'C0LOUNGE', undefined],
    ['in a private channel without groups:history', 'C0PRIVATE', undefined],
  ])('posts again %s, and logs why', async (_, channel, scopes) => {
    const { server, slack, log } = await startScene(scopes ? { scopes } : {});
    await send(slack, { ...inChannel(channel), maybeSentAt: new Date() });
    expect(server.messagesIn(channel)).toHaveLength(1);
    expect(log.join()).toContain('it is posted again');
  });

  it.each([
    ['slow down', { retryAfter: 60 }, 60_000],
    ['internal_error', { error: 'internal_error' }, undefined],
    ['a broken connection', { reset: true as const }, undefined],
  ])('knows no more when looking fails (%s), and posts nothing', async (_, fault, retryAfterMs) => {
    const { server, slack } = await startScene();
    server.fail('conversations.history', fault);
    const error = await failure(send(slack, { maybeSentAt: new Date() }));
    expect(error).toMatchObject({ kind: 'unknown', retryAfterMs });
    expect(server.messages).toEqual([]);
  });

  it('learns from the post itself that the token is gone', async () => {
    const { server, slack } = await startScene();
    server.fail('conversations.history', { error: 'token_revoked' });
    server.fail('chat.postMessage', { error: 'token_revoked' });
    const error = await failure(send(slack, { maybeSentAt: new Date() }));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'workspace' });
  });
});
