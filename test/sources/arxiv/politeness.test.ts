import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../src/core/source.ts';
import { createPoliteness } from '../../../src/sources/arxiv/politeness.ts';

const FEED = 'https://rss.arxiv.example/rss/cs.LG';
const API = 'https://export.arxiv.example/api/query';
const never = () => new AbortController().signal;

describe('Politeness to arXiv', () => {
  it('lets one request start in an interval, feeds and API together', async () => {
    const politeness = createPoliteness({ intervalMs: 100 });
    const starts: number[] = [];
    const request = async () => starts.push(Date.now());
    await Promise.all([FEED, API, FEED].map((it) => politeness.ask(it, request, never())));
    const [first = 0, second = 0, third = 0] = starts;
    expect(second - first).toBeGreaterThanOrEqual(50);
    expect(third - second).toBeGreaterThanOrEqual(50);
  });

  it('keeps one connection: no request starts before the last one has ended', async () => {
    const politeness = createPoliteness({ intervalMs: 1 });
    let open = 0;
    let most = 0;
    const request = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 20));
      open--;
    };
    await Promise.all([FEED, API, FEED].map((it) => politeness.ask(it, request, never())));
    expect(most).toBe(1);
  });

  it('leaves a server alone that asked for it, and goes on with the other', async () => {
    let now = new Date('2026-11-24T12:00:00Z');
    const politeness = createPoliteness({ intervalMs: 1, clock: () => now });
    const refused = async () => {
      throw new SourceError('Slow down.', { reached: true, retryAfterMs: 600_000 });
    };
    const answer = async () => 'papers';
    await expect(politeness.ask(API, refused, never())).rejects.toThrow('Slow down.');
    await expect(politeness.ask(FEED, answer, never())).resolves.toBe('papers');
    now = new Date('2026-11-24T12:04:00Z');
    await expect(politeness.ask(API, answer, never())).rejects.toMatchObject({
      message: 'export.arxiv.example asked us to slow down: it is left alone for another 6 min.',
      retryAfterMs: 360_000,
    });
    now = new Date('2026-11-24T12:10:00Z');
    await expect(politeness.ask(API, answer, never())).resolves.toBe('papers');
  });

  it('lets a request that waits be stopped', async () => {
    const politeness = createPoliteness({ intervalMs: 60_000 });
    await politeness.ask(FEED, async () => 'papers', never());
    const waiting = politeness.ask(FEED, async () => 'papers', AbortSignal.timeout(10));
    await expect(waiting).rejects.toBeInstanceOf(SourceError);
  });
});
