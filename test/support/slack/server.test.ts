import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { judgeBlocks } from './blocks.ts';
import { findPings } from './pings.ts';
import { type SlackServer, startSlackServer } from './server.ts';
import { CHANNEL, type SlackServerOptions } from './workspace.ts';

const BLOCKS = JSON.stringify([{ type: 'divider' }]);

describe('the fake Slack refuses what Slack refuses', () => {
  it.each([
    ['a call without a token', {}, 'not_authed'],
    ['an unknown token', { token: 'xoxb-guess' }, 'invalid_auth'],
    ['a channel that does not exist', { channel: 'C0NOWHERE' }, 'channel_not_found'],
    ['a message without text', { text: '' }, 'no_text'],
    ['a very long text', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['blocks that are no JSON', { blocks: '[{' }, 'invalid_blocks_format'],
    ['an unknown block', { blocks: '[{"type":"poem"}]' }, 'invalid_blocks'],
    [
      'nested metadata',
      { metadata: '{"event_type":"a","event_payload":{"b":{}}}' },
      'invalid_metadata_format',
    ],
  ])('%s', async (_, args, error) => {
    const server = await start();
    const token = Object.keys(args).length === 0 ? '' : server.botToken;
    const answer = await post(server, {
      token,
      channel: CHANNEL,
      text: 'hi',
      blocks: BLOCKS,
      ...args,
    });
    expect(answer).toMatchObject({ ok: false, error });
    expect(server.messages).toEqual([]);
  });

  it('an app token for a bot call', async () => {
    const server = await start();
    const answer = await post(server, { token: server.appToken, channel: CHANNEL, text: 'hi' });
    expect(answer).toMatchObject({ error: 'not_allowed_token_type' });
  });

  it('and reports an argument that Slack does not know', async () => {
    const server = await start();
    await post(server, {
      token: server.botToken,
      channel: CHANNEL,
      text: 'a',
      blocks: BLOCKS,
      colour: 'red',
    });
    expect(server.violations).toEqual(['/api/chat.postMessage: undocumented colour']);
  });

  it('a post to a response_url that it never issued', async () => {
    const server = await start();
    const response = await fetch(`${server.url}/commands/T0/1/guess`, {
      method: 'POST',
      body: '{}',
    });
    expect(response.status).toBe(404);
    expect(server.violations).toEqual(['response_url: no_such_url']);
  });

  it('a command while no app is connected', async () => {
    const server = await start();
    await expect(server.slashCommand({ command: '/papers' })).rejects.toThrow('dispatch_failed');
  });
});

describe('Socket Mode', () => {
  it('takes an answer five times and within half an hour', async () => {
    let now = Date.now();
    const server = await start({ now: () => now });
    const urls = await connect(server, (id) => [{ envelope_id: id, payload: {} }]);
    const answered = server.slashCommand({ command: '/papers', answers: 5 });
    const url = await urls.next();
    for (let use = 1; use <= 6; use++) await answer(url);
    expect(await answered).toHaveLength(5);
    now += 31 * 60_000;
    expect(await answer(url)).toEqual({ ok: false, error: 'expired_url' });
    expect(server.violations).toEqual(['response_url: used_url']);
  });

  it('reports a command that is acknowledged twice', async () => {
    const server = await start();
    const urls = await connect(server, (id) => [{ envelope_id: id }, { envelope_id: id }]);
    const answered = server.slashCommand({ command: '/papers' });
    await answer(await urls.next());
    await answered;
    expect(server.violations).toEqual([expect.stringMatching(/^Socket Mode: unexpected message/)]);
  });

  it('reports a command that is not acknowledged in time', async () => {
    const server = await start({ ackWithinMs: 50 });
    await connect(server, () => []);
    const typed = server.slashCommand({ command: '/papers' });
    await expect(typed).rejects.toThrow('operation_timeout');
    expect(server.violations).toHaveLength(1);
  });

  it('lets nobody in without a fresh ticket', async () => {
    const server = await start();
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/link/?ticket=guess`);
    const [event] = await once(socket, 'error');
    expect(String(event)).toContain('401');
  });
});

describe('Block Kit', () => {
  const rich = (element: object) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [element] }],
  });
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

  it.each([
    ['51 blocks', Array(51).fill({ type: 'divider' })],
    ['a section of 3,001 characters', [section('x'.repeat(3_001))]],
    ['an empty section', [section('')]],
    [
      'a header of 151 characters',
      [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
    ],
    ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    [
      '11 elements in a context',
      [{ type: 'context', elements: Array(11).fill({ type: 'plain_text', text: 'x' }) }],
    ],
    ['an empty rich text', [rich({ type: 'text', text: '' })]],
    ['an unknown element', [rich({ type: 'marquee', text: 'x' })]],
    ['an unknown style', [rich({ type: 'text', text: 'x', style: { blink: true } })]],
    ['a link to a script', [rich({ type: 'link', url: 'javascript:alert(1)' })]],
    ['a link with a space', [rich({ type: 'link', url: 'https://a.example/b c' })]],
    ['a field of our own', [{ type: 'divider', colour: 'red' }]],
    [
      'a button value of 2,001 characters',
      [
        {
          type: 'actions',
          elements: [
            { type: 'button', text: { type: 'plain_text', text: 'x' }, value: 'x'.repeat(2_001) },
          ],
        },
      ],
    ],
  ])('%s is invalid_blocks', (_, blocks) => {
    expect(judgeBlocks(blocks).error).toBe('invalid_blocks');
  });

  it('many good blocks can be too long together', () => {
    expect(judgeBlocks(Array(5).fill(section('x'.repeat(2_900)))).error).toBe(
      'msg_blocks_too_long',
    );
  });

  it.each([
    [{ text: 'Hello <!channel>' }],
    [{ blocks: [section('<@U0123> look')] }],
    [{ blocks: [rich({ type: 'broadcast', range: 'here' })] }],
  ])('%j pings', (message) => {
    expect(findPings(message)).toHaveLength(1);
  });

  it('plain text pings nobody', () => {
    const header = { type: 'header', text: { type: 'plain_text', text: '<!channel>' } };
    expect(
      findPings({ text: 'a', blocks: [header, rich({ type: 'text', text: '<!here>' })] }),
    ).toEqual([]);
  });
});

async function start(options: SlackServerOptions = {}): Promise<SlackServer> {
  const server = await startSlackServer(options);
  onTestFinished(() => server.stop());
  return server;
}

async function post(
  server: SlackServer,
  { token, ...args }: Record<string, string>,
): Promise<unknown> {
  const response = await fetch(`${server.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: token ? { authorization: `Bearer ${token}` } : {},
    body: new URLSearchParams(args),
  });
  return response.json();
}

/** An app of a few lines: acknowledges as told, and hands on the response_url of its command. */
async function connect(
  server: SlackServer,
  acks: (envelopeId: string) => object[],
): Promise<{ next(): Promise<string> }> {
  const opened = await fetch(`${server.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.appToken}` },
  });
  const { url } = (await opened.json()) as { url: string };
  const socket = new WebSocket(url);
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on('message', (data) => {
    const { envelope_id, payload } = JSON.parse(String(data));
    if (!envelope_id) return;
    for (const ack of acks(envelope_id)) socket.send(JSON.stringify(ack));
    resolve(payload.response_url);
  });
  await server.connected();
  return { next: () => promise };
}

async function answer(url: string): Promise<unknown> {
  const body = JSON.stringify({ text: 'hi', blocks: [{ type: 'divider' }] });
  return (await fetch(url, { method: 'POST', body })).json();
}
