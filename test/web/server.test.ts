import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRoutes, onlyMethod, sendText } from '../../src/lib/routes.ts';
import { addHealthPages } from '../../src/web/health.ts';
import { startServer } from '../../src/web/server.ts';

describe('the HTTP server', () => {
  it('answers each path by whoever asked for it, and any other with 404', async () => {
    const { routes, get } = await serve();
    routes.add('/a', (_, response) => sendText(response, 200, 'A'));
    expect(await get('/a?b=1')).toEqual([200, 'A\n']);
    expect(await get('/a/')).toEqual([404, 'Not found. There is /healthz and /readyz.\n']);
    expect((await get('//'))[0]).toBe(404);
    routes.remove('/a');
    expect((await get('/a'))[0]).toBe(404);
  });

  it('tells which method a path takes', async () => {
    const { routes, get, origin } = await serve();
    routes.add(
      '/post',
      onlyMethod('POST', (_, response) => sendText(response, 200, 'taken')),
    );
    expect(await get('/post')).toEqual([405, 'This address takes POST alone.\n']);
    expect((await fetch(`${origin}/post`, { method: 'POST' })).status).toBe(200);
  });

  it('says in one sentence that the port is taken', async () => {
    const { port } = await serve();
    await expect(startServer(port, createRoutes())).rejects.toThrow(
      `HTTP_PORT ${port} can't be used (EADDRINUSE). Choose another port, or stop what listens there.`,
    );
  });

  it('ends connections that are open when it stops', async () => {
    const { port, server } = await serve();
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise((resolve) =>
      socket.on('error', () => undefined).once('close', resolve),
    );
    await new Promise<void>((resolve) =>
      socket.write('GET /healthz HTTP/1.1\r\n', () => resolve()),
    );
    await server.stop();
    await closed;
  });
});

describe('the health pages', () => {
  it('say that the process lives, and whether it can work', async () => {
    const { routes, get } = await serve();
    let problem: string | null = null;
    addHealthPages(routes, async () => problem);
    expect(await get('/healthz')).toEqual([200, 'ok\n']);
    expect(await get('/readyz')).toEqual([200, 'ready\n']);
    problem = 'Slack is not connected yet.';
    expect(await get('/readyz')).toEqual([503, 'Slack is not connected yet.\n']);
  });

  it('take an error for an answer', async () => {
    const { routes, get } = await serve();
    addHealthPages(routes, () => Promise.reject(new Error('The database is locked.')));
    expect(await get('/readyz')).toEqual([503, 'The database is locked.\n']);
  });
});

async function serve() {
  const routes = createRoutes();
  const server = await startServer(0, routes);
  onTestFinished(() => server.stop());
  const origin = `http://127.0.0.1:${server.port}`;
  const get = async (path: string) => {
    const response = await fetch(origin + path);
    return [response.status, await response.text()];
  };
  return { routes, server, origin, get, port: server.port };
}
