import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { CallEvent } from '../traffic.ts';
import {
  type DiscordServer,
  type DiscordServerOptions,
  type Failure,
  startDiscordServer,
} from './index.ts';
import { OP } from './sessions.ts';

const POST = 'POST /channels/:channel/messages';
const PATIENCE = { timeout: 10_000 };

describe('a fault on demand', () => {
  it.each<[string, Failure, number, string, number]>([
    ['429 of a bucket', { retryAfter: 2.5 }, 429, '"global":false', 0],
    ['429 over all', { retryAfter: 2.5, scope: 'global' }, 429, '"global":true', 0],
    ['429 that others share', { retryAfter: 2.5, scope: 'shared' }, 429, 'retry_after', 0],
    ['429 without a word', { retryAfter: 2.5, body: 'nothing' }, 429, '', 0],
    ["429 on Cloudflare's page", { retryAfter: 60, body: 'web page' }, 429, '<!doctype html>', 0],
    ['5xx before the work', { status: 502 }, 502, 'failure on demand', 0],
    ['5xx after it', { status: 502, taken: true }, 502, 'failure on demand', 1],
    ['a web page with 200', { status: 200, html: true }, 200, '<!doctype html>', 0],
    ['broken JSON with 200', 'taken, broken JSON', 200, '{"id":', 1],
    ['slow bytes', { dripMs: 0 }, 200, '"content":"hello"', 1],
  ])('(%s) answers so and does that much', async (_, failure, status, text, messages) => {
    const server = await start();
    server.fail(POST, failure);
    const response = await post(server);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect(server.messages()).toHaveLength(messages);
    expect((await post(server)).status).toBe(200);
  });

  it.each<[string, Failure, number]>([
    ['reset before the work', 'reset', 0],
    ['reset after it', 'taken, reset', 1],
    ['silence before the work', 'no answer', 0],
    ['silence after it', 'taken, no answer', 1],
  ])('(%s) gives no answer and does that much', async (_, failure, messages) => {
    const server = await start();
    server.fail(POST, failure);
    await expect(post(server, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect(server.messages()).toHaveLength(messages);
  });

  it.each<[Failure, object]>([
    [{ retryAfter: 2.5 }, { 'retry-after': '3', 'x-ratelimit-scope': 'user' }],
    [
      { retryAfter: 2.5, scope: 'global' },
      { 'x-ratelimit-scope': 'global', 'x-ratelimit-global': 'true' },
    ],
    [{ retryAfter: 2, scope: 'shared', body: 'nothing' }, { 'x-ratelimit-scope': 'shared' }],
    [
      { retryAfter: 60, body: 'web page' },
      { 'retry-after': '60', server: 'cloudflare' },
    ],
  ])('%j has the headers of its kind', async (failure, headers) => {
    const server = await start();
    server.fail(POST, failure);
    expect(Object.fromEntries((await post(server)).headers)).toMatchObject(headers);
  });

  it('sends slow bytes behind headers that come at once', async () => {
    const server = await start();
    server.fail(POST, { dripMs: 60_000 });
    const { status, body } = await post(server);
    const first = await body?.getReader().read();
    expect([status, first?.value?.length]).toEqual([200, 1]);
  });
});

describe('the weather', () => {
  async function statuses(seed: number, probability: number): Promise<number[]> {
    const server = await start({ messageLimit: { limit: 100, windowMs: 60_000 } });
    server.weather({ seed, probability, faults: [{ status: 502 }, { retryAfter: 1 }] });
    const seen: number[] = [];
    for (let count = 0; count < 30; count++) seen.push((await post(server)).status);
    return seen;
  }

  it('is the same for the same seed', async () => {
    const one = await statuses(1, 0.5);
    expect(await statuses(1, 0.5)).toEqual(one);
    expect(await statuses(2, 0.5)).not.toEqual(one);
    expect(new Set(one)).toEqual(new Set([200, 429, 502]));
  });

  it('spoils as many calls as it is told to', async () => {
    expect(new Set(await statuses(1, 0))).toEqual(new Set([200]));
    expect(await statuses(1, 1)).not.toContain(200);
  });

  it('leaves other calls alone, and ends', async () => {
    const server = await start();
    server.weather({ seed: 1, probability: 1, faults: [{ status: 502 }] });
    expect((await request(server, 'GET', '/users/@me')).status).toBe(200);
    expect((await post(server)).status).toBe(502);
    server.weather(null);
    expect((await post(server)).status).toBe(200);
  });
});

describe('an edit', () => {
  const shown = { content: 'news', allowed_mentions: { parse: [] } };

  it('changes the message in its place', async () => {
    const server = await start();
    await post(server);
    const [message] = server.messages();
    const answer = await request(server, 'PATCH', pathOf(server, message?.id), shown);
    expect(await answer.json()).toMatchObject({ id: message?.id, content: 'news' });
    expect(server.messages()).toMatchObject([{ body: shown, edits: 1 }]);
    expect(server.violations).toEqual([]);
  });

  it.each([
    ['an unknown message', '123456789012345678', shown, 10008],
    ['too much', undefined, { ...shown, content: 'x'.repeat(2001) }, 50035],
    ['nothing at all', undefined, { ...shown, content: '' }, 50006],
  ])('of %s is refused', async (_, id, body, code) => {
    const server = await start();
    await post(server);
    const path = pathOf(server, id ?? server.messages()[0]?.id);
    expect(await (await request(server, 'PATCH', path, body)).json()).toMatchObject({ code });
    expect(server.messages()[0]?.edits).toBe(0);
  });

  it("of somebody else's message is refused", async () => {
    const server = await start();
    server.write(server.channels.papers, 'hello');
    const path = pathOf(server, server.messages()[0]?.id);
    expect(await (await request(server, 'PATCH', path, shown)).json()).toMatchObject({
      code: 50005,
    });
  });
});

describe('who watches', () => {
  it('learns of each call when it came, was done, was answered', async () => {
    const server = await start();
    const seen: CallEvent[] = [];
    const end = server.watch((event) => seen.push(event));
    await (await post(server)).text();
    server.fail(POST, 'taken, broken JSON');
    await (await post(server)).text();
    end();
    await (await post(server)).text();
    const call = { call: POST, channel: server.channels.papers.id };
    expect(seen).toEqual([
      { ...call, phase: 'came' },
      { ...call, phase: 'done' },
      { ...call, phase: 'answered', status: 200 },
      { ...call, phase: 'came', fault: 'taken, broken JSON' },
      { ...call, phase: 'done' },
      { ...call, phase: 'answered', status: 200 },
    ]);
  });

  it('may take a while, when Discord is far away', async () => {
    const server = await start({ latencyMs: () => 200 });
    const started = performance.now();
    await post(server);
    expect(performance.now() - started).toBeGreaterThan(150);
  });
});

describe('the gateway', () => {
  it('has every server of the bot', async () => {
    const server = await start({ guilds: 3 });
    const { events } = await identified(server);
    await vi.waitFor(() => expect(typesOf(events)).toEqual(['READY', ...CREATES]), PATIENCE);
    expect(new Set(server.guildIds).size).toBe(3);
    for (const guild of server.guildIds)
      expect((await request(server, 'GET', `/guilds/${guild}`)).status).toBe(200);
  });

  it('keeps what happens while the connection is broken, and gives it to a RESUME', async () => {
    const server = await start();
    const { session, seq, socket } = await identified(server);
    const closed = once(socket, 'close');
    server.gateway.drop();
    expect(await closed).toMatchObject([1006, expect.anything()]);
    server.gateway.dispatch('TYPING_START', {});
    const again = await open(server);
    send(again.socket, OP.resume, { token: server.token, session_id: session, seq });
    const resumed = ['TYPING_START', 'RESUMED'];
    await vi.waitFor(() => expect(typesOf(again.events)).toEqual(resumed), PATIENCE);
  });

  it('closes with the code that it is told to', async () => {
    const server = await start();
    const { socket } = await identified(server);
    const closed = once(socket, 'close');
    server.gateway.drop(4000);
    expect(await closed).toMatchObject([4000, expect.anything()]);
  });

  it.each([true, false])('says that a session is invalid (resumable: %s)', async (resumable) => {
    const server = await start();
    const { socket, events } = await identified(server);
    server.gateway.invalidate(resumable);
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ op: 9, d: resumable }), PATIENCE);
    socket.terminate();
    expect(server.gateway.sessions()).toBe(resumable ? 1 : 0);
  });

  it('takes no RESUME of a session that it has forgotten', async () => {
    const server = await start();
    const { socket, events } = await open(server);
    send(socket, OP.resume, { token: server.token, session_id: 'guess', seq: 1 });
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ op: 9, d: false }), PATIENCE);
  });

  it('asks to connect again', async () => {
    const server = await start();
    const { events } = await identified(server);
    server.gateway.reconnect();
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ op: 7 }), PATIENCE);
  });

  it('lets nobody in, or leaves them waiting', async () => {
    const server = await start();
    server.gateway.meetConnections('refuse');
    const [error] = await once(new WebSocket(gatewayOf(server)), 'error');
    expect(String(error)).toContain('401');
    server.gateway.meetConnections('leave waiting');
    const waiting = new WebSocket(gatewayOf(server), { handshakeTimeout: 200 });
    const [timeout] = await once(waiting, 'error');
    expect(String(timeout)).toContain('timed out');
  });

  it('does not blame a bot that died before it answered a command', async () => {
    const server = await start({ acknowledgeMs: 100 });
    const command = { name: 'papers', description: 'a command', contexts: [0] };
    await request(server, 'PUT', `/applications/${server.applicationId}/commands`, [command]);
    const answer = server.interact({ name: 'papers' });
    server.forgive();
    await expect(answer).rejects.toThrow('the bot died');
    expect(server.violations).toEqual([]);
  });
});

const CREATES = Array<string>(3).fill('GUILD_CREATE');

interface Packet {
  readonly op: number;
  readonly t: string | null;
  readonly s: number | null;
  readonly d: unknown;
}

function typesOf(packets: readonly Packet[]) {
  return packets.flatMap(({ t }) => (t === null ? [] : [t]));
}

async function start(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const server = await startDiscordServer(options);
  onTestFinished(() => server.stop());
  return server;
}

function request(
  { apiUrl, token }: DiscordServer,
  method: string,
  path: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${apiUrl}/v10${path}`, {
    ...{ method, headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...init,
  });
}

function post(server: DiscordServer, init: RequestInit = {}): Promise<Response> {
  const path = `/channels/${server.channels.papers.id}/messages`;
  return request(server, 'POST', path, { content: 'hello', allowed_mentions: { parse: [] } }, init);
}

function pathOf(server: DiscordServer, message = ''): string {
  return `/channels/${server.channels.papers.id}/messages/${message}`;
}

function gatewayOf({ apiUrl }: DiscordServer): string {
  return `${apiUrl.replace('http', 'ws')}?v=10&encoding=json`;
}

/** A connection that was greeted, and what it receives from then on. */
async function open(server: DiscordServer) {
  const socket = new WebSocket(gatewayOf(server));
  await once(socket, 'message');
  const events: Packet[] = [];
  socket.on('message', (data) => events.push(JSON.parse(String(data))));
  return { socket, events };
}

async function identified(server: DiscordServer) {
  const { socket, events } = await open(server);
  send(socket, OP.identify, { token: server.token, intents: 1, properties: {} });
  await vi.waitFor(() => expect(typesOf(events)).toContain('GUILD_CREATE'), PATIENCE);
  const ready = events[0]?.d as { session_id: string } | undefined;
  return { socket, events, session: ready?.session_id, seq: events.at(-1)?.s };
}

function send(socket: WebSocket, op: number, d: unknown): void {
  socket.send(JSON.stringify({ op, d }));
}
