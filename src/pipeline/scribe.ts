import PQueue from 'p-queue';
import type { Language } from '../core/language.ts';
import type { Paper } from '../core/paper.ts';
import type { Storage } from '../core/stores.ts';
import { oldestNews } from '../core/subscription.ts';
import { checkSummary } from '../core/summary/check.ts';
import {
  type Budget,
  type Call,
  type CallOutcome,
  tellsTheSame,
  type Wish,
} from '../core/summary/store.ts';
import { type SummaryWriter, type WriteRequest, WriterError } from '../core/summary/writer.ts';
import { DAY_MS } from '../core/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createRounds } from '../lib/rounds.ts';
import { createRest } from './rest.ts';
import { LATEST_EDIT_MS } from './revise.ts';

export interface ScribeDeps {
  readonly storage: Storage;
  readonly writer: SummaryWriter;
  /** What a day of UTC may cost. */
  readonly budget: Budget;
  readonly now: Clock;
  readonly log: Log;
}

/** Has the operator's language model write the summaries that channels lack. */
export interface Scribe {
  /** There may be papers without a summary. Returns at once. */
  wake(): void;
  /** Resolves when all that can be written now is written. */
  idle(): Promise<void>;
  /** Gives up the calls under way; their papers are asked for again. */
  stop(): Promise<void>;
}

/** Calls side by side: enough for a hosted model, and no more than a small machine of one's own bears. */
const AT_ONCE = 2;
/** Papers that are looked up at once; what is most wanted may change while they are written. */
const LOOKED_UP = 20;
/** A post is read in its first days. */
const POSTED_MS = 3 * DAY_MS;
/** A model that answered badly is not asked the same again at once. */
const AGAIN_MS = 3_600_000;

export function createScribe(deps: ScribeDeps): Scribe {
  const { storage, writer, budget, now, log } = deps;
  const rest = createRest(now, log);
  const stopping = new AbortController();
  const rounds = createRounds(run, logFailure);

  const isOff = () => stopping.signal.aborted || rest.isResting();

  async function run(): Promise<void> {
    if (isOff()) return;
    for (const language of await storage.summaries.languages()) await writeAll(language);
  }

  /** A few at a time, until nothing is wanted any more or the model must rest. */
  async function writeAll(language: Language): Promise<void> {
    while (!isOff()) {
      const papers = await storage.summaries.wanted(wishFor(language, now()));
      if (papers.length === 0) return;
      const pool = new PQueue({ concurrency: AT_ONCE });
      await pool.addAll(papers.map((paper) => () => writeOne(paper, language).catch(logFailure)));
    }
  }

  async function writeOne(paper: Paper, language: Language): Promise<void> {
    if (isOff()) return;
    const { title, abstract } = paper;
    const request = { title, abstract, language };
    const tokens = writer.mostTokens(request);
    const call: Call = { paperId: paper.id, language, model: writer.model, tokens };
    const bookedAt = now();
    const isBooked = await storage.transaction((it) => it.summaries.book(call, budget, bookedAt));
    if (!isBooked) return rest.untilTomorrow();
    await settle(paper, call, await outcomeOf(call, request), bookedAt);
  }

  async function outcomeOf({ tokens: booked }: Call, request: WriteRequest): Promise<CallOutcome> {
    try {
      const { text, tokens } = await writer.write(request, stopping.signal);
      rest.end();
      const checked = checkSummary(text, request);
      if ('text' in checked) return { kind: 'written', text: checked.text, tokens };
      return { kind: 'refused', reason: checked.refused, tokens };
    } catch (error) {
      if (!(error instanceof WriterError)) throw error;
      const tokens = error.counts ? booked : 0;
      if (error.kind === 'stopped') return { kind: 'failed', tokens };
      rest.after(error);
      return error.counts
        ? { kind: 'refused', reason: error.message, tokens }
        : { kind: 'failed', tokens };
    }
  }

  /** What was written of an abstract that is no more is not kept; of any other, posts are to tell. */
  async function settle(paper: Paper, call: Call, outcome: CallOutcome, bookedAt: Date) {
    const { language } = call;
    await storage.transaction(async ({ papers, summaries, posts }) => {
      const { id, ...present } = (await papers.find(paper.id)) ?? paper;
      const isSame = tellsTheSame(present, paper);
      const kept: CallOutcome = isSame ? outcome : { kind: 'failed', tokens: outcome.tokens };
      await summaries.settle({ ...call, paperId: id }, kept, bookedAt, now());
      const since = new Date(now().getTime() - LATEST_EDIT_MS);
      if (kept.kind === 'written') await posts.markSummarised(id, language, since);
    });
    const reason = outcome.kind === 'refused' ? outcome.reason : undefined;
    log.info({ paper: paper.id, language, reason }, `summary ${outcome.kind}`);
  }

  function logFailure(error: unknown): void {
    rest.aMinute();
    log.error({ err: error }, 'summaries could not be written');
  }

  return {
    wake: () => {
      if (!isOff()) rounds.wake();
    },
    idle: rounds.idle,
    stop: async () => {
      stopping.abort();
      await rounds.idle();
    },
  };
}

function wishFor(language: Language, now: Date): Wish {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  return {
    language,
    listedSince: oldestNews(now),
    postedSince: ago(POSTED_MS),
    askedBefore: ago(AGAIN_MS),
    now,
    limit: LOOKED_UP,
  };
}
