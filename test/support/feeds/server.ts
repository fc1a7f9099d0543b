import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient, type HttpClient, type HttpOptions } from '../../../src/lib/http.ts';
import { drip } from '../traffic.ts';

export interface Asked {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Headers at once, and the body a byte each so many milliseconds. */
  readonly dripMs?: number;
}

/** "silence" takes the request and never answers; "reset" breaks the connection. */
export type Handler = (asked: Asked) => Answer | 'silence' | 'reset';

export interface LoopbackServer {
  /** "http://127.0.0.1:40123", without a slash at its end. */
  readonly origin: string;
  /** All requests so far, in order. */
  readonly asked: readonly Asked[];
  /** Paths and queries of all requests so far. */
  paths(): string[];
  /** Answers differently from now on. */
  answer(handler: Handler): void;
  close(): Promise<void>;
}

/** A real HTTP server on a free port of the loopback. */
export async function startServer(first: Handler): Promise<LoopbackServer> {
  let handler = first;
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    asked.push({ url, headers: request.headers });
    const answer = handler({ url, headers: request.headers });
    if (answer === 'reset') request.socket.resetAndDestroy();
    else if (answer !== 'silence') send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    paths: () => asked.map(({ url }) => url.pathname + url.search),
    answer: (next) => {
      handler = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function send(response: ServerResponse, { status, headers, body = '', dripMs }: Answer): void {
  response.writeHead(status ?? 200, headers);
  if (dripMs === undefined) response.end(body);
  else void drip(response, body, dripMs);
}

/** The real HTTP client with limits fit for tests. */
export function testHttp(options: Partial<HttpOptions> = {}): HttpClient {
  const userAgent = 'paper-route/0.0.0 (+https://example.org/paper-route)';
  return createHttpClient({
    userAgent,
    timeoutMs: 10_000,
    maxBytes: 5_000_000,
    maxRedirects: 5,
    ...options,
  });
}

/** The origin of a server that is no more: connecting is refused. */
export async function deadOrigin(): Promise<string> {
  const server = await startServer(() => ({}));
  await server.close();
  return server.origin;
}
