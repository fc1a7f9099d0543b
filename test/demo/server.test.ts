import { fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sampleDay from '../../src/demo/sample-day.json' with { type: 'json' };
import { type DemoServer, SAMPLE_DAY, startDemoServer } from '../../src/demo/server.ts';
import { createHttpClient } from '../../src/lib/http.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createHuggingFace } from '../../src/sources/hugging-face/index.ts';

const LIMITS = { userAgent: 'test', timeoutMs: 5_000, maxBytes: 1_000_000, maxRedirects: 0 };

let server: DemoServer;

beforeAll(async () => {
  server = await startDemoServer();
});

afterAll(() => server.stop());

function read(path: string) {
  return fetch(`${server.url}${path}`);
}

describe('the demo server', () => {
  it('lists the sample on its day, and nothing on other days', async () => {
    const today = await read(`/api/daily_papers?date=${SAMPLE_DAY}&limit=100`);
    expect(await today.json()).toEqual(sampleDay);
    const yesterday = await read('/api/daily_papers?date=2026-06-11');
    expect(await yesterday.json()).toEqual([]);
  });

  it('knows no other page', async () => {
    expect((await read('/')).status).toBe(404);
  });

  it('is read by the real source, paper by paper', async () => {
    const http = createHttpClient(LIMITS);
    const source = createHuggingFace({ endpoint: server.url, http, log: silentLog() });
    const now = new Date(`${SAMPLE_DAY}T14:00Z`);
    const request = { since: null, state: null, now };
    const { listings } = await source.fetch(request, AbortSignal.timeout(5_000));
    expect(listings).toHaveLength(12);
    for (const it of listings) expect(it.listedAt).toEqual(new Date(SAMPLE_DAY));
  });
});

describe('the sample day', () => {
  it('holds summaries of an abstract’s length', () => {
    const lengths = sampleDay.map((item) => item.summary.split(' ').length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(110);
  });

  it('names authors and nobody else', () => {
    const people = /"(?:user|avatar|avatarUrl|submittedBy|submittedOnDailyBy|_id)"/;
    expect(JSON.stringify(sampleDay)).not.toMatch(people);
    const authors = sampleDay.flatMap((item) => item.paper.authors);
    for (const author of authors) expect(Object.keys(author)).toEqual(['name', 'hidden']);
  });
});
