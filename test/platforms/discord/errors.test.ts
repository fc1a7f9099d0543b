import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../support/discord/index.ts';
import { calm, failure, request, setUp } from './set-up.ts';

const POST = 'POST /channels/:channel/messages';

describe('waiting', () => {
  it('tells in milliseconds when the channel takes messages again', async () => {
    const { server, sender } = await setUp({ messageLimit: { limit: 2, windowMs: 60_000 } });
    const { papers } = server.channels;
    await sender.send(request(server, papers, { key: 'a' }), calm);
    await sender.send(request(server, papers, { key: 'b' }), calm);
    const error = await failure(sender.send(request(server, papers, { key: 'c' }), calm));
    expect(error.kind).toBe('retry');
    expect(error.retryAfterMs).toBeGreaterThan(30_000);
    expect(error.retryAfterMs).toBeLessThan(61_000);
    await sender.send(request(server, server.channels.general, { key: 'd' }), calm);
    expect(server.messages(server.channels.general)).toHaveLength(1);
  });

  it('waits as long as an answer 429 says', async () => {
    const { server, sender } = await setUp();
    server.fail(POST, { retryAfter: 7, scope: 'shared' });
    const error = await failure(sender.send(request(server, server.channels.papers), calm));
    expect(error).toMatchObject({ kind: 'retry', retryAfterMs: 7050 });
    expect(error.message).toContain('for 8 s');
  });

  it('knows the limit over all channels', async () => {
    const { server, sender } = await setUp();
    server.fail(POST, { retryAfter: 3, scope: 'global' });
    const error = await failure(sender.send(request(server, server.channels.papers), calm));
    expect(error.kind).toBe('retry');
    expect(error.message).toContain('takes no post at all');
  });
});

describe('refusals', () => {
  it.each<[string, string, Failure]>([
    ['the channel is gone', 'knows no channel # any more', { status: 404, code: 10003 }],
    ['the server is gone', 'invite it again', { status: 404, code: 10004 }],
    ['the bot may not see the channel', 'View Channel', { status: 403, code: 50001 }],
    ['the bot may not post', 'give it Send Messages there', { status: 403, code: 50013 }],
    ['the person wants no messages', 'allow direct messages', { status: 403, code: 50007 }],
    ['the channel is a voice channel', 'takes no messages', { status: 400, code: 50008 }],
    ['Discord forbids it without a code', "check the bot's permissions", { status: 403, code: 0 }],
  ])('pause the channel when %s', async (_, words, refusal) => {
    const { server, sender } = await setUp();
    const { papers } = server.channels;
    server.fail(POST, refusal);
    const error = await failure(sender.send(request(server, papers), calm));
    expect(error).toMatchObject({ kind: 'permanent', concerns: 'channel' });
    expect(error.message).toContain(words.replace('#', papers.id));
    expect(error.message).toMatch(/^[A-Z].*\.$/);
  });

  it.each<[string, Failure]>([
    ['its form is wrong', { status: 400, code: 50035 }],
    ['AutoMod blocks it', { status: 400, code: 200000 }],
    ['Discord finds another fault', { status: 400, code: 55555 }],
  ])('skip one message when %s', async (_, refusal) => {
    const { server, sender } = await setUp();
    server.fail(POST, refusal);
    const error = await failure(sender.send(request(server, server.channels.papers), calm));
    expect(error).toMatchObject({ kind: 'permanent', concerns: 'message' });
  });

  it('come from the permissions of the channel itself', async () => {
    const { server, sender } = await setUp();
    const { papers, general, thread } = server.channels;
    papers.may.view = false;
    general.may.send = false;
    Object.assign(thread, { archived: true, locked: true });
    const refused = [papers, general, thread].map((it) =>
      failure(sender.send(request(server, it), calm)),
    );
    const reasons = (await Promise.all(refused)).map(({ message }) => message);
    expect(reasons[0]).toContain('View Channel');
    expect(reasons[1]).toContain('Send Messages');
    expect(reasons[2]).toContain('archived or locked');
  });

  it('name DISCORD_TOKEN when the token is bad, every time', async () => {
    const { server, sender } = await setUp({}, { token: 'not-the-token' });
    for (const key of ['a', 'b']) {
      const error = await failure(
        sender.send(request(server, server.channels.papers, { key }), calm),
      );
      expect(error).toMatchObject({ kind: 'retry', concerns: 'platform' });
      expect(error.message).toContain('DISCORD_TOKEN');
      expect(error.message).not.toContain('not-the-token');
    }
  });

  it('of this machine, by Cloudflare, hold the platform and pause no channel', async () => {
    const { server, sender } = await setUp();
    server.fail(POST, { status: 403, code: 40333 });
    const error = await failure(sender.send(request(server, server.channels.papers), calm));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'platform', retryAfterMs: 600_000 });
  });

  it('of a page that is not Discord say nothing about the channel', async () => {
    const { server, sender } = await setUp();
    server.fail(POST, { status: 403, html: true });
    const error = await failure(sender.send(request(server, server.channels.papers), calm));
    expect(error).toMatchObject({ kind: 'retry', retryAfterMs: 600_000 });
  });
});

describe('trouble on the way', () => {
  it.each<[string, Failure]>([
    ['Discord breaks', { status: 500 }],
    ['the connection is lost', 'reset'],
    ['the answer is lost', 'taken, reset'],
  ])('is "unknown" when %s', async (_, trouble) => {
    const { server, sender } = await setUp();
    server.fail(POST, trouble);
    expect((await failure(sender.send(request(server, server.channels.papers), calm))).kind).toBe(
      'unknown',
    );
  });

  it('is "unknown" when no answer comes before we stop waiting', async () => {
    const { server, sender } = await setUp();
    server.fail(POST, 'taken, no answer');
    const stopping = new AbortController();
    const outcome = failure(sender.send(request(server, server.channels.papers), stopping.signal));
    await vi.waitFor(() => expect(server.messages()).toHaveLength(1));
    stopping.abort();
    expect(await outcome).toMatchObject({
      kind: 'unknown',
      message: expect.stringContaining('no answer in time'),
    });
  });

  it('is "retry" when it was not begun', async () => {
    const { server, sender } = await setUp();
    const error = await failure(
      sender.send(request(server, server.channels.papers), AbortSignal.abort()),
    );
    expect(error.kind).toBe('retry');
    expect(server.calls).toEqual([]);
  });

  it('is "retry" when nobody listens there', async () => {
    const { server, sender } = await setUp({}, { apiUrl: 'http://127.0.0.1:1/api' });
    const error = await failure(sender.send(request(server, server.channels.papers), calm));
    expect(error).toMatchObject({
      kind: 'retry',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
