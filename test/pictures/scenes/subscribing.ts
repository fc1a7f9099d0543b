import { QueryError } from '../../../src/core/query/ast.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';
import {
  type SubscribeOutcome,
  subscribed,
  type UnreadableQuery,
  unsubscribed,
} from '../../../src/core/replies/subscribing.ts';
import { DAY_MS } from '../../../src/core/time.ts';
import { DAY, newsOn, samplePapers } from '../papers.ts';
import { SCHEDULE } from './channel.ts';
import { type Moment, typed } from './scene.ts';

/** Done, done already, several with a mistake, a mistake alone; no longer followed, never followed. */
export function subscribing(): Moment[] {
  return [
    typed('/subscribe grpo', subscribed([added('grpo', 2)], SCHEDULE)),
    typed('/subscribe GRPO', subscribed([{ kind: 'known', query: 'grpo' }], SCHEDULE)),
    typed(
      '/subscribe "sparse attention", web agent -survey, (reward',
      subscribed(
        [added('"sparse attention"', 1), added('web agent -survey', 1), unreadable('(reward')],
        SCHEDULE,
      ),
    ),
    typed('/subscribe -survey', subscribed([unreadable('-survey')], SCHEDULE)),
    typed('/unsubscribe grpo', unsubscribed([{ kind: 'removed', query: 'grpo' }])),
    typed('/unsubscribe mamba', unsubscribed([{ kind: 'unknown', query: 'mamba' }])),
  ];
}

function added(query: string, waiting: number): SubscribeOutcome {
  const fortnight = waiting * 5;
  const dates = { storedSince: new Date(DAY.getTime() - 30 * DAY_MS), now: DAY };
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
