import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { networkFailure, neverLeft } from '../../src/lib/network-failure.ts';

it('tells a request that never left from one that may have arrived', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const cut = await failure(`http://127.0.0.1:${port}/`);
  server.close();
  const closed = await failure(`http://127.0.0.1:${port}/`);
  expect([neverLeft(cut), neverLeft(closed)]).toEqual([false, true]);
  expect(networkFailure(closed)).toBe('ECONNREFUSED');
});

it.each([
  [new DOMException('late', 'TimeoutError'), 'no answer in time'],
  [new TypeError('fetch failed', { cause: new DOMException('', 'AbortError') }), 'interrupted'],
  [new Error('with a secret in it'), 'no valid answer'],
  [new AggregateError([Object.assign(new Error(), { code: 'ENETUNREACH' })]), 'ENETUNREACH'],
  ['no error at all', 'no valid answer'],
])('names what broke in a few words: %s', (error, words) => {
  expect(networkFailure(error)).toBe(words);
});

it('takes an abort for what the caller says it is', () => {
  expect(networkFailure(new DOMException('', 'AbortError'), 'no answer in time')).toBe(
    'no answer in time',
  );
});

function failure(address: string): Promise<unknown> {
  return fetch(address).then(
    () => 'it answered',
    (error) => error,
  );
}
