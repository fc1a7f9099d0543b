import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError, notFound, rateLimited, unauthorized } from './errors.ts';
import type { RateLimit, RateLimits } from './rate-limits.ts';
import type { World } from './world.ts';

export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
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

/**
 * What goes wrong with a call. `status` and `retryAfter` (seconds) are answers; "no answer" and
 * "reset" happen before Discord has taken the request, the "taken" ones after it was carried out.
 */
export type Failure =
  | {
      readonly status: number;
      readonly code?: number;
      readonly message?: string;
      readonly html?: true;
    }
  | { readonly retryAfter: number; readonly scope?: 'user' | 'shared' | 'global' }
  | 'no answer'
  | 'reset'
  | 'taken, no answer'
  | 'taken, reset';

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
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The REST interface under /api/v10: token, rate limits, routes, and failures on demand. */
export function createApi(world: World, routes: readonly Route[], limits: RateLimits): Api {
  const failures: { route: string; failure: Failure }[] = [];
  const calls: Call[] = [];

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readJson(request);
    const found = findRoute(routes, request);
    if (!found) return send(response, refuse(notFound()));
    const { route, params, query } = found;
    calls.push({ route: route.name, params, body });
    const failure = takeFailure(failures, route.name);
    if (failure === 'no answer') return;
    if (failure === 'reset') return void request.socket.resetAndDestroy();
    if (typeof failure === 'object') return sendFailure(response, failure);
    const answer = carryOut(() => {
      const headers = admit(route, params, request, world, limits);
      return { headers, body: route.handle({ params, query, body }) };
    });
    if (failure === 'taken, reset') return void request.socket.resetAndDestroy();
    if (failure === undefined) send(response, answer);
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
    ...{ server, sockets, calls },
    fail(route, failure, times) {
      if (!routes.some(({ name }) => name === route)) throw new Error(`No route ${route}`);
      failures.push(...Array.from({ length: times }, () => ({ route, failure })));
    },
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

function carryOut(work: () => { headers: Record<string, string>; body: unknown }): Answer {
  try {
    const { headers, body } = work();
    return body === undefined ? { status: 204, headers } : { status: 200, headers, body };
  } catch (error) {
    if (error instanceof ApiError) return refuse(error);
    throw error;
  }
}

function refuse({ status, body, headers }: ApiError): Answer {
  return { status, body, headers };
}

function sendFailure(response: ServerResponse, failure: Exclude<Failure, string>): void {
  if ('retryAfter' in failure) {
    send(response, refuse(rateLimited(failure.retryAfter, failure.scope ?? 'user')));
  } else if (failure.html) {
    response.writeHead(failure.status, { 'Content-Type': 'text/html' }).end('<h1>Refused</h1>');
  } else {
    const { status, code = 0, message = `${status}: failure on demand` } = failure;
    send(response, { status, body: { message, code } });
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const type = body === undefined ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function takeFailure(failures: { route: string; failure: Failure }[], route: string) {
  const index = failures.findIndex((entry) => entry.route === route);
  return index === -1 ? undefined : failures.splice(index, 1)[0]?.failure;
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

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}
