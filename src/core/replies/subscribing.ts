import { count, joinSpans } from '../card.ts';
import type { Reply, Tone } from '../command.ts';
import type { Button, Text } from '../message.ts';
import type { QueryError } from '../query/ast.ts';
import { describeSchedule, type Schedule } from '../schedule.ts';
import { FIRST_PAPERS } from '../subscription.ts';
import { buttonFor } from './actions.ts';
import { type Outlook, outlookLines } from './outlook.ts';
import { reply } from './reply.ts';

/** What became of one query of `/subscribe a, b`. */
export type SubscribeOutcome =
  | {
      readonly kind: 'added';
      readonly query: string;
      readonly waiting: number;
      readonly outlook: Outlook;
    }
  | { readonly kind: 'known'; readonly query: string }
  | UnreadableQuery;

/** What became of one query of `/unsubscribe a, b`. */
export type UnsubscribeOutcome =
  | { readonly kind: 'removed'; readonly query: string }
  | { readonly kind: 'unknown'; readonly query: string }
  | UnreadableQuery;

export interface UnreadableQuery {
  readonly kind: 'unreadable';
  readonly typed: string;
  readonly error: QueryError;
}

const EXAMPLES: Text = [
  'For instance ',
  { code: '/subscribe grpo' },
  ', ',
  { code: '/subscribe "reward model" -diffusion' },
  ', or several with commas: ',
  { code: '/subscribe grpo, state space model' },
  '.',
];

/** `/subscribe` without a query. */
export function emptySubscribe(): Reply {
  return reply('emptySubscribe', 'bad', ['What should this channel follow?'], [EXAMPLES]);
}

/** `/unsubscribe` without a query. */
export function emptyUnsubscribe(): Reply {
  return reply(
    'emptyUnsubscribe',
    'bad',
    ['What should this channel no longer follow?'],
    [
      [
        'For instance ',
        { code: '/unsubscribe grpo' },
        '. ',
        { code: '/subscriptions' },
        ' lists what it follows.',
      ],
    ],
  );
}

/** More queries in one command than it takes. */
export function tooManyQueries(most: number): Reply {
  return reply(
    'tooManyQueries',
    'bad',
    [`One command takes ${most} queries at most.`],
    [['Nothing was changed. Name the others in a second command.']],
  );
}

/** The answer to `/subscribe`: what became of each query, and when the papers come. */
export function subscribed(outcomes: readonly SubscribeOutcome[], schedule: Schedule): Reply {
  const added = outcomes.filter((it) => it.kind === 'added');
  const known = outcomes.filter((it) => it.kind === 'known');
  return answer(
    outcomes.length === 1 ? SUBSCRIBE_NAMES[outcomes[0]?.kind ?? 'added'] : 'subscribedSeveral',
    outcomes,
    [
      ...naming('This channel now follows ', added, '.'),
      ...outcomes.flatMap(unreadableLine),
      ...naming('This channel already follows ', known, '.'),
      ...added.flatMap((it) => outlookOf(it.outlook, added.length)),
      ...(added.length > 0 ? [whenText(added, schedule)] : []),
    ],
    [
      ...added.flatMap((it) =>
        added.length === 1 ? buttonFor('Undo', `unsubscribe ${it.query}`) : [],
      ),
      ...(added.length > 0 ? [{ label: 'Settings', command: 'papers settings' }] : []),
    ],
  );
}

/** The answer to `/unsubscribe`: what became of each query. */
export function unsubscribed(outcomes: readonly UnsubscribeOutcome[]): Reply {
  const removed = outcomes.filter((it) => it.kind === 'removed');
  const unknown = outcomes.filter((it) => it.kind === 'unknown');
  const hint: Text = [{ code: '/subscriptions' }, ' lists what it follows.'];
  return answer(
    outcomes.length === 1
      ? UNSUBSCRIBE_NAMES[outcomes[0]?.kind ?? 'removed']
      : 'unsubscribedSeveral',
    outcomes,
    [
      ...naming('This channel no longer follows ', removed, '.'),
      ...outcomes.flatMap(unreadableLine),
      ...naming('This channel does not follow ', unknown, '.'),
      ...(unknown.length > 0 ? [hint] : []),
    ],
    removed.length === 1 ? removed.flatMap((it) => buttonFor('Undo', `subscribe ${it.query}`)) : [],
  );
}

/** All of it for a single query, a line for each of several. */
function outlookOf(outlook: Outlook, queries: number): Text[] {
  if (queries === 1) return outlookLines(outlook);
  const [numbers = []] = outlookLines(outlook);
  return [[{ bold: outlook.query }, ': ', ...numbers]];
}

/** A query that can't be read, in a command that takes one. */
export function unreadable(typed: string, error: QueryError): Reply {
  const [heading = []] = unreadableLine({ kind: 'unreadable', typed, error });
  return reply('badQuery', 'bad', heading);
}

const SUBSCRIBE_NAMES = {
  added: 'subscribed',
  known: 'alreadySubscribed',
  unreadable: 'badQuery',
} as const;

const UNSUBSCRIBE_NAMES = {
  removed: 'unsubscribed',
  unknown: 'notSubscribed',
  unreadable: 'badQuery',
} as const;

/** The first line is the heading; a reply in which something was done is a good one. */
function answer(
  name: string,
  outcomes: readonly { readonly kind: string }[],
  [heading = [], ...lines]: readonly Text[],
  actions: readonly Button[],
): Reply {
  return reply(name, toneOf(outcomes.map((it) => it.kind)), heading, lines, { actions });
}

function toneOf(kinds: readonly string[]): Tone {
  if (kinds.some((kind) => kind === 'added' || kind === 'removed')) return 'good';
  return kinds.includes('unreadable') ? 'bad' : 'info';
}

function naming(
  before: string,
  outcomes: readonly { readonly query: string }[],
  after: string,
): Text[] {
  if (outcomes.length === 0) return [];
  return [[before, ...joinSpans(outcomes.map((it) => [{ bold: it.query }])), after]];
}

function unreadableLine(outcome: SubscribeOutcome | UnsubscribeOutcome): Text[] {
  if (outcome.kind !== 'unreadable') return [];
  const { typed, error } = outcome;
  const where = error.whole ? '' : ` (at character ${error.position + 1})`;
  return [[{ code: typed }, ` can't be read${where}: ${error.message}`]];
}

function whenText(added: readonly { readonly waiting: number }[], schedule: Schedule): Text {
  const waiting = added.reduce((sum, outcome) => sum + outcome.waiting, 0);
  const brought = added.reduce((sum, it) => sum + Math.min(it.waiting, FIRST_PAPERS), 0);
  const found = waiting === 0 ? 'Nothing new' : count(waiting, 'new paper');
  const verb = waiting > 1 ? 'match' : 'matches';
  const best = brought < waiting ? `, of which the best ${brought} come` : '';
  return [`${found} since yesterday ${verb}${best}. Papers come ${describeSchedule(schedule)}.`];
}
