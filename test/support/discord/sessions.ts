import { WebSocket } from 'ws';
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
  /** Which of how many connections this is; the only one when left out. */
  readonly shard?: Shard;
}

type Shard = readonly [id: number, count: number];

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
  readonly shard: Shard;
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
  /** How many clients may begin at the same time. */
  readonly concurrency: number;
}

/** @param url where a session is resumed; asked for when the server listens. */
export function createSessions(world: World, limits: IdentifyLimits, url: () => string): Sessions {
  const sessions = new Map<string, Session>();
  const running = new Map<WebSocket, Session>();
  const identifies: number[] = [];
  const rejections: number[] = [];
  const lastIdentify = new Map<number, number>();
  let resumes = 0;

  function identify(socket: WebSocket, data: Identify): void {
    identifies.push(data.intents);
    const rejection = rejections.shift() ?? refusal(data);
    const { shard = [0, 1] } = data;
    const key = shard[0] % limits.concurrency;
    const tooSoon = Date.now() - (lastIdentify.get(key) ?? 0) < limits.identifyEveryMs;
    if (rejection !== undefined) return void socket.close(rejection);
    lastIdentify.set(key, Date.now());
    if (tooSoon) return void write(socket, OP.invalidSession, false);
    begin(socket, shard);
  }

  function begin(socket: WebSocket, shard: Shard): void {
    noteDoubled(shard);
    const session: Session = { id: world.nextId(), shard, events: [], socket };
    sessions.set(session.id, session);
    running.set(socket, session);
    const guilds = world.guildIds.filter((id) => isOn(shard, id));
    emit(session, 'READY', readyJson(world, session, guilds, url()));
    for (const id of guilds) emit(session, 'GUILD_CREATE', guildJson(world, id));
  }

  /** Discord takes them all, and each gets every event. */
  function noteDoubled(shard: Shard): void {
    const standing = [...running].filter(([socket]) => socket.readyState === WebSocket.OPEN);
    const doubled = standing.some(([, session]) => overlap(session.shard, shard));
    if (doubled) world.violations.push(`shard ${shard[0]} of ${shard[1]} is connected twice`);
  }

  function refusal({
    token,
    intents,
    properties,
    shard: [id, count] = [0, 1],
  }: Identify): number | undefined {
    if (token !== world.token || identifies.length > limits.identifies) return 4004;
    if (!(id >= 0 && id < count)) return 4010;
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
      const guild = guildOf(event, data);
      for (const session of sessions.values()) {
        if (isOn(session.shard, guild)) emit(session, event, data);
      }
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

/**
 * Whether a server's events come on this connection, and those of no server.
 * https://docs.discord.com/developers/events/gateway#sharding
 */
function isOn([id, count]: Shard, guild: string): boolean {
  return (BigInt(guild) >> 22n) % BigInt(count) === BigInt(id);
}

/** True when the events of some server come on both. */
function overlap([id, count]: Shard, [other, others]: Shard): boolean {
  return count !== others || id === other;
}

/** "0" for what happens in no server. */
function guildOf(event: string, data: unknown): string {
  const { guild_id, id = '0' } = data as { guild_id?: string; id?: string };
  return guild_id ?? (event.startsWith('GUILD_') ? id : '0');
}

function readyJson(
  world: World,
  { id, shard }: Session,
  guilds: readonly string[],
  resumeUrl: string,
): object {
  return {
    ...{ v: 10, user: botJson(world), session_id: id, resume_gateway_url: resumeUrl, shard },
    guilds: guilds.map((guild) => ({ id: guild, unavailable: true })),
    application: { id: world.applicationId, flags: 0 },
    ...{ private_channels: [], presences: [], relationships: [], user_settings: {}, _trace: [] },
  };
}
