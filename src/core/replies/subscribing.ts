import { count } from '../card.ts';
import type { Reply } from '../command.ts';
import type { Text } from '../message.ts';
import type { QueryError } from '../query/ast.ts';
import { describeSchedule, type Schedule } from '../schedule.ts';
import { reply } from './reply.ts';

/** What became of one query of `/subscribe a, b`. */
export type SubscribeOutcome =
  | { readonly kind: 'added'; readonly query: string; readonly waiting: number }
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

/** The answer to `/subscribe`: one line a query, and when the papers come. */
export function subscribed(outcomes: readonly SubscribeOutcome[], schedule: Schedule): Reply {
  const [first, ...others] = outcomes.map(subscribeLine);
  const added = outcomes.filter((it) => it.kind === 'added');
  const when: Text[] = added.length > 0 ? [whenText(added, schedule)] : [];
  return reply(subscribeName(outcomes), toneOf(outcomes), first ?? [], [...others, ...when]);
}

/** The answer to `/unsubscribe`: one line a query. */
export function unsubscribed(outcomes: readonly UnsubscribeOutcome[]): Reply {
  const [first, ...others] = outcomes.map(unsubscribeLine);
  const missed = outcomes.some((it) => it.kind === 'unknown');
  const hint: Text[] = missed ? [[{ code: '/subscriptions' }, ' lists what it follows.']] : [];
  return reply(unsubscribeName(outcomes), toneOf(outcomes), first ?? [], [...others, ...hint]);
}

function subscribeLine(outcome: SubscribeOutcome): Text {
  switch (outcome.kind) {
    case 'added':
      return ['This channel now follows ', { bold: outcome.query }, '.'];
    case 'known':
      return ['This channel already follows ', { bold: outcome.query }, '. Nothing was changed.'];
    case 'unreadable':
      return unreadableLine(outcome);
  }
}

function unsubscribeLine(outcome: UnsubscribeOutcome): Text {
  switch (outcome.kind) {
    case 'removed':
      return ['This channel no longer follows ', { bold: outcome.query }, '.'];
    case 'unknown':
      return ['This channel does not follow ', { bold: outcome.query }, '. Nothing was changed.'];
    case 'unreadable':
      return unreadableLine(outcome);
  }
}

function unreadableLine({ typed, error }: UnreadableQuery): Text {
  const where = error.position > 0 ? ` (at character ${error.position + 1})` : '';
  return [{ code: typed }, ` can't be read${where}: ${error.message}`];
}

function whenText(added: readonly { readonly waiting: number }[], schedule: Schedule): Text {
  const waiting = added.reduce((sum, outcome) => sum + outcome.waiting, 0);
  const found = waiting === 0 ? 'Nothing' : count(waiting, 'paper');
  const verb = waiting > 1 ? 'match' : 'matches';
  return [`${found} since yesterday ${verb}. Papers come ${describeSchedule(schedule)}.`];
}

function subscribeName(outcomes: readonly SubscribeOutcome[]): string {
  if (outcomes.length !== 1) return 'subscribedSeveral';
  const names = { added: 'subscribed', known: 'alreadySubscribed', unreadable: 'badQuery' };
  return names[outcomes[0]?.kind ?? 'added'];
}

function unsubscribeName(outcomes: readonly UnsubscribeOutcome[]): string {
  if (outcomes.length !== 1) return 'unsubscribedSeveral';
  const names = { removed: 'unsubscribed', unknown: 'notSubscribed', unreadable: 'badQuery' };
  return names[outcomes[0]?.kind ?? 'removed'];
}

function toneOf(outcomes: readonly { readonly kind: string }[]): 'good' | 'info' | 'bad' {
  const kinds = outcomes.map((it) => it.kind);
  if (kinds.includes('unreadable')) return 'bad';
  return kinds.some((kind) => kind === 'added' || kind === 'removed') ? 'good' : 'info';
}
