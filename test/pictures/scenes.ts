import type { Reply } from '../../src/core/command.ts';
import { makeDigest } from '../../src/core/digest.ts';
import type { Message } from '../../src/core/message.ts';
import { QueryError } from '../../src/core/query/ast.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { help } from '../../src/core/replies/help.ts';
import { badSchedule, scheduleSet } from '../../src/core/replies/schedule.ts';
import {
  type SubscribeOutcome,
  subscribed,
  type UnreadableQuery,
  unsubscribed,
} from '../../src/core/replies/subscribing.ts';
import { subscriptions } from '../../src/core/replies/subscriptions.ts';
import { nothingToday, papersToday } from '../../src/core/replies/today.ts';
import { type DailySchedule, WEEKDAYS } from '../../src/core/schedule.ts';
import { freshStatus, type SourceStatus } from '../../src/core/source.ts';
import { DAY, newsOn, oddPapers, samplePapers } from './papers.ts';

/** Something to show: what the bot posts of itself, or a command with its answer. */
export type Moment =
  | { readonly kind: 'post'; readonly message: Message }
  | { readonly kind: 'exchange'; readonly command: string; readonly reply: Reply };

/** One picture for each platform. */
export interface Scene {
  readonly name: string;
  readonly moments: readonly Moment[];
}

const SCHEDULE: DailySchedule = {
  kind: 'daily',
  time: '09:00',
  days: WEEKDAYS.slice(0, 5),
  timeZone: 'Europe/Berlin',
};

const QUERIES = ['"sparse attention"', 'grpo', '"web agent"'];

/**
 * All that docs/messages.md shows, in its order.
 * @param pausedReason why the platform refuses a channel, in its own words; null where it never does.
 */
export function makeScenes(pausedReason: string | null): readonly Scene[] {
  return [
    { name: 'digest', moments: [post(newsOn(QUERIES, samplePapers))] },
    { name: 'odd-cards', moments: [post(newsOn(['claims', 'gpus'], oddPapers))] },
    { name: 'subscribing', moments: subscribing() },
    { name: 'asking', moments: asking(pausedReason) },
  ];
}

function subscribing(): Moment[] {
  return [
    exchange('/subscribe grpo', subscribed([added('grpo', 2)], SCHEDULE)),
    exchange('/subscribe GRPO', subscribed([{ kind: 'known', query: 'grpo' }], SCHEDULE)),
    exchange(
      '/subscribe "sparse attention", web agent -survey, (reward',
      subscribed(
        [added('"sparse attention"', 1), added('web agent -survey', 1), unreadable('(reward')],
        SCHEDULE,
      ),
    ),
    exchange('/subscribe -survey', subscribed([unreadable('-survey')], SCHEDULE)),
    exchange('/unsubscribe grpo', unsubscribed([{ kind: 'removed', query: 'grpo' }])),
    exchange('/unsubscribe mamba', unsubscribed([{ kind: 'unknown', query: 'mamba' }])),
  ];
}

function paused(pausedReason: string | null): Moment[] {
  const view = { queries: QUERIES, schedule: SCHEDULE, pausedReason, notices: true };
  return pausedReason === null ? [] : [exchange('/subscriptions', subscriptions(view))];
}

function asking(pausedReason: string | null): Moment[] {
  const papers = newsOn(QUERIES, samplePapers).map((it) => it.paper);
  const view = { queries: QUERIES, schedule: SCHEDULE, pausedReason: null, notices: true };
  const mondays: DailySchedule = { ...SCHEDULE, time: '18:00', days: ['mon', 'thu'] };
  return [
    exchange('/subscriptions', subscriptions(view)),
    ...paused(pausedReason),
    exchange('/papers today', papersToday({ day: DAY, listed: samplePapers.length, papers })),
    exchange('/papers today', nothingToday(SILENT_SOURCES)),
    exchange('/papers schedule 18:00 mon,thu', scheduleSet(mondays)),
    exchange('/papers schedule teatime', badSchedule('teatime')),
    exchange('/papers help', help()),
  ];
}

const SILENT_SOURCES: readonly SourceStatus[] = [
  status('hugging-face', {
    silence: { reason: 'Hugging Face lists no papers on Saturdays and Sundays.', expected: true },
  }),
  status('arxiv:cs.LG', {
    silence: { reason: 'arXiv announces nothing on Saturdays and Sundays.', expected: true },
  }),
  status('rss:https://lab.example.org/feed', {
    lastError: 'lab.example.org refused the connection: check the address, or try again later.',
  }),
  status('rss:https://journal.example.org/feed', {}),
];

function status(name: string, known: Partial<SourceStatus>): SourceStatus {
  return { ...freshStatus(name), lastSuccessAt: DAY, newsAt: DAY, ...known };
}

function post(news: Parameters<typeof makeDigest>[0]): Moment {
  return { kind: 'post', message: makeDigest(news) };
}

function exchange(command: string, reply: Reply): Moment {
  return { kind: 'exchange', command, reply };
}

function added(query: string, waiting: number): SubscribeOutcome {
  const fortnight = waiting * 5;
  const dates = { storedSince: new Date(DAY.getTime() - 30 * 86_400_000), now: DAY };
  const examples = newsOn([query], samplePapers);
  const outlook = { query, fortnight, month: fortnight * 2, ...dates, examples, suggestion: null };
  return { kind: 'added', query, waiting, outlook };
}

function unreadable(typed: string): UnreadableQuery {
  try {
    parseQuery(typed);
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'unreadable', typed, error };
    throw error;
  }
  throw new Error(`"${typed}" can be read after all: show another mistake.`);
}
