import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Routes, sendText } from '../lib/routes.ts';

export interface HttpServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** How long a request may take to come in, its headers alone, and how often that is looked at; ours. */
const LIMITS = {
  requestTimeout: 10_000,
  headersTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
};

/**
 * The program's one HTTP server.
 * @param port 0 for any free port.
 * @throws {Error} one sentence, when the port can't be had.
 */
export async function startServer(port: number, routes: Routes): Promise<HttpServer> {
  const server = createServer(LIMITS, answerBy(routes));
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Error(
      `HTTP_PORT ${port} can't be used (${code}). Choose another port, or stop what listens there.`,
      { cause: error },
    );
  }
}

function answerBy(routes: Routes): RequestListener {
  return (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    const listener = routes.find(path);
    if (listener) listener(request, response);
    else sendText(response, 404, 'Not found. There is /healthz and /readyz.');
  };
}
