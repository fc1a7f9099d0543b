import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../support/discord/index.ts';
import { card, message } from './fixtures.ts';
import { calm, failure, request, setUp } from './set-up.ts';
import { words } from './words.ts';

const POST = 'POST /channels/:channel/messages';
const HISTORY = 'GET /channels/:channel/messages';
const longAgo = () => new Date(Date.now() - 10 * 60_000);

describe('posting', () => {
  it('posts a card that links to its paper, without a gateway', async () => {
    const { server, sender } = await setUp();
    const { papers } = server.channels;
    const { messageId } = await sender.send(request(server, papers), calm);
    const [posted] = server.messages(papers);
    expect(posted?.id).toBe(messageId);
    expect(words(posted?.body)).toContain('**1 new paper**');
    expect(words(posted?.body)).toContain(`[${card().title}](<${card().url}>)`);
    expect(server.gateway.attempts()).toBe(0);
  });

  it('makes a sound and pings nobody', async () => {
    const { server, sender } = await setUp();
    const heading = ['@everyone look'];
    await sender.send(
      request(server, server.channels.papers, { message: message({ heading }) }),
      calm,
    );
    const [posted] = server.messages();
    expect(posted?.body.allowed_mentions).toEqual({ parse: [] });
    expect((posted?.body.flags ?? 0) & MessageFlags.SuppressNotifications).toBe(0);
    expect(words(posted?.body)).not.toContain('@everyone');
  });

  it('posts in a thread and in a direct channel', async () => {
    const { server, sender } = await setUp();
    for (const channel of [server.channels.thread, server.channels.direct]) {
      await sender.send(request(server, channel, { key: channel.id }), calm);
      expect(server.messages(channel)).toHaveLength(1);
    }
  });

  it('reopens a thread that was archived for want of news', async () => {
    const { server, sender } = await setUp();
    const { thread } = server.channels;
    thread.archived = true;
    await sender.send(request(server, thread), calm);
    expect(server.messages(thread)).toHaveLength(1);
    expect(thread.archived).toBe(false);
  });

  it('posts though another undici was loaded first', async () => {
    const { fetch } = await import('undici');
    const { server, sender } = await setUp();
    await fetch(server.apiUrl).then((answer) => answer.text());
    await sender.send(request(server, server.channels.papers), calm);
    expect(server.messages()).toHaveLength(1);
  });
});

describe('a post that may have arrived before', () => {
  it('is not posted twice by a resend within minutes', async () => {
    const { server, sender } = await setUp();
    const { papers } = server.channels;
    server.fail(POST, 'taken, reset');
    const first = await failure(sender.send(request(server, papers), calm));
    expect(first.kind).toBe('unknown');
    const again = request(server, papers, { maybeSentAt: new Date() });
    const { messageId } = await sender.send(again, calm);
    expect(server.messages(papers).map(({ id }) => id)).toEqual([messageId]);
    expect(server.calls.every(({ route }) => route === POST)).toBe(true);
  });

  it('is found in the history when Discord has forgotten its nonce', async () => {
    const { server, sender } = await setUp({ nonceMemoryMs: 0 });
    const { papers } = server.channels;
    const { messageId } = await sender.send(request(server, papers), calm);
    for (let count = 0; count < 150; count++) server.write(papers, 'nice paper');
    const again = request(server, papers, { maybeSentAt: longAgo() });
    expect(await sender.send(again, calm)).toEqual({ messageId });
    expect(server.messages(papers).filter(({ body }) => body.components)).toHaveLength(1);
  });

  it('is found by its words when it has no card', async () => {
    const { server, sender } = await setUp({ nonceMemoryMs: 0 });
    const { papers } = server.channels;
    const plain = message({ heading: ['This channel is paused'], cards: [] });
    const { messageId } = await sender.send(request(server, papers, { message: plain }), calm);
    const again = request(server, papers, { message: plain, maybeSentAt: longAgo() });
    expect(await sender.send(again, calm)).toEqual({ messageId });
  });

  it('is posted when the history does not hold it', async () => {
    const { server, sender } = await setUp();
    const { papers } = server.channels;
    const other = message({ cards: [card({ url: 'https://arxiv.org/abs/2609.09999' })] });
    await sender.send(request(server, papers, { message: other, key: 'd0' }), calm);
    server.write(papers, '**1 new paper**');
    await sender.send(request(server, papers, { maybeSentAt: longAgo() }), calm);
    expect(server.messages(papers)).toHaveLength(3);
  });

  it.each<[string, (setting: Awaited<ReturnType<typeof setUp>>) => void]>([
    ['may not be read', ({ server }) => server.fail(HISTORY, { status: 403, code: 50001 })],
    [
      'is too long',
      ({ server }) => {
        for (let count = 0; count < 600; count++) server.write(server.channels.papers, 'hello');
      },
    ],
  ])('is posted again, with a warning, when the history %s', async (_, prepare) => {
    const setting = await setUp();
    const { server, sender, log } = setting;
    prepare(setting);
    await sender.send(request(server, server.channels.papers, { maybeSentAt: longAgo() }), calm);
    expect(server.messages().filter(({ body }) => body.components)).toHaveLength(1);
    expect(log.join()).toContain('the history can not be read; posting again');
  });

  it.each<[string, Failure]>([
    ['Discord asks to wait', { retryAfter: 2 }],
    ['Discord is broken', { status: 502 }],
  ])('stays doubtful while the history can not be had because %s', async (_, trouble) => {
    const { server, sender } = await setUp();
    server.fail(HISTORY, trouble);
    const again = request(server, server.channels.papers, { maybeSentAt: longAgo() });
    expect((await failure(sender.send(again, calm))).kind).toBe('unknown');
    expect(server.messages()).toEqual([]);
  });

  it('stays doubtful while Discord asks to wait', async () => {
    const { server, sender } = await setUp();
    server.fail(POST, { retryAfter: 2 });
    const again = request(server, server.channels.papers, { maybeSentAt: new Date() });
    const error = await failure(sender.send(again, calm));
    expect(error).toMatchObject({ kind: 'unknown', retryAfterMs: expect.any(Number) });
  });

  it('is given up when somebody has deleted it meanwhile', async () => {
    const { server, sender } = await setUp();
    const { papers } = server.channels;
    await sender.send(request(server, papers), calm);
    for (const posted of server.messages()) server.deleteMessage(posted);
    const again = request(server, papers, { maybeSentAt: new Date() });
    expect(await failure(sender.send(again, calm))).toMatchObject({
      kind: 'permanent',
      concerns: 'message',
    });
  });
});
