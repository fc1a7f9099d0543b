import { onTestFinished } from 'vitest';
import { type DiscordServer, type DiscordServerOptions, startDiscordServer } from './index.ts';

/** A server that ends with the test. */
export async function start(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const server = await startDiscordServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** Calls the REST interface as the bot. */
export function request(
  { apiUrl, token }: DiscordServer,
  method: string,
  path: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${apiUrl}/v10${path}`, {
    ...{ method, headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...init,
  });
}
