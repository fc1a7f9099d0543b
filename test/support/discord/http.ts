import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  type CallEvent,
  createTraffic,
  type Latency,
  NEAR,
  type Traffic,
  travel,
} from '../traffic.ts';
import type { Weather } from '../weather.ts';
import { type HttpAnswer, json, refuse } from './answers.ts';
import { ApiError, notFound, unauthorized } from './errors.ts';
import { createFailures, type Failure, failureName, goWrong, send } from './failures.ts';
import type { RateLimit, RateLimits } from './rate-limits.ts';
import type { SentFile, World } from './world.ts';

export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** What came beside the body, in order. */
  readonly files: readonly SentFile[];
}

export interface Route {
  /** "POST /channels/:channel/messages" */
  readonly name: string;
  /** Gives the JSON of the answer; undefined is 204. Throws an ApiError. */
  readonly handle: (request: ApiRequest) => unknown;
  /** False where the token in the path is enough; such routes don't count in the global limit. */
  readonly auth: boolean;
  readonly limit?: RateLimit;
}

/** One call as it came in. */
export interface Call {
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Api {
  readonly server: Server;
  /** Every connection that stands, those of the gateway too. */
  readonly sockets: ReadonlySet<Socket>;
  readonly calls: Call[];
  /** The next `times` calls of a route go wrong. */
  fail(route: string, failure: Failure, times: number): void;
  weather(weather: Weather<Failure> | null): void;
  watch: Traffic['watch'];
}

export interface ApiOptions {
  readonly world: World;
  readonly routes: readonly Route[];
  readonly limits: RateLimits;
  readonly latencyMs: Latency;
}

/** The calls that a delivery is made of. */
const DELIVERY_ROUTES = [
  'POST /channels/:channel/messages',
  'PATCH /channels/:channel/messages/:message',
  'GET /channels/:channel/messages',
  'POST /channels/:channel/messages/:message/threads',
  'POST /channels/:channel/threads',
];

/** The REST interface under /api/v10: token, rate limits, routes, and failures on demand. */
export function createApi({ world, routes, limits, latencyMs }: ApiOptions): Api {
  const failures = createFailures();
  const traffic = createTraffic();
  const calls: Call[] = [];

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const download = world.files.get(request.url ?? '');
    if (download) return void response.end(download);
    const { body, files } = await readBody(request);
    const found = findRoute(routes, request);
    if (!found) return send(response, refuse(notFound()));
    const { route, params, query } = found;
    calls.push({ route: route.name, params, body });
    const { channel } = params;
    const { remotePort: port } = request.socket;
    const event = { call: route.name, port, ...(channel !== undefined && { channel }) };
    const failure = announce(event, response);
    const way = (route.auth ? latencyMs : NEAR)();
    await travel(way.there);
    const work = () => {
      const answer = carryOut(() => {
        const headers = admit(route, params, request, world, limits);
        return { headers, body: route.handle({ params, query, body, files }) };
      });
      traffic.tell({ ...event, phase: 'done' });
      return answer;
    };
    if (failure !== undefined) return goWrong(failure, response, work);
    const answer = work();
    await travel(way.back);
    send(response, answer);
  }

  /** Tells that a call came, and later that it is answered. Gives what goes wrong with it. */
  function announce(event: Pick<CallEvent, 'call' | 'channel' | 'port'>, response: ServerResponse) {
    const failure = failures.take(event.call);
    const fault = failure && { fault: failureName(failure) };
    traffic.tell({ ...event, phase: 'came', ...fault });
    response.once('finish', () =>
      traffic.tell({ ...event, phase: 'answered', status: response.statusCode }),
    );
    return failure;
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error) => {
      world.violations.push(`the fake failed: ${error}`);
      response.destroy();
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    ...{ server, sockets, calls, watch: traffic.watch },
    fail(route, failure, times) {
      if (!routes.some(({ name }) => name === route)) throw new Error(`No route ${route}`);
      failures.add(route, failure, times);
    },
    weather: (weather) => failures.weather(weather, DELIVERY_ROUTES),
  };
}

function admit(
  { auth, name, limit }: Route,
  params: Readonly<Record<string, string>>,
  { headers }: IncomingMessage,
  { token }: World,
  limits: RateLimits,
): Record<string, string> {
  if (auth && headers.authorization !== `Bot ${token}`) throw unauthorized();
  if (auth) limits.takeGlobal();
  const major = params.channel ?? params.token ?? '';
  return limit ? limits.take(`${name.replaceAll(' ', '')} ${major}`, limit) : {};
}

function carryOut(work: () => { headers: Record<string, string>; body: unknown }): HttpAnswer {
  try {
    const { headers, body } = work();
    return body === undefined ? { status: 204, headers } : json(200, body, headers);
  } catch (error) {
    if (error instanceof ApiError) return refuse(error);
    throw error;
  }
}

function findRoute(routes: readonly Route[], { method, url }: IncomingMessage) {
  const { pathname, searchParams: query } = new URL(url ?? '/', 'http://fake');
  const path = pathname.replace(/^\/api\/v10/, '');
  if (path === pathname) return undefined;
  for (const route of routes) {
    const params = matchPath(route.name, `${method} ${path}`);
    if (params) return { route, params, query };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

async function readBody(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  return { body: bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8')), files: [] };
}

/** https://docs.discord.com/developers/reference#uploading-files */
async function readForm(bytes: Buffer<ArrayBuffer>, type: string) {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files: SentFile[] = [];
  for (const [key, value] of form) {
    if (typeof value === 'string' || !/^files\[\d+\]$/.test(key)) continue;
    files.push({ name: value.name, text: await value.text() });
  }
  return { body: JSON.parse(String(form.get('payload_json'))), files };
}
