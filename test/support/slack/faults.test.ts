import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { CallEvent } from '../traffic.ts';
import type { Fault } from './faults.ts';
import { type SlackServer, startSlackServer } from './server.ts';
import { CHANNEL, type SlackServerOptions } from './workspace.ts';

const BLOCKS = JSON.stringify([{ type: 'divider' }]);
const METADATA = JSON.stringify({ event_type: 'delivery', event_payload: { id: 'd1' } });

describe('a fault on demand', () => {
  it.each<[string, Fault, number, string, number]>([
    ['429 with Retry-After', { retryAfter: 7 }, 429, '"ratelimited"', 0],
    ['ratelimited in a 200', { error: 'ratelimited' }, 200, '"ratelimited"', 0],
    ['5xx before the work', { status: 503 }, 503, 'upstream error', 0],
    ['5xx after the work', { status: 503, arrives: true }, 503, 'upstream error', 1],
    ['200 without JSON before the work', { status: 200 }, 200, 'upstream error', 0],
    ['200 without JSON after it', { status: 200, arrives: true }, 200, 'upstream error', 1],
    ['slow bytes', { dripMs: 0 }, 200, '"ok":true', 1],
  ])('(%s) answers so and does that much', async (_, fault, status, text, messages) => {
    const server = await start();
    server.fail('chat.postMessage', fault);
    const response = await call(server);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect(server.messages).toHaveLength(messages);
    expect((await call(server)).status).toBe(200);
    expect(server.messages).toHaveLength(messages + 1);
  });

  it.each<[string, Fault, number]>([
    ['reset before the work', { reset: true }, 0],
    ['reset after it', { reset: true, arrives: true }, 1],
    ['silence before the work', { hang: true }, 0],
    ['silence after it', { hang: true, arrives: true }, 1],
  ])('(%s) gives no answer and does that much', async (_, fault, messages) => {
    const server = await start();
    server.fail('chat.postMessage', fault);
    await expect(call(server, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect(server.messages).toHaveLength(messages);
  });

  it('names the wait of a 429 in seconds', async () => {
    const server = await start();
    server.fail('chat.postMessage', { retryAfter: 7 });
    expect((await call(server)).headers.get('retry-after')).toBe('7');
  });

  it('sends slow bytes behind headers that come at once', async () => {
    const server = await start();
    server.fail('chat.postMessage', { dripMs: 60_000 });
    const { status, body } = await call(server);
    const first = await body?.getReader().read();
    expect([status, first?.value?.length]).toEqual([200, 1]);
  });
});

describe('the weather', () => {
  const faults: Fault[] = [{ retryAfter: 1 }, { status: 503 }, { error: 'ratelimited' }];

  async function statuses(seed: number, probability: number): Promise<number[]> {
    const server = await start({ burst: 100 });
    server.weather({ seed, probability, faults });
    const seen: number[] = [];
    for (let count = 0; count < 30; count++) seen.push((await call(server)).status);
    return seen;
  }

  it('is the same for the same seed', async () => {
    const [one, again, other] = [
      await statuses(1, 0.5),
      await statuses(1, 0.5),
      await statuses(2, 0.5),
    ];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(new Set(one)).toEqual(new Set([200, 429, 503]));
  });

  it('spoils as many calls as it is told to', async () => {
    expect(new Set(await statuses(1, 0))).toEqual(new Set([200]));
    const all = await statuses(1, 1);
    expect(all.filter((status) => status !== 200).length).toBeGreaterThan(10);
  });

  it('leaves other calls alone, and ends', async () => {
    const server = await start();
    server.weather({ seed: 1, probability: 1, faults: [{ status: 503 }] });
    expect((await call(server, {}, 'auth.test', {})).status).toBe(200);
    expect((await call(server)).status).toBe(503);
    server.weather(null);
    expect((await call(server)).status).toBe(200);
  });
});

describe('a limit', () => {
  it('of one post a second holds in each channel after a burst', async () => {
    let now = 1_795_000_000_000;
    const server = await start({ burst: 2, now: () => now });
    const posts = async (count: number, channel = CHANNEL) => {
      const seen: number[] = [];
      for (let index = 0; index < count; index++)
        seen.push((await call(server, {}, 'chat.postMessage', { ...POST, channel })).status);
      return seen;
    };
    expect(await posts(3)).toEqual([200, 200, 429]);
    expect(await posts(1, 'C0LOUNGE')).toEqual([200]);
    now += 1_000;
    expect(await posts(2)).toEqual([200, 429]);
  });

  it('of 300 posts a minute holds in the whole workspace', async () => {
    let now = 1_795_000_000_000;
    const channels = Array.from({ length: 20 }, (_, index) => `C${index}`);
    const server = await start({
      ...{ workspaceBurst: 10, now: () => now },
      channels: channels.map((id) => ({ id, isMember: true })),
    });
    const statuses = async () =>
      Promise.all(
        channels.map(
          async (channel) =>
            (await call(server, {}, 'chat.postMessage', { ...POST, channel })).status,
        ),
      );
    const refused = (seen: number[]) => seen.filter((status) => status === 429).length;
    expect(refused(await statuses())).toBe(10);
    now += 1_000;
    expect(refused(await statuses())).toBe(15);
    now += 60_000;
    expect(refused(await statuses())).toBe(10);
  });

  it('of 50 calls a minute holds for history and edits', async () => {
    const server = await start({ now: () => 1_795_000_000_000 });
    const args = { channel: CHANNEL };
    for (let count = 0; count < 50; count++) await call(server, {}, 'conversations.history', args);
    const refused = await call(server, {}, 'conversations.history', args);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await call(server, {}, 'chat.update', args)).status).toBe(200);
  });
});

describe('an edit', () => {
  it('changes the message in its place and leaves its metadata', async () => {
    const server = await start();
    await call(server);
    const [before] = server.messages;
    const changes = { channel: CHANNEL, ts: before?.ts ?? '', text: 'new', blocks: BLOCKS };
    const answer = await call(server, {}, 'chat.update', changes);
    expect(await answer.json()).toMatchObject({ ok: true, ts: before?.ts });
    expect(server.messages).toEqual([{ ...before, text: 'new', edits: 1 }]);
    expect(before?.metadata).toBeDefined();
  });

  it.each([
    [{ ts: '1.000001' }, 'message_not_found'],
    [{ channel: 'C0NOWHERE' }, 'channel_not_found'],
    [{ text: '' }, 'no_text'],
  ])('with %j is refused', async (changes, error) => {
    const server = await start();
    await call(server);
    const args = { channel: CHANNEL, ts: server.messages[0]?.ts ?? '', ...POST, ...changes };
    const { metadata, ...edit } = args;
    expect(await (await call(server, {}, 'chat.update', edit)).json()).toMatchObject({ error });
    expect(server.messages[0]?.edits).toBe(0);
  });
});

describe('who watches', () => {
  it('learns of each call when it came, was done, was answered', async () => {
    const server = await start();
    const seen: CallEvent[] = [];
    const end = server.watch((event) => seen.push(event));
    await (await call(server)).text();
    server.fail('chat.postMessage', { status: 503 });
    await (await call(server)).text();
    end();
    await (await call(server)).text();
    const post = { call: 'chat.postMessage', channel: CHANNEL };
    expect(seen.map(({ port, ...told }) => told)).toEqual([
      { ...post, phase: 'came' },
      { ...post, phase: 'done' },
      { ...post, phase: 'answered', status: 200 },
      { ...post, phase: 'came', fault: 'HTTP 503' },
      { ...post, phase: 'answered', status: 503 },
    ]);
  });

  it('may take a while, when Slack is far away', async () => {
    const server = await start({ latencyMs: () => ({ there: 80, back: 120 }) });
    const started = performance.now();
    await call(server);
    expect(performance.now() - started).toBeGreaterThan(150);
  });
});

describe('Socket Mode', () => {
  it.each(['refresh_requested', 'warning'] as const)(
    'says goodbye (%s), and sends nothing more over that connection',
    async (reason) => {
      const server = await start();
      const socket = await connect(server);
      const frame = once(socket, 'message');
      server.disconnect(reason);
      const [data] = await frame;
      expect(JSON.parse(String(data))).toMatchObject({ type: 'disconnect', reason });
      expect(() => server.sendFrame({})).toThrow('dispatch_failed');
    },
  );

  it('breaks', async () => {
    const server = await start();
    const socket = await connect(server);
    const closed = once(socket, 'close');
    server.dropConnections();
    expect(await closed).toMatchObject([1006, expect.anything()]);
  });

  it('does not blame an app that died before it acknowledged', async () => {
    const server = await start();
    const socket = await connect(server);
    const typed = server.slashCommand({ command: '/papers' });
    socket.terminate();
    await expect(typed).rejects.toThrow('operation_timeout: the app died');
    expect(server.violations).toEqual([]);
  });

  it('is told of a death while the app takes its leave', async () => {
    const server = await start();
    await connect(server);
    const typed = server.slashCommand({ command: '/papers' });
    server.disconnect('refresh_requested');
    server.forgive();
    await expect(typed).rejects.toThrow('operation_timeout: the app died');
    expect(server.violations).toEqual([]);
  });

  it('tells when a command is acknowledged', async () => {
    const server = await start();
    const socket = await connect(server);
    socket.on('message', (data) => {
      const { envelope_id } = JSON.parse(String(data));
      socket.send(JSON.stringify({ envelope_id }));
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    void server.slashCommand({ command: '/papers', onAcknowledged: resolve });
    await promise;
  });
});

const POST = { text: 'hi', blocks: BLOCKS, metadata: METADATA };

async function start(options: SlackServerOptions = {}): Promise<SlackServer> {
  const server = await startSlackServer(options);
  onTestFinished(() => server.stop());
  return server;
}

function call(
  server: SlackServer,
  init: RequestInit = {},
  method = 'chat.postMessage',
  args: Record<string, string> = { channel: CHANNEL, ...POST },
): Promise<Response> {
  return fetch(`${server.apiUrl}${method}`, {
    ...{ method: 'POST', body: new URLSearchParams(args), ...init },
    headers: { authorization: `Bearer ${server.botToken}` },
  });
}

async function connect(server: SlackServer): Promise<WebSocket> {
  const opened = await fetch(`${server.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.appToken}` },
  });
  const { url } = (await opened.json()) as { url: string };
  const socket = new WebSocket(url);
  await once(socket, 'message');
  return socket;
}
