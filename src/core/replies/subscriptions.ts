import type { Reply } from '../command.ts';
import type { Text } from '../message.ts';
import { describeSchedule, type Schedule } from '../schedule.ts';
import { changeText } from './notices.ts';
import { reply } from './reply.ts';

export interface SubscriptionsView {
  readonly queries: readonly string[];
  readonly schedule: Schedule;
  readonly pausedReason: string | null;
  /** Whether the channel is told of sources that fall silent. */
  readonly notices: boolean;
}

/** `/subscriptions` where nobody subscribed to anything. */
export function noSubscriptions(): Reply {
  return reply(
    'noSubscriptions',
    'info',
    ['This channel follows nothing yet.'],
    [
      [
        'Start with ',
        { code: '/subscribe grpo' },
        ', or any other word of a title or an abstract.',
      ],
    ],
  );
}

/** `/subscriptions`: what the channel follows, when its papers come, and why they don't. */
export function subscriptions(view: SubscriptionsView): Reply {
  const heading = [`This channel follows ${countQueries(view.queries.length)}`];
  return reply('subscriptions', 'info', heading, [
    ...view.queries.map((query): Text => ['• ', { bold: query }]),
    [
      `Papers come ${describeSchedule(view.schedule)}. Change it with `,
      { code: '/papers schedule' },
      '.',
    ],
    ...(view.notices ? [] : [noNoticesText()]),
    ...(view.pausedReason === null ? [] : [pausedText(view.pausedReason)]),
  ]);
}

function countQueries(number: number): string {
  return number === 1 ? '1 query' : `${number} queries`;
}

function noNoticesText(): Text {
  return ['Nothing is said here when a source falls silent. ', ...changeText(true)];
}

function pausedText(reason: string): Text {
  return [
    { bold: 'Paused: ' },
    reason,
    ' It goes on by itself once that is mended, or at once with ',
    { code: '/papers resume' },
    '.',
  ];
}

/** `/papers resume`: posting is tried again. */
export function resumed(waiting: boolean): Reply {
  const text = waiting ? 'Posting here is tried again now.' : 'This channel was not paused.';
  return reply('resumed', waiting ? 'good' : 'info', [text]);
}
