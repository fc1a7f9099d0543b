import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { APP_ID, secret, type Workspace } from './workspace.ts';

/** https://docs.slack.dev/apis/events-api/using-socket-mode: at most ten connections an app. */
const MAX_CONNECTIONS = 10;

export type DisconnectReason =
  | 'warning'
  | 'refresh_requested'
  | 'too_many_websockets'
  | 'link_disabled';

/** The WebSocket side of Socket Mode. */
export interface Sockets {
  /** A fresh address that serves one connection. */
  issueUrl(origin: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends an envelope over the newest connection; resolves with the payload of its ack. */
  deliver(type: string, payload: object): Promise<unknown>;
  /** Sends a frame of any form over the newest connection, and expects no acknowledgement. */
  sendFrame(frame: object): void;
  /** Asks every connection to go, as Slack does every few hours. */
  disconnect(reason: DisconnectReason): void;
  /** Breaks every connection without a word. */
  drop(): void;
  /** The app has died: nobody waits for an acknowledgement any more. */
  forgive(): void;
  count(): number;
  /** Resolves once a connection is ready for envelopes. */
  connected(): Promise<void>;
}

/** The close code of a connection that ended without a closing handshake. */
const DIED = 1006;

interface Ack {
  readonly connection: WebSocket;
  readonly resolve: (payload: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createSockets(workspace: Workspace): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const connections = new Set<WebSocket>();
  const open = new Set<Duplex>();
  /** Those that we ended ourselves. */
  const dismissed = new WeakSet<WebSocket>();
  const acks = new Map<string, Ack>();
  const events = new EventEmitter();

  function issueUrl(origin: string): string {
    const ticket = secret();
    tickets.add(ticket);
    return `${origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${APP_ID}`;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { searchParams } = new URL(request.url ?? '', 'ws://localhost');
    if (!tickets.delete(searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    leaveOpen(socket);
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    server.handleUpgrade(request, socket, head, welcome);
  }

  function welcome(connection: WebSocket): void {
    connection.on('close', (code) => {
      connections.delete(connection);
      if (code === DIED && !dismissed.has(connection))
        forgive((ack) => ack.connection === connection);
    });
    connection.on('message', (data) => acknowledge(String(data)));
    const isOneTooMany = connections.size >= MAX_CONNECTIONS;
    connections.add(connection);
    if (isOneTooMany) {
      goodbye(connection, 'too_many_websockets');
      return;
    }
    send(connection, {
      type: 'hello',
      num_connections: connections.size,
      debug_info: { host: 'applink-1', build_number: 10, approximate_connection_time: 18_060 },
      connection_info: { app_id: APP_ID },
    });
    events.emit('connected');
  }

  /** An app that died acknowledges nothing: the person is told, and it is no mistake of the app. */
  function forgive(isConcerned: (ack: Ack) => boolean): void {
    const died = new Error('operation_timeout: the app died before it acknowledged');
    for (const [id, ack] of acks) if (isConcerned(ack) && acks.delete(id)) ack.reject(died);
  }

  /** Nothing more goes over this connection. */
  function goodbye(connection: WebSocket, reason: DisconnectReason): void {
    connections.delete(connection);
    dismissed.add(connection);
    send(connection, { type: 'disconnect', reason, debug_info: { host: 'applink-1' } });
  }

  function acknowledge(data: string): void {
    const { envelope_id: id, payload } = parse(data);
    const ack = acks.get(String(id));
    acks.delete(String(id));
    if (ack) ack.resolve(payload);
    else workspace.violations.push(`Socket Mode: unexpected message ${data}`);
  }

  function newest(): WebSocket {
    const connection = [...connections].at(-1);
    if (!connection) throw new Error('dispatch_failed: the app has no Socket Mode connection');
    return connection;
  }

  async function deliver(type: string, payload: object): Promise<unknown> {
    const connection = newest();
    const envelope_id = secret();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    acks.set(envelope_id, { connection, resolve, reject });
    const overdue = setTimeout(() => {
      workspace.violations.push(`Socket Mode: no acknowledgement of ${type} in time`);
      reject(new Error('operation_timeout: the app did not acknowledge in time'));
    }, workspace.options.ackWithinMs);
    send(connection, { envelope_id, type, payload, accepts_response_payload: true });
    return promise.finally(() => clearTimeout(overdue));
  }

  return {
    issueUrl,
    upgrade,
    deliver,
    sendFrame: (frame) => send(newest(), frame),
    disconnect: (reason) => {
      for (const connection of connections) goodbye(connection, reason);
    },
    drop: () => {
      for (const connection of connections) dismissed.add(connection);
      for (const socket of open) socket.destroy();
      connections.clear();
    },
    forgive: () => forgive(() => true),
    count: () => connections.size,
    connected: async () => {
      if (connections.size === 0) await once(events, 'connected');
    },
  };
}

/** Slack leaves the TCP connection open after the closing handshake; only the other side ends it. */
function leaveOpen(socket: Duplex): void {
  socket.end = () => socket;
  socket.once('end', () => socket.destroy());
}

function send(connection: WebSocket, message: object): void {
  connection.send(JSON.stringify(message));
}

function parse(data: string): { envelope_id?: unknown; payload?: unknown } {
  try {
    return JSON.parse(data);
  } catch {
    return {};
  }
}
