import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers whether the program can do its work: null when it can, else why not. */
export type Readiness = () => Promise<string | null>;

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * `/healthz` answers 200 while the process lives; `/readyz` 200 when it can work, else 503 and why.
 * @param port 0 for any free port.
 * @throws {Error} one sentence, when the port can't be had.
 */
export async function startHealth(port: number, readiness: Readiness): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/', readiness).then(([status, text]) => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
    });
  });
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

async function answer(url: string, readiness: Readiness): Promise<[number, string]> {
  const path = url.split('?')[0];
  if (path === '/healthz') return [200, 'ok'];
  if (path !== '/readyz') return [404, 'Not found. There is /healthz and /readyz.'];
  const problem = await readiness().catch(sentenceOf);
  return problem === null ? [200, 'ready'] : [503, problem];
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
