import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sampleDay from './sample-day.json' with { type: 'json' };

/** The only day on which the demo server lists papers. */
export const SAMPLE_DAY = '2026-06-12';

export interface DemoServer {
  /** Base address, to stand in for https://huggingface.co. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves `GET /api/daily_papers?date=YYYY-MM-DD` as Hugging Face does, on a free port of this
 * machine's loopback address: 12 papers that were listed on the sample day, none on other days.
 * Their metadata is Hugging Face's list of that day, without the people who submitted them;
 * the summaries are ours.
 */
export async function startDemoServer(): Promise<DemoServer> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/api/daily_papers') send(response, 200, papersOf(searchParams.get('date')));
  else send(response, 404, { error: 'Not found' });
}

function papersOf(day: string | null): unknown[] {
  return day === SAMPLE_DAY ? sampleDay : [];
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
