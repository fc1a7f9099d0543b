import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainMessage } from '../../src/core/message.ts';
import { SourceError } from '../../src/core/source.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { IngestReport } from '../../src/pipeline/ingest.ts';
import { type SilenceDeps, tellSilences } from '../../src/pipeline/silence.ts';
import { makeListing } from '../support/listings.ts';
import { lastingDatabase } from '../support/store.ts';
import { makeWorld, type World } from '../support/world.ts';

const RUN = fileURLToPath(new URL('../support/silence.run.ts', import.meta.url));
const HOUR_MS = 3_600_000;
/** A round every six hours, from 06:00. */
const STEP_MS = 6 * HOUR_MS;
/** What is read; the others list something every weekday at 06:00. */
const LG = 'arxiv:cs.LG';
const HF = 'hugging-face';

const refused = new SourceError('It answered 503.', { reached: true });
const unreached = new SourceError('Nothing answered.', { reached: false });

let world: World;
let now: Date;
let papers: number;
let ids: number;
/** How long the reading of a source takes, in milliseconds. */
let paceMs: number;
let sourceNames: string[];
/** What befalls a source from now on; the others go on as ever. */
let fate: Record<string, 'still' | SourceError>;

beforeEach(async () => {
  await begin();
});

async function begin(options: Parameters<typeof makeWorld>[0] = {}): Promise<void> {
  world = await makeWorld(options);
  papers = 0;
  ids = 0;
  paceMs = 3_000;
  fate = {};
  sourceNames = [LG, HF];
  await goTo('2026-10-01T06:00:00Z');
}

afterEach(() => world.close());

async function goTo(time: string): Promise<void> {
  now = new Date(time);
  await world.at(time);
}

function deps(): SilenceDeps {
  const { storage, sender } = world;
  const log = silentLog();
  const newId = () => `notice-${++ids}`;
  return {
    storage,
    sourceNames,
    senders: new Map([['slack', sender]]),
    newId,
    now: () => now,
    log,
  };
}

function news(source: string) {
  const entryId = `2610.${String(++papers).padStart(5, '0')}`;
  const title = `Paper ${papers} on GRPO`;
  return makeListing({ source, entryId, identifiers: [`arxiv:${entryId}`], title, listedAt: now });
}

async function read(source: string): Promise<IngestReport> {
  const lot = fate[source];
  if (lot instanceof SourceError) return world.list(lot, source);
  const hasNews = lot !== 'still' && now.getUTCHours() === 6 && ![0, 6].includes(now.getUTCDay());
  return world.list(hasNews ? [news(source)] : [], source);
}

/** One poll as the program does it, each source a moment after the other. */
async function round(): Promise<void> {
  const reports: IngestReport[] = [];
  for (const source of sourceNames) {
    reports.push(await read(source));
    await goTo(later(paceMs));
  }
  await tellSilences(reports, deps());
  await goTo(later(0));
}

function later(ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}

/** Rounds until a moment, not included. */
async function until(time: string, stepMs = STEP_MS): Promise<void> {
  while (now < new Date(time)) {
    const next = later(stepMs);
    await round();
    await goTo(next);
  }
}

/** A month after which the habits of the sources are known; a round a day is enough for that. */
async function becomeUsual(): Promise<void> {
  await until('2026-11-03T06:00:00Z', 24 * HOUR_MS);
}

/** What a channel was told, without its digests. */
function told(channel = 'C1'): string[] {
  return world.sender.sent
    .filter((it) => it.to.channel === channel && it.message.cards.length === 0)
    .map((it) => plainMessage(it.message));
}

describe('a source that lists nothing new', () => {
  it('is told once, and once again when it is back, with what it brought', async () => {
    await world.type('subscribe grpo');
    await becomeUsual();
    fate[LG] = 'still';
    await until('2026-11-07T12:00:00Z');
    expect(told()).toEqual([]);
    await until('2026-11-20T00:00:00Z');
    expect(told()).toEqual([
      [
        'Nothing new comes from arXiv cs.LG',
        'arXiv cs.LG has listed nothing since 2 Nov 2026, longer than its usual pause of 3 days.',
        'Papers from there may be missing; what is listed meanwhile comes later.',
        '/papers notices off ends such notices in this channel.',
      ].join('\n'),
    ]);
    delete fate[LG];
    await until('2026-12-05T00:00:00Z');
    expect(told().slice(1)).toEqual(['arXiv cs.LG is back, with 1 new paper.']);
    expect(await world.storage.silences.list()).toEqual([]);
  });

  it('is told again when it falls silent again', async () => {
    await world.type('subscribe grpo');
    await becomeUsual();
    for (const day of ['2026-11-12', '2026-12-15']) {
      fate[LG] = 'still';
      await until(`${day}T06:00:00Z`);
      delete fate[LG];
      await until(later(5 * 24 * HOUR_MS));
    }
    expect(told()).toHaveLength(4);
  });

  it('is not told by a refreshed listing that it is back', async () => {
    await world.type('subscribe grpo');
    await becomeUsual();
    fate[LG] = 'still';
    await until('2026-11-12T06:00:00Z');
    const stored = await world.storage.papers.listedSince(new Date('2026-11-02'));
    const known = stored.find((it) => it.sources.includes(LG));
    const entryId = known?.id.replace('arxiv:', '') ?? '';
    const again = makeListing({ source: LG, entryId, identifiers: [`arxiv:${entryId}`] });
    await world.list([{ ...again, upvotes: 7 }], LG);
    await until('2026-11-13T06:00:00Z');
    expect(told()).toHaveLength(1);
  });

  it('is not told of a fresh installation, nor of one that reads nothing yet', async () => {
    await world.type('subscribe grpo, source:arxiv');
    fate = { [LG]: 'still', [HF]: 'still' };
    await until('2026-10-15T06:00:00Z');
    expect(told()).toEqual([]);
  });
});

describe('a source that fails', () => {
  it('is told after a day, and when it is read again, though it has nothing new then', async () => {
    await world.type('subscribe grpo');
    await becomeUsual();
    await until('2026-11-06T12:00:00Z');
    fate[LG] = refused;
    await until('2026-11-07T06:00:00Z');
    expect(told()).toEqual([]);
    await until('2026-11-07T12:00:00Z');
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain('Reading arXiv cs.LG has failed since 6 Nov 2026.');
    delete fate[LG];
    await until('2026-11-09T00:00:00Z');
    expect(told().slice(1)).toEqual(['arXiv cs.LG is back.']);
  });

  it('is told with those of its site in one message, and back with them', async () => {
    sourceNames = ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'stat.ML'].map((it) => `arxiv:${it}`);
    await world.type('subscribe grpo');
    await becomeUsual();
    await until('2026-11-06T12:00:00Z');
    for (const name of sourceNames) fate[name] = refused;
    sourceNames.push(HF);
    paceMs = 500;
    await until('2026-11-10T06:00:00Z');
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain(
      'Reading arXiv cs.AI, cs.CL, cs.CV, cs.LG and 1 other has failed since 6 Nov 2026.',
    );
    fate = {};
    await until('2026-11-14T00:00:00Z');
    expect(told().slice(1)).toEqual([
      'arXiv cs.AI, cs.CL, cs.CV, cs.LG and 1 other are back, with 5 new papers.',
    ]);
  });

  it('is not told while nothing at all can be reached', async () => {
    await world.type('subscribe grpo');
    await becomeUsual();
    fate = { [LG]: unreached, [HF]: unreached };
    await until('2026-11-08T06:00:00Z');
    expect(told()).toEqual([]);
    delete fate[HF];
    await until('2026-11-09T06:00:00Z');
    expect(told()).toHaveLength(1);
  });
});

describe('a channel', () => {
  /** arXiv fails for good. */
  async function failArxiv(): Promise<void> {
    fate[LG] = refused;
    await until(later(48 * HOUR_MS));
  }

  it('is told only when it depends on the source: by its papers, or by its name', async () => {
    await world.type('subscribe grpo', 'C1');
    await world.type('subscribe mamba', 'C2');
    await world.type('subscribe mamba source:arxiv', 'C3');
    await world.type('subscribe mamba -source:arxiv', 'C4');
    await becomeUsual();
    await failArxiv();
    expect(['C1', 'C2', 'C3', 'C4'].map((it) => told(it).length)).toEqual([1, 0, 1, 0]);
  });

  it('that wants no notices is told nothing', async () => {
    await world.type('subscribe grpo', 'C1');
    await world.type('subscribe grpo', 'C2');
    await world.type('papers notices off', 'C1');
    await becomeUsual();
    await failArxiv();
    await world.type('papers notices off', 'C2');
    fate = {};
    await until('2026-11-10T06:00:00Z');
    expect([told('C1').length, told('C2').length]).toEqual([0, 1]);
    expect(await world.storage.silences.list()).toEqual([]);
  });

  it('that is paused is told nothing, until it is resumed', async () => {
    await world.type('subscribe grpo', 'C1');
    await world.type('subscribe grpo', 'C2');
    await becomeUsual();
    const { channels } = world.storage;
    const ids = (await channels.list()).map((it) => it.id);
    const [one = 0, other = 0] = ids;
    await channels.refuse(one, 'archived', now);
    await failArxiv();
    await channels.resume(one);
    expect([told('C1').length, told('C2').length]).toEqual([0, 1]);
    await round();
    await channels.refuse(other, 'archived', now);
    fate = {};
    await until('2026-11-10T06:00:00Z');
    await channels.resume(other);
    expect([told('C1').length, told('C2').length]).toEqual([2, 1]);
    await round();
    await goTo(later(0));
    expect([told('C1').length, told('C2').length]).toEqual([2, 2]);
  });

  it('of a platform that is not configured waits', async () => {
    await world.type('subscribe grpo');
    await becomeUsual();
    fate[LG] = refused;
    now = new Date('2026-11-06T06:00:00Z');
    for (let failures = 0; failures < 3; failures++) {
      await goTo(later(STEP_MS));
      await world.list(refused, LG);
    }
    const reports = [await read(HF)];
    await tellSilences(reports, { ...deps(), senders: new Map() });
    expect(await world.storage.silences.list()).toEqual([]);
    await round();
    expect(told()).toHaveLength(1);
  });

  it('is not told of the return of a source that is not read any more', async () => {
    await world.type('subscribe grpo');
    await becomeUsual();
    await failArxiv();
    sourceNames = [HF];
    await until('2026-11-07T06:00:00Z');
    expect(told()).toHaveLength(1);
    expect(await world.storage.silences.list()).toEqual([]);
  });
});

describe('a notice', () => {
  /** arXiv stands still for so long that the next round tells it. */
  async function bringAbout(): Promise<readonly IngestReport[]> {
    await world.type('subscribe grpo');
    await becomeUsual();
    await goTo('2026-11-10T06:00:00Z');
    fate[LG] = 'still';
    return [await read(LG), await read(HF)];
  }

  it('is told once by two rounds at the same time', async () => {
    const reports = await bringAbout();
    await Promise.all([tellSilences(reports, deps()), tellSilences(reports, deps())]);
    await goTo(later(0));
    expect(told()).toHaveLength(1);
  });

  it('that fails half-way leaves nothing behind, and is told by the next round', async () => {
    const reports = await bringAbout();
    const newId = () => {
      throw new Error('power cut');
    };
    await tellSilences(reports, { ...deps(), newId });
    expect(await world.storage.silences.list()).toEqual([]);
    await tellSilences(reports, deps());
    await tellSilences(reports, deps());
    await goTo(later(0));
    expect(told()).toHaveLength(1);
    await until('2026-11-10T12:00:00Z');
    delete fate[LG];
    await goTo('2026-11-11T06:00:00Z');
    const back = [await read(LG)];
    await tellSilences(back, { ...deps(), newId });
    expect(await world.storage.silences.list()).toHaveLength(1);
    await tellSilences(back, deps());
    await tellSilences(back, deps());
    await goTo(later(0));
    expect(told().slice(1)).toEqual(['arXiv cs.LG is back, with 1 new paper.']);
  });

  it('survives kill -9 between what it remembers and what it sends', async () => {
    const databaseUrl = await lastingDatabase();
    await world.close();
    await begin({ databaseUrl });
    const reports = await bringAbout();
    const { signal } = spawnSync(process.execPath, [RUN, databaseUrl, now.toISOString(), LG, HF]);
    expect(signal).toBe('SIGKILL');
    expect(await world.storage.silences.list()).toEqual([]);
    expect(await world.storage.outbox.waiting()).toBe(0);
    await tellSilences(reports, deps());
    await goTo(later(0));
    expect(told()).toHaveLength(1);
  });
});

describe('what is remembered of a source', () => {
  const statusOf = (source: string) => world.storage.sources.get(source);

  it('is when it last listed something new, and the pauses between', async () => {
    await until('2026-10-05T00:00:00Z');
    expect(await statusOf(HF)).toMatchObject({
      newsAt: new Date('2026-10-02T06:00:03Z'),
      gaps: [24 * HOUR_MS],
    });
    await until('2026-10-06T00:00:00Z');
    expect((await statusOf(HF)).gaps).toEqual([24 * HOUR_MS, 72 * HOUR_MS]);
  });

  it('begins with the first attempt, when that fails', async () => {
    fate[LG] = refused;
    await round();
    await goTo('2026-10-01T12:00:00Z');
    await round();
    expect(await statusOf(LG)).toMatchObject({ newsAt: new Date('2026-10-01T06:00:00Z') });
  });

  it('is noted with the listings, so that a failure after them hides no news', async () => {
    await until('2026-10-05T06:00:00Z');
    const nameless = makeListing({ source: LG, identifiers: [] });
    const many = Array.from({ length: 50 }, () => news(LG));
    await world.list([...many, nameless], LG);
    const status = await statusOf(LG);
    expect(status).toMatchObject({
      lastError: null,
      failures: 0,
      newsAt: now,
      gaps: [24 * HOUR_MS, 72 * HOUR_MS],
    });
  });
});

describe('an answer to a command', () => {
  const answer = async (text: string) => plainMessage((await world.type(text)).message);
  const STALE = 'Hugging Face has listed nothing since 2 Nov 2026, longer than its usual pause';

  it('says that a source is stale', async () => {
    await world.type('subscribe mamba');
    await becomeUsual();
    fate[HF] = 'still';
    await until('2026-11-10T12:00:00Z');
    expect(await answer('papers why 2611.99999')).toContain(
      `No source has listed 2611.99999 yet.\n${STALE}`,
    );
    expect(await answer('papers today')).toMatch(/^None of the 1 paper .* was found/);
    expect(await answer('papers today')).toContain(STALE);
    fate[LG] = 'still';
    await until('2026-11-13T12:00:00Z');
    expect(await answer('papers today')).toMatch(
      /^No source has listed a paper since yesterday.\nHugging Face has listed nothing since 2 Nov 2026/,
    );
  });

  it('sets whether a channel is told, and says so', async () => {
    expect(await answer('papers notices')).toMatchInlineSnapshot(`
      "This channel is told when a source that it depends on falls silent, and when it is back.
      /papers notices off changes that."
    `);
    expect(await answer('papers notices OFF')).toMatchInlineSnapshot(
      `"This channel is no longer told when a source falls silent."`,
    );
    expect(await answer('papers notices')).toMatchInlineSnapshot(`
      "This channel is not told when a source falls silent.
      /papers notices on changes that."
    `);
    expect(await answer('papers notices maybe')).toMatchInlineSnapshot(`
      "maybe is neither on nor off. Nothing was changed.
      Write /papers notices on or /papers notices off."
    `);
    await world.type('subscribe mamba');
    expect(await answer('subscriptions')).toMatchInlineSnapshot(`
      "This channel follows 1 query
      Papers come as soon as there is something.
      Nothing is said here when a source falls silent. /papers notices on changes that.
      • mamba"
    `);
    expect(await answer('papers notices on')).toMatchInlineSnapshot(
      `"This channel is now told when a source that it depends on falls silent, and when it is back."`,
    );
    expect(await answer('subscriptions')).not.toContain('silent');
  });
});
