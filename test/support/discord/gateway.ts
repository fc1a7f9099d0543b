import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Route } from './http.ts';
import {
  createSessions,
  type Identify,
  OP,
  type Resume,
  type Sessions,
  write,
} from './sessions.ts';
import type { World } from './world.ts';

export interface GatewayOptions {
  readonly heartbeatMs: number;
  /** How many IDENTIFY are left today. */
  readonly identifies: number;
  /** How long a client must wait between two IDENTIFY. */
  readonly identifyEveryMs: number;
  /** How many connections are recommended. */
  readonly shards: number;
  /** How many connections may be begun at the same time. */
  readonly concurrency: number;
}

/** "leave waiting": the network connection stands, and nobody answers. */
export type Welcome = 'accept' | 'refuse' | 'leave waiting';

export interface FakeGateway {
  readonly route: Route;
  /** The intents of every IDENTIFY, in order. */
  readonly identifies: readonly number[];
  /** How often a session was resumed. */
  resumes(): number;
  /** How many connections stand. */
  connections(): number;
  /** How many sessions are known, resumable ones too. */
  sessions(): number;
  /** How many connections were asked for, refused ones too. */
  attempts(): number;
  /** Sends an event to every session; one without a connection gets it when it resumes. */
  dispatch(event: string, data: unknown): void;
  /** Closes every connection with a code, or cuts it off without one. */
  drop(code?: number): void;
  /** Asks every client to connect again and resume (opcode 7). */
  reconnect(): void;
  /** Tells every client that its session is not valid (opcode 9). */
  invalidate(resumable: boolean): void;
  /** Whether heartbeats are acknowledged; they are at first. */
  acknowledgeHeartbeats(acknowledge: boolean): void;
  /** How the next connections are met; they are accepted at first. */
  meetConnections(how: Welcome): void;
  /** Answers the next IDENTIFY by closing with this code. */
  rejectIdentify(code: number): void;
  stop(): void;
}

/** The gateway, version 10, JSON, without compression. */
export function createGateway(
  server: Server,
  world: World,
  { heartbeatMs, ...limits }: GatewayOptions,
): FakeGateway {
  const sessions = createSessions(world, limits, () => addressOf(server));
  const sockets = new WebSocketServer({ server, verifyClient: admit });
  let welcome: Welcome = 'accept';
  let acknowledging = true;
  let attempts = 0;

  function admit(_: unknown, decide: (accepted: boolean) => void): void {
    attempts++;
    if (welcome !== 'leave waiting') decide(welcome === 'accept');
  }

  sockets.on('connection', (socket, request) => {
    const pulse = createPulse(() => socket.close(4009), heartbeatMs);
    socket.on('message', (data) => {
      const packet = parse(String(data));
      if (packet?.op !== OP.heartbeat) return greet(socket, packet, sessions);
      pulse.renew();
      if (acknowledging) write(socket, OP.heartbeatAck, null);
    });
    socket.on('close', (code) => {
      pulse.stop();
      sessions.detach(socket, code === 1000 || code === 1001);
    });
    if (!speaksOurs(request.url)) socket.close(4012);
    else write(socket, OP.hello, { heartbeat_interval: heartbeatMs, _trace: [] });
  });

  const each = (act: (socket: WebSocket) => void) => sockets.clients.forEach(act);
  return {
    ...{ identifies: sessions.identifies, resumes: sessions.resumes, sessions: sessions.count },
    ...{ dispatch: sessions.dispatch, rejectIdentify: sessions.rejectIdentify },
    attempts: () => attempts,
    connections: () => sockets.clients.size,
    drop: (code) => each((socket) => (code ? socket.close(code) : socket.terminate())),
    reconnect: () => each((socket) => write(socket, OP.reconnect, null)),
    invalidate: (resumable) =>
      each((socket) => {
        sessions.detach(socket, !resumable);
        write(socket, OP.invalidSession, resumable);
      }),
    acknowledgeHeartbeats: (acknowledge) => {
      acknowledging = acknowledge;
    },
    meetConnections: (how) => {
      welcome = how;
    },
    stop: () => {
      each((socket) => socket.terminate());
      sockets.close();
    },
    route: gatewayRoute(server, sessions, limits),
  };
}

function gatewayRoute(
  server: Server,
  { identifies }: Sessions,
  { identifies: allowed, shards, concurrency }: Omit<GatewayOptions, 'heartbeatMs'>,
): Route {
  const handle = () => ({
    ...{ url: addressOf(server), shards },
    session_start_limit: {
      ...{ total: 1000, remaining: Math.max(allowed - identifies.length, 0) },
      ...{ reset_after: 86_400_000, max_concurrency: concurrency },
    },
  });
  return { name: 'GET /gateway/bot', auth: true, handle };
}

function greet(socket: WebSocket, packet: Packet | undefined, sessions: Sessions): void {
  const known = sessions.runsOn(socket);
  if (!packet) socket.close(4002);
  else if (packet.op !== OP.identify && packet.op !== OP.resume) socket.close(known ? 4001 : 4003);
  else if (known) socket.close(4005);
  else if (packet.op === OP.identify) sessions.identify(socket, packet.d as Identify);
  else sessions.resume(socket, packet.d as Resume);
}

/** Calls `onDeath` when no heartbeat came for twice the interval. */
function createPulse(onDeath: () => void, intervalMs: number) {
  const timer = setTimeout(onDeath, intervalMs * 2);
  return { renew: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}

interface Packet {
  readonly op: number;
  readonly d: unknown;
}

function parse(text: string): Packet | undefined {
  try {
    const packet = JSON.parse(text);
    return typeof packet?.op === 'number' ? packet : undefined;
  } catch {
    return undefined;
  }
}

function speaksOurs(url = '/'): boolean {
  const query = new URL(url, 'ws://fake').searchParams;
  return query.get('v') === '10' && query.get('encoding') === 'json';
}

/** Where the gateway listens: on the port of the REST interface. */
function addressOf(server: Server): string {
  const bound = server.address();
  return `ws://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
}
