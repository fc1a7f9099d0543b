import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Source, SourceError } from '../../src/core/source.ts';
import type { Storage } from '../../src/core/stores.ts';
import { DAY_MS } from '../../src/core/time.ts';
import { examine } from '../../src/pipeline/doctor.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListings } from '../support/listings.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const NAME = 'arxiv:cs.LG';

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage('sqlite::memory:');
});
afterEach(() => storage.close());

const reads: Source['fetch'] = async () => ({
  listings: makeListings(3),
  state: null,
  silence: null,
});

const fails: Source['fetch'] = async () => {
  throw new SourceError('arxiv.org answered 503.', { reached: true });
};

/** What doctor says of the source. */
async function examineWith(fetch: Source['fetch']) {
  const sources = [{ name: NAME, fetch }];
  const others = { platforms: [], model: null, now: NOW };
  const checks = await examine({ storage, sources, ...others });
  return checks.find((it) => it.name === 'arXiv cs.LG');
}

/** The source was read until so many days ago, and listed something so many days before that. */
async function remember(readDaysAgo: number, quietDays: number): Promise<void> {
  const lastSuccessAt = new Date(NOW.getTime() - readDaysAgo * DAY_MS);
  const newsAt = new Date(lastSuccessAt.getTime() - quietDays * DAY_MS);
  const gaps = [1, 1, 1, 1, 3, 1, 1, 1, 1, 3].map((days) => days * DAY_MS);
  await storage.sources.save({
    ...(await storage.sources.get(NAME)),
    lastSuccessAt,
    newsAt,
    gaps,
  });
}

describe('doctor', () => {
  it('finds a source well that lists as is its habit', async () => {
    await remember(0, 5);
    expect(await examineWith(reads)).toMatchObject({ ok: true, detail: '3 listings' });
  });

  it('says since when a source has listed nothing', async () => {
    await remember(0, 6);
    expect(await examineWith(reads)).toEqual({
      name: 'arXiv cs.LG',
      ok: false,
      detail:
        'arXiv cs.LG has listed nothing since 18 Nov 2026, longer than its usual pause of 3 days.',
      remedy: 'Look whether the site itself goes on; if it moved, change its address.',
    });
  });

  it('says when a source that fails was last read', async () => {
    expect(await examineWith(fails)).toMatchObject({
      ok: false,
      detail: 'arxiv.org answered 503. It was never read.',
    });
    await remember(4, 1);
    expect(await examineWith(fails)).toMatchObject({
      ok: false,
      detail: 'arxiv.org answered 503. It was last read on 20 Nov 2026.',
    });
  });
});
