import type { Failure } from '../support/discord/failures.ts';
import type { Fault } from '../support/slack/faults.ts';

/** What a post, an edit or a look into the history may suffer at Slack. */
export const SLACK_FAULTS: readonly Fault[] = [
  { retryAfter: 1 },
  { error: 'ratelimited' },
  { error: 'internal_error' },
  { status: 503 },
  { status: 503, arrives: true },
  { status: 200 },
  { status: 200, arrives: true },
  { reset: true },
  { reset: true, arrives: true },
  { hang: true },
  { hang: true, arrives: true },
  { dripMs: 500 },
];

/** The same at Discord. */
export const DISCORD_FAULTS: readonly Failure[] = [
  { retryAfter: 1 },
  { retryAfter: 1, scope: 'shared' },
  { retryAfter: 1, scope: 'global' },
  { retryAfter: 1, body: 'nothing' },
  { retryAfter: 1, body: 'web page' },
  { status: 502 },
  { status: 502, taken: true },
  'taken, broken JSON',
  'reset',
  'taken, reset',
  'no answer',
  'taken, no answer',
  { dripMs: 500 },
];
