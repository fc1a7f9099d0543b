import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { request, start } from './calls.ts';
import type { DiscordServer } from './index.ts';
import { OP } from './sessions.ts';

const PATIENCE = { timeout: 10_000 };

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
