import { once } from 'node:events';
import { ApplicationCommandResponseSchema, MessageResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type DiscordServer, type DiscordServerOptions, startDiscordServer } from './index.ts';
import { read } from './reader.ts';

const plain = { content: 'hello', allowed_mentions: { parse: [] } };
const embeds = (...list: object[]) => ({ ...plain, embeds: list });

describe('the fake Discord', () => {
  it('answers in the shapes of the published schema', async () => {
    const { server, call } = await start();
    const body = embeds({
      title: 'a paper',
      description: 'of some length',
      url: 'https://arxiv.org/',
    });
    const posted = await call('POST', `/channels/${server.channels.papers.id}/messages`, body);
    expect(MessageResponseSchema.safeParse(posted.json).error).toBeUndefined();
    const command = {
      name: 'subscribe',
      description: 'a command',
      contexts: [0],
      integration_types: [0],
    };
    const commands = await call('PUT', `/applications/${server.applicationId}/commands`, [command]);
    for (const entry of commands.json as unknown[]) {
      expect(ApplicationCommandResponseSchema.safeParse(entry).error).toBeUndefined();
    }
    expect(server.violations).toEqual([]);
  });

  it.each<[string, object, number]>([
    ['an empty message', { ...plain, content: '' }, 50006],
    ['a content of 2,001', { ...plain, content: 'x'.repeat(2001) }, 50035],
    ['eleven embeds', embeds(...Array(11).fill({ title: 'x' })), 50035],
    ['a title of 257', embeds({ title: 'x'.repeat(257) }), 50035],
    ['a description of 4,097', embeds({ description: 'x'.repeat(4097) }), 50035],
    [
      '6,001 over all embeds',
      embeds({ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }),
      50035,
    ],
    ['an embed without anything', embeds({ color: 1 }), 50035],
    ['a link by ftp', embeds({ title: 'x', url: 'ftp://example.org/' }), 50035],
    ['a link to a bare host name', embeds({ title: 'x', url: 'http://localhost/' }), 50035],
    ['a nonce of 26', { ...plain, nonce: 'x'.repeat(26) }, 50035],
  ])('refuses %s', async (_, body, code) => {
    const { server, call } = await start();
    const answer = await call('POST', `/channels/${server.channels.papers.id}/messages`, body);
    expect(answer).toMatchObject({ status: 400, json: { code } });
    expect(server.messages()).toEqual([]);
  });

  it('says in which field the fault is', async () => {
    const { server, call } = await start();
    const body = embeds({ title: 'x' }, { title: 'x'.repeat(257) });
    const { json } = await call('POST', `/channels/${server.channels.papers.id}/messages`, body);
    expect(json).toMatchObject({
      errors: { embeds: { 1: { title: { _errors: [expect.anything()] } } } },
    });
  });

  it('refuses other tokens and unknown places', async () => {
    const { server, call } = await start();
    expect((await call('GET', '/users/@me', undefined, 'Bot other')).status).toBe(401);
    expect((await call('GET', '/nothing/here')).status).toBe(404);
    expect((await call('GET', '/channels/123456789012345678')).json).toMatchObject({ code: 10003 });
    server.deleteChannel(server.channels.papers);
    const gone = await call('POST', `/channels/${server.channels.papers.id}/messages`, plain);
    expect(gone.json).toMatchObject({ code: 10003 });
  });

  it('notices what Discord would let pass', async () => {
    const { server, call } = await start();
    const path = `/channels/${server.channels.papers.id}/messages`;
    await call('POST', path, { content: 'hello' });
    await call('POST', path, { ...plain, colour: 'red' });
    expect(server.violations).toEqual([
      'new message: allowed_mentions is not {"parse":[]}',
      'new message: Discord does not know the field colour',
    ]);
  });

  it('limits messages by channel and requests over all', async () => {
    const { server, call } = await start({
      messageLimit: { limit: 1, windowMs: 60_000 },
      globalPerSecond: 3,
    });
    const path = `/channels/${server.channels.papers.id}/messages`;
    expect((await call('POST', path, plain)).headers.get('x-ratelimit-remaining')).toBe('0');
    const second = await call('POST', path, plain);
    expect(second).toMatchObject({
      status: 429,
      json: { global: false, retry_after: expect.any(Number) },
    });
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(30);
    const rest = await Promise.all(Array.from({ length: 5 }, () => call('GET', '/users/@me')));
    const refused = rest.find(({ status }) => status === 429);
    expect(refused?.headers.get('x-ratelimit-global')).toBe('true');
  });

  it('notices a command that nobody acknowledges', async () => {
    const { server, call } = await start({ acknowledgeMs: 50 });
    const command = { name: 'papers', description: 'a command', contexts: [0] };
    await call('PUT', `/applications/${server.applicationId}/commands`, [command]);
    await expect(server.interact({ name: 'papers' })).rejects.toThrow(
      'not acknowledged within 50 ms',
    );
    expect(server.violations).toHaveLength(1);
    expect(() => server.interact({ name: 'unheard-of' })).toThrow('No command');
  });

  it.each<[string, number]>([
    ['{"op":2,"d":{"token":"other","intents":1,"properties":{}}}', 4004],
    ['{"op":2,"d":{"token":"TOKEN","intents":32768,"properties":{}}}', 4014],
    ['{"op":2,"d":{"token":"TOKEN","intents":1073741824,"properties":{}}}', 4013],
    ['{"op":4,"d":{}}', 4003],
    ['{"nothing":true}', 4002],
  ])('closes the gateway on %s with %i', async (packet, code) => {
    const { server } = await start();
    const socket = new WebSocket(gatewayOf(server));
    await once(socket, 'message');
    socket.send(packet.replace('TOKEN', server.token));
    expect(await once(socket, 'close')).toMatchObject([code, expect.anything()]);
  });

  it('closes a connection without heartbeats', async () => {
    const { server } = await start({ heartbeatMs: 20 });
    const socket = new WebSocket(gatewayOf(server));
    expect(await once(socket, 'close')).toMatchObject([4009, expect.anything()]);
    await vi.waitFor(() => expect(server.gateway.connections()).toBe(0));
  });
});

describe('the reader', () => {
  it.each([
    ['**a** _b_', ['bold', 'style']],
    [
      '`a` @everyone <@1> <t:1:R> <:a:1> :fire:',
      ['code', 'mention', 'mention', 'mention', 'mention', 'emoji'],
    ],
    ['https://a.example <https://b.example> [c](<https://c.example>)', ['link', 'link', 'link']],
    ['# a\n- b\n1. c\n> d\n-# e', ['block', 'block', 'block', 'block', 'block']],
    ['\\*a\\* a # b - c 1. d http\\://e', []],
  ])('sees what %s means', (markdown, kinds) => {
    expect(read(markdown).marks.map(({ kind }) => kind)).toEqual(kinds);
  });
});

async function start(options: DiscordServerOptions = {}) {
  const server = await startDiscordServer(options);
  onTestFinished(() => server.stop());
  return { server, call: caller(server) };
}

function gatewayOf({ apiUrl }: DiscordServer): string {
  return `${apiUrl.replace('http', 'ws')}?v=10&encoding=json`;
}

function caller({ apiUrl, token }: DiscordServer) {
  return async (method: string, path: string, body?: unknown, authorization = `Bot ${token}`) => {
    const answer = await fetch(`${apiUrl}/v10${path}`, {
      ...{ method, headers: { authorization, 'content-type': 'application/json' } },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, json: await answer.json() };
  };
}
