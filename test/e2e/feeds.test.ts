import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import { rss2 } from '../support/feeds/rss.ts';
import { type LoopbackServer, startServer } from '../support/feeds/server.ts';
import { makeDatabase } from '../support/postgres/database.ts';
import { startApp } from './world.ts';

const ITEM = `<title>Tides and GRPO</title><link>https://tide.example/1</link>
  <pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate>`;

let server: LoopbackServer;
let app: App | undefined;
let input: PassThrough;
let shown: string;

beforeEach(async () => {
  server = await startServer(({ url }) =>
    url.pathname.startsWith('/api/') ? { body: '[]' } : { body: rss2(ITEM) },
  );
  shown = '';
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  await server.close();
});

/** The real app, at whose terminal a person sits. */
async function start(environment: Readonly<Record<string, string>>): Promise<App> {
  input = new PassThrough();
  const output = new PassThrough().on('data', (chunk) => {
    shown += chunk;
  });
  const base = {
    DATABASE_URL: 'sqlite::memory:',
    HF_ENDPOINT: server.origin,
    ARXIV_CATEGORIES: '',
  };
  app = await startApp(
    { ...base, ...environment },
    { terminal: { input, output }, now: () => new Date('2026-11-24T10:00:00Z') },
  );
  return app;
}

async function typed(command: string, answer: RegExp): Promise<void> {
  shown = '';
  input.write(`${command}\n`);
  await vi.waitFor(() => expect(shown).toMatch(answer), { timeout: 5_000 });
}

describe('a feed from chat', () => {
  it('is refused on the loopback, where the operator may have feeds of their own', async () => {
    const running = await start({
      FEEDS_FROM_CHAT: 'everyone',
      RSS_FEEDS: `${server.origin}/own`,
    });
    await typed(`/papers source add ${server.origin}/feed`, /127\.0\.0\.1 has no public address/);
    expect(server.asked).toEqual([]);
    await running.poll();
    expect(server.paths()).toContain('/own');
  });

  it('is read where the operator allows it, at once and at every poll', async () => {
    const running = await start({
      FEEDS_FROM_CHAT: 'managers',
      FEEDS_FROM_CHAT_ALLOW: server.origin.slice('http://'.length),
    });
    await typed('/subscribe grpo', /now follows/);
    await typed(`/papers source add ${server.origin}/feed`, /Papers now come from[^\n]*Tide Lab/);
    await vi.waitFor(() => expect(shown).toMatch(/Tides and GRPO/), { timeout: 5_000 });
    const before = server.asked.length;
    const reports = await running.poll();
    expect(reports.map((it) => it.source)).toContain(`rss:${server.origin}/feed`);
    expect(server.paths().slice(before)).toContain('/feed');
  });

  it('is known at once to another process on the same PostgreSQL', async () => {
    const allowed = {
      DATABASE_URL: await makeDatabase(),
      FEEDS_FROM_CHAT: 'everyone',
      FEEDS_FROM_CHAT_ALLOW: server.origin.slice('http://'.length),
    };
    const one = await start(allowed);
    onTestFinished(() => one.stop());
    const atOne = input;
    await start(allowed);
    const choose = `/papers settings sources ${server.origin}/feed`;
    await typed(choose, /is not a source/);
    atOne.write(`/papers source add ${server.origin}/feed\n`);
    await vi.waitFor(async () => {
      await typed(choose, /papers: from 127|is not a source/);
      expect(shown).not.toContain('is not a source');
    }, 20_000);
  });

  it('needs the leave of the operator', async () => {
    await start({});
    await typed(`/papers source add ${server.origin}/feed`, /FEEDS_FROM_CHAT=managers/);
  });
});
