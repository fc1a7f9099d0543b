import { expect, it, onTestFinished } from 'vitest';
import { type Handler, startServer } from './server.ts';

it('breaks the connection', async () => {
  const origin = await start(() => 'reset');
  await expect(fetch(origin)).rejects.toThrow('fetch failed');
});

it('never answers', async () => {
  const origin = await start(() => 'silence');
  await expect(fetch(origin, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
});

it('sends slow bytes behind headers that come at once', async () => {
  const origin = await start(() => ({ body: 'slow', dripMs: 60_000 }));
  const { status, body } = await fetch(origin);
  const first = await body?.getReader().read();
  expect([status, first?.value?.length]).toEqual([200, 1]);
});

it('sends slow bytes to their end', async () => {
  const origin = await start(() => ({ body: 'slow', dripMs: 1 }));
  expect(await (await fetch(origin)).text()).toBe('slow');
});

async function start(handler: Handler): Promise<string> {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server.origin;
}
