import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mailChannel } from '../../../src/core/reader.ts';
import { fillEverything } from '../../support/filled.ts';
import { mistakesOf } from '../../support/mistakes.ts';
import { PAGE_NOW, type Pages, servePages } from '../../support/page.ts';

const TOKEN = 'correct-horse-battery-staple';
const PROXY = { ADMIN_HEADER: 'X-Forwarded-User', TRUSTED_PROXIES: '127.0.0.1' };

const bearer = { authorization: `Bearer ${TOKEN}` };

/** Sends a form as a browser does from a page of this origin. */
function post(pages: Pages, path: string, form: object, headers: object = {}) {
  const body = new URLSearchParams({ ...form }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(pages.origin + path, {
    ...{ method: 'POST', body, redirect: 'manual' },
    headers: { ...type, origin: pages.origin, ...headers },
  });
}

async function signIn(pages: Pages): Promise<string> {
  const response = await post(pages, '/admin/sign-in', { token: TOKEN });
  return response.headers.get('set-cookie') ?? '';
}

describe('the operator’s page', () => {
  it('is not there unless it is set up', async () => {
    const pages = await servePages();
    expect((await pages.get('/admin')).status).toBe(404);
    expect((await pages.get('/metrics')).status).toBe(404);
  });

  it('asks for the token once, and gives a cookie that no script and no other site has', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    const refused = await pages.get('/admin');
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await refused.text()).toContain('type="password"');
    const cookie = await signIn(pages);
    expect(cookie).toMatch(/; Max-Age=604800; Path=\/admin; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);
    const session = { cookie: cookie.split(';')[0] ?? '' };
    const admin = await pages.get('/admin', session);
    expect([admin.status, admin.headers.get('cache-control')]).toEqual([200, 'no-store']);
    pages.at('2026-12-01T10:00:01Z');
    expect((await pages.get('/admin', session)).status).toBe(401);
  });

  it('looks at no token any more from where ten were wrong in a minute', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    expect((await pages.get('/admin', bearer)).status).toBe(200);
    for (let guess = 0; guess < 10; guess++)
      await pages.get('/metrics', { authorization: `Bearer guess-${guess}` });
    expect((await pages.get('/admin', bearer)).status).toBe(401);
  });

  it('has a cookie for https alone where it is reached so', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN, PUBLIC_URL: 'https://x.example' });
    expect(await signIn(pages)).not.toContain('Secure');
    const asked = request(`${pages.origin}/admin/sign-in`, {
      method: 'POST',
      headers: {
        ...{ host: 'x.example', origin: 'https://x.example' },
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    asked.end(`token=${TOKEN}`);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.headers['set-cookie']?.[0]).toContain('; Secure;');
  });

  it('refuses another token, a forged cookie, and many guesses', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    const wrong = await post(pages, '/admin/sign-in', { token: `${TOKEN}!` });
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([403, null]);
    const forged = { cookie: 'paper_route_operator=99999999999999.abcd' };
    expect((await pages.get('/admin', forged)).status).toBe(401);
    for (let guess = 0; guess < 9; guess++) await post(pages, '/admin/sign-in', { token: 'x' });
    expect((await post(pages, '/admin/sign-in', { token: TOKEN })).status).toBe(429);
  });

  it('shows sources, deliveries, channels, subscriptions and 90 days', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    await fillEverything(pages.storage, 3);
    const { storage } = pages;
    const status = await storage.sources.get('hugging-face');
    await storage.sources.save({ ...status, failures: 3, lastError: 'It answers <503>.' });
    const html = await (await pages.get('/admin', bearer)).text();
    for (const shown of [
      'Fails (3 in a row): It answers &lt;503&gt;.',
      '2026-11-24 10:37',
      'slack T1 C1</td><td>given up (1 tried)</td>',
      'archived: “C2”',
      'title:&quot;a 𝒳&quot;',
      'Papers seen for the first time: 3 in 90 days, at most 3 on a day',
      '<th scope="row">2026-11-24</th><td>3</td><td>5</td><td>2</td>',
    ])
      expect(html).toContain(shown);
  });

  it('tells readers of mail apart, and no more', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    const { channels } = pages.storage;
    const daily = { kind: 'daily', time: '09:00', days: ['mon'], timeZone: 'UTC' } as const;
    const { id } = await channels.ensure(mailChannel('ada@example.org'), daily, PAGE_NOW);
    await channels.refuse(id, 'The server refuses <Ada@Example.org>: no such user.', PAGE_NOW);
    const html = await (await pages.get('/admin', bearer)).text();
    expect(html).toContain('email a…@example.org');
    expect(html).toContain('The server refuses &lt;a…@example.org&gt;: no such user.');
    expect(html).not.toMatch(/ada@example/i);
  });

  it('retries a dead letter, or all, and wakes the courier', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    await fillEverything(pages.storage, 3);
    const session = { cookie: (await signIn(pages)).split(';')[0] ?? '' };
    const one = await post(pages, '/admin/retry', { id: 'C1-b' }, session);
    expect([one.status, one.headers.get('location')]).toEqual([303, '/admin?retried=1']);
    expect(pages.woken()).toBe(1);
    await post(pages, '/admin/retry', { id: 'all' }, session);
    const states = (await pages.storage.deadLetters.list()).map((it) => it.state);
    expect(states).toEqual(Array(4).fill('pending'));
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another site that hides', { origin: 'null' }],
    ['another site, as the browser says', { origin: '', 'sec-fetch-site': 'cross-site' }],
  ])('takes no form of %s', async (_, headers) => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    await fillEverything(pages.storage, 3);
    const cookie = (await signIn(pages)).split(';')[0] ?? '';
    const response = await post(pages, '/admin/retry', { id: 'all' }, { cookie, ...headers });
    expect(response.status).toBe(403);
    expect(await pages.storage.deadLetters.list()).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ state: 'failed' })]),
    );
  });

  it('takes no form of a stranger', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    expect((await post(pages, '/admin/retry', { id: 'all' })).status).toBe(401);
    expect(pages.woken()).toBe(0);
  });

  it('believes the proxy’s header from the proxy alone', async () => {
    const named = { 'x-forwarded-user': 'ada' };
    const behind = await servePages(PROXY);
    expect((await behind.get('/admin', named)).status).toBe(200);
    expect((await behind.get('/admin')).status).toBe(403);
    const elsewhere = await servePages({ ...PROXY, TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
    expect((await elsewhere.get('/admin', named)).status).toBe(403);
  });

  it('is there without the readers’ page', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN, PAGE: 'false' });
    expect((await pages.get('/admin', bearer)).status).toBe(200);
    expect((await pages.get('/')).status).toBe(404);
  });
});

describe('its settings', () => {
  it('say what is missing or wrong', () => {
    expect(mistakesOf({ PAGE: 'true' })).toEqual([
      'PAGE is set, but HTTP_PORT is missing: the port on which pages are served; see docs/page.md.',
    ]);
    expect(mistakesOf({ HTTP_PORT: '1', ADMIN_HEADER: 'X-User' })).toEqual([
      'ADMIN_HEADER is set, but TRUSTED_PROXIES is missing: the addresses of the reverse proxy, from which alone that header is believed; see docs/page.md.',
    ]);
    expect(mistakesOf({ HTTP_PORT: '1', ADMIN_TOKEN: 'short' })).toEqual([
      'ADMIN_TOKEN is shorter than 16 characters; make one with openssl rand -hex 16.',
    ]);
    expect(mistakesOf({ HTTP_PORT: '1', TRUSTED_PROXIES: 'proxy' })).toEqual([
      'TRUSTED_PROXIES holds something that is no IP address or network; write for instance 127.0.0.1, 172.16.0.0/12.',
    ]);
  });
});
