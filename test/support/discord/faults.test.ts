import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../traffic.ts';
import { request, start } from './calls.ts';
import type { DiscordServer, Failure } from './index.ts';

const POST = 'POST /channels/:channel/messages';

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
    expect(seen.map(({ port, ...told }) => told)).toEqual([
      { ...call, phase: 'came' },
      { ...call, phase: 'done' },
      { ...call, phase: 'answered', status: 200 },
      { ...call, phase: 'came', fault: 'taken, broken JSON' },
      { ...call, phase: 'done' },
      { ...call, phase: 'answered', status: 200 },
    ]);
  });

  it('may take a while, when Discord is far away', async () => {
    const server = await start({ latencyMs: () => ({ there: 80, back: 120 }) });
    const started = performance.now();
    await post(server);
    expect(performance.now() - started).toBeGreaterThan(150);
  });
});

function post(server: DiscordServer, init: RequestInit = {}): Promise<Response> {
  const path = `/channels/${server.channels.papers.id}/messages`;
  return request(server, 'POST', path, { content: 'hello', allowed_mentions: { parse: [] } }, init);
}

function pathOf(server: DiscordServer, message = ''): string {
  return `/channels/${server.channels.papers.id}/messages/${message}`;
}
