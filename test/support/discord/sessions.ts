import type { WebSocket } from 'ws';
import { botJson, guildJson } from './shapes.ts';
import type { World } from './world.ts';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
export const OP = {
  ...{ dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7 },
  ...{ invalidSession: 9, hello: 10, heartbeatAck: 11 },
} as const;

export interface Identify {
  readonly token: string;
  readonly intents: number;
  readonly properties?: object;
}

export interface Resume {
  readonly token: string;
  readonly session_id: string;
  readonly seq: number;
}

/** What clients have begun with IDENTIFY; a session outlives its connection and can be resumed. */
export interface Sessions {
  /** The intents of every IDENTIFY, in order. */
  readonly identifies: number[];
  identify(socket: WebSocket, data: Identify): void;
  resume(socket: WebSocket, data: Resume): void;
  /** True when a session runs on this connection. */
  runsOn(socket: WebSocket): boolean;
  /** The connection has ended, and with `forGood` the session, too. */
  detach(socket: WebSocket, forGood: boolean): void;
  dispatch(event: string, data: unknown): void;
  /** Answers the next IDENTIFY by closing with this code. */
  rejectIdentify(code: number): void;
  count(): number;
  resumes(): number;
}

interface Session {
  readonly id: string;
  readonly events: { readonly s: number; readonly t: string; readonly d: unknown }[];
  socket: WebSocket | undefined;
}

const PRIVILEGED_INTENTS = (1 << 1) | (1 << 8) | (1 << 15);
const ALL_INTENTS = (1 << 26) - 1;

export interface IdentifyLimits {
  /** How many are left today. */
  readonly identifies: number;
  /** How long a client must wait between two. */
  readonly identifyEveryMs: number;
}

/** @param url where a session is resumed; asked for when the server listens. */
export function createSessions(world: World, limits: IdentifyLimits, url: () => string): Sessions {
  const sessions = new Map<string, Session>();
  const running = new Map<WebSocket, Session>();
  const identifies: number[] = [];
  const rejections: number[] = [];
  let lastIdentify = 0;
  let resumes = 0;

  function identify(socket: WebSocket, data: Identify): void {
    identifies.push(data.intents);
    const rejection = rejections.shift() ?? refusal(data);
    const tooSoon = Date.now() - lastIdentify < limits.identifyEveryMs;
    if (rejection !== undefined) return void socket.close(rejection);
    lastIdentify = Date.now();
    if (tooSoon) return void write(socket, OP.invalidSession, false);
    begin(socket);
  }

  function begin(socket: WebSocket): void {
    const session: Session = { id: world.nextId(), events: [], socket };
    sessions.set(session.id, session);
    running.set(socket, session);
    emit(session, 'READY', readyJson(world, session.id, url()));
    for (const id of world.guildIds) emit(session, 'GUILD_CREATE', guildJson(world, id));
  }

  function refusal({ token, intents, properties }: Identify): number | undefined {
    if (token !== world.token || identifies.length > limits.identifies) return 4004;
    if (!properties || (intents & ~ALL_INTENTS) !== 0) return 4013;
    return (intents & PRIVILEGED_INTENTS) === 0 ? undefined : 4014;
  }

  function resume(socket: WebSocket, { token, session_id, seq }: Resume): void {
    const session = sessions.get(session_id);
    if (token !== world.token) return void socket.close(4004);
    if (!session) return void write(socket, OP.invalidSession, false);
    resumes++;
    session.socket = socket;
    running.set(socket, session);
    for (const event of session.events.filter(({ s }) => s > seq)) writeEvent(socket, event);
    emit(session, 'RESUMED', { _trace: [] });
  }

  function detach(socket: WebSocket, forGood: boolean): void {
    const session = running.get(socket);
    running.delete(socket);
    if (session?.socket === socket) session.socket = undefined;
    if (session && forGood) sessions.delete(session.id);
  }

  return {
    ...{ identifies, identify, resume, detach },
    runsOn: (socket) => running.has(socket),
    dispatch: (event, data) => {
      for (const session of sessions.values()) emit(session, event, data);
    },
    rejectIdentify: (code) => void rejections.push(code),
    count: () => sessions.size,
    resumes: () => resumes,
  };
}

/** Sends a packet that is no event. */
export function write(socket: WebSocket, op: number, d: unknown): void {
  socket.send(JSON.stringify({ op, s: null, t: null, d }));
}

function emit(session: Session, t: string, d: unknown): void {
  const event = { s: session.events.length + 1, t, d };
  session.events.push(event);
  if (session.socket) writeEvent(session.socket, event);
}

function writeEvent(socket: WebSocket, event: Session['events'][number]): void {
  socket.send(JSON.stringify({ op: OP.dispatch, ...event }));
}

function readyJson(world: World, session: string, resumeUrl: string): object {
  return {
    ...{ v: 10, user: botJson(world), session_id: session, resume_gateway_url: resumeUrl },
    guilds: world.guildIds.map((id) => ({ id, unavailable: true })),
    shard: [0, 1],
    application: { id: world.applicationId, flags: 0 },
    ...{ private_channels: [], presences: [], relationships: [], user_settings: {}, _trace: [] },
  };
}
