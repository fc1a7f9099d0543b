import type { CommandRequest } from '../../src/core/command.ts';
import type { Listing } from '../../src/core/paper.ts';
import { NO_PEERS } from '../../src/core/peers.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { type Source, SourceError } from '../../src/core/source.ts';
import { extract } from '../../src/core/summary/extract.ts';
import type { Budget } from '../../src/core/summary/store.ts';
import type { SummaryWriter } from '../../src/core/summary/writer.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createTalk } from '../../src/pipeline/commands/index.ts';
import { createCourier } from '../../src/pipeline/courier.ts';
import { ingest } from '../../src/pipeline/ingest.ts';
import { loadMatcher } from '../../src/pipeline/match.ts';
import { createReaders } from '../../src/pipeline/readers.ts';
import { createScribe } from '../../src/pipeline/scribe.ts';
import { createSummaries } from '../../src/pipeline/summaries.ts';
import { loadTermWeights } from '../../src/pipeline/term-weights.ts';
import { openStorage } from '../../src/storage/index.ts';
import { createTestDesk, type DeskOptions } from './feeds/desk.ts';
import { memberOf } from './hooks.ts';
import { createRecordingSender } from './platform.ts';
import { passingDatabase } from './store.ts';

const DAILY = {
  kind: 'daily',
  time: '09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  timeZone: 'Europe/Berlin',
} as const;

/** The whole pipeline on a database in memory, with a clock that a test moves. */
export async function makeWorld(
  options: {
    schedule?: Schedule;
    databaseUrl?: string;
    dailyCap?: number;
    feeds?: DeskOptions;
    model?: { writer: SummaryWriter; budget?: Budget };
  } = {},
) {
  const opened = await openStorage(options.databaseUrl ?? (await passingDatabase()));
  // A lane's first second is left free only where there may be other processes.
  const storage = { ...opened, peers: NO_PEERS };
  const sender = createRecordingSender();
  const log = silentLog();
  let moment = new Date('2026-11-24T10:00:00Z');
  let ids = 0;
  const now = () => moment;
  const { dailyCap = 20 } = options;
  const matcher = await loadMatcher(storage, log);
  const termWeights = await loadTermWeights(storage.papers);
  const summaries = createSummaries((paper) => extract(paper, termWeights));
  const newId = () => `delivery-${++ids}`;
  const courier = createCourier({
    storage,
    leads: async () => true,
    delivers: true,
    senders: new Map(['slack', 'discord', 'email', 'terminal'].map((name) => [name, sender])),
    newId,
    abbreviations: matcher.abbreviations,
    summaries,
    holdDigests: () => false,
    dailyCap,
    now,
    log,
    leaseMs: 30_000,
  });
  const { model } = options;
  const budget = { calls: 100, tokens: 1_000_000, ...model?.budget };
  const scribe = model && createScribe({ writer: model.writer, budget, storage, now, log });
  const desk = createTestDesk({ storage, matcher, termWeights, now, log }, options.feeds);
  const readers = createReaders({
    ...{ storage, matcher, newId, now, log, wake: courier.wake },
    senders: new Map([['email', sender]]),
    publicUrl: 'https://papers.example.net',
  });
  const talk = createTalk({
    storage,
    matcher,
    summaries,
    defaultSchedule: () => options.schedule ?? { kind: 'at-once' },
    dailySchedule: DAILY,
    dailyCap,
    translates: options.model !== undefined,
    get sourceNames() {
      return desk.sourceNames();
    },
    feeds: desk.feeds,
    readers,
    stopping: desk.poller.stopping,
    newId,
    wake: courier.wake,
    now,
    log,
  });

  return {
    storage,
    sender,
    /** Moves the clock to a moment, and lets everything happen that is due then. */
    async at(time: string) {
      moment = new Date(time);
      courier.wake();
      await courier.idle();
    },
    /** Types a command in a channel; gives the reply. */
    async type(
      text: string,
      channel = 'C1',
      workspace = 'T1',
      others: Partial<Omit<CommandRequest, 'text' | 'channel'>> = {},
    ) {
      const address = { platform: 'slack', workspace, channel };
      const who = { place: 'private', member: memberOf('U1') } as const;
      const reply = await talk.handle({ text, channel: address, ...who, ...others });
      await courier.idle();
      return reply;
    },
    talk,
    readers,
    /** Reads a source that lists these, or that fails. */
    async list(listings: readonly Listing[] | SourceError, source = 'hugging-face') {
      const scripted: Source = {
        name: source,
        fetch: async () => {
          if (listings instanceof SourceError) throw listings;
          return { listings, state: null, silence: null };
        },
      };
      const report = await ingest(
        scripted,
        { storage, matcher, termWeights, now, log },
        new AbortController().signal,
      );
      courier.wake();
      await courier.idle();
      return report;
    },
    /** Has the language model write what is wanted. */
    async write() {
      scribe?.wake();
      await scribe?.idle();
    },
    scribe,
    /** A minute in which changed posts are edited. */
    async revise() {
      await courier.revise();
      await courier.idle();
    },
    /** Titles of what was posted in a channel, in order. */
    posted: (channel = 'C1') =>
      sender.sent
        .filter((it) => it.to.channel === channel)
        .flatMap((it) => it.message.cards.map((card) => card.title)),
    /** What is under way ends early from now on. */
    stopReading: () => desk.poller.stop(),
    /** Reads all sources of the desk, as at every poll. */
    async poll() {
      const reports = await desk.poller.poll();
      courier.wake();
      await courier.idle();
      return reports;
    },
    async close() {
      await desk.poller.stop();
      await scribe?.stop();
      await courier.stop(0);
      await storage.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;
