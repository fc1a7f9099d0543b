import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FetchResult, Source } from '../../src/core/source.ts';
import { createTermWeights } from '../../src/core/summary/term-weights.ts';
import { silentLog } from '../../src/lib/log.ts';
import { loadMatcher } from '../../src/pipeline/match.ts';
import { createPoller, type Poller } from '../../src/pipeline/poll.ts';
import { openStorage } from '../../src/storage/index.ts';
import { passingDatabase } from '../support/store.ts';

const EMPTY: FetchResult = { listings: [], state: null, silence: null };

let storage: Awaited<ReturnType<typeof openStorage>>;
let sources: Source[];
let poller: Poller;

beforeEach(async () => {
  storage = await openStorage(await passingDatabase());
  const log = silentLog();
  sources = [];
  poller = createPoller({
    sources: async () => sources,
    storage,
    matcher: await loadMatcher(storage, log),
    termWeights: createTermWeights(),
    now: () => new Date('2026-11-24T10:00:00Z'),
    log,
    onSource: () => undefined,
  });
});

afterEach(async () => {
  await poller.stop();
  await storage.close();
});

/** A source that answers when the test says so, or gives up when it is told to stop. */
function slowSource(name: string) {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<FetchResult>();
  let times = 0;
  const source: Source = {
    name,
    fetch: (_, signal) => {
      times++;
      signal.addEventListener('abort', () => answer.reject(signal.reason));
      asked.resolve();
      return answer.promise;
    },
  };
  return { source, asked: asked.promise, answer: () => answer.resolve(EMPTY), times: () => times };
}

it('reads a source once when a poll and somebody else want it at the same time', async () => {
  const slow = slowSource('rss:https://tide.example/');
  sources = [slow.source];
  const polling = poller.poll();
  const reading = poller.read(slow.source);
  await slow.asked;
  slow.answer();
  expect((await polling)[0]).toEqual(await reading);
  expect(slow.times()).toBe(1);
});

it('asks at each poll which sources there are', async () => {
  const quick = (name: string): Source => ({ name, fetch: async () => EMPTY });
  sources = [quick('a')];
  expect((await poller.poll()).map((it) => it.source)).toEqual(['a']);
  sources = [quick('b'), quick('c')];
  expect((await poller.poll()).map((it) => it.source)).toEqual(['b', 'c']);
});

it('lets go of a reading that is under way when it stops', async () => {
  const slow = slowSource('rss:https://tide.example/');
  const reading = poller.read(slow.source);
  await slow.asked;
  await poller.stop();
  expect((await reading).outcome).toBe('interrupted');
  expect(poller.stopping.aborted).toBe(true);
});
