import { joinSpans } from '../card.ts';
import type { Reply } from '../command.ts';
import type { Message, Text } from '../message.ts';
import type { MailRequest, RequestOutcome, WishProblem } from '../reader.ts';
import { describeSchedule } from '../schedule.ts';
import { reply } from './reply.ts';
import { unreadable } from './subscribing.ts';

/** For how long a confirmation is taken, in days. */
export const CONFIRM_DAYS = 2;

const EXAMPLES: Text = [
  'For instance ',
  { code: 'you@example.org' },
  ' for what this channel follows, or ',
  { code: 'you@example.org weekly grpo, mamba' },
  '.',
];

/**
 * The mail that asks whether an address wants what was asked for it. Who asked may be anybody, so
 * the subject holds no word of theirs.
 */
export function confirmation(
  { queries, schedule }: Pick<MailRequest, 'queries' | 'schedule'>,
  link: string,
): Message {
  return {
    heading: ['Do you want new papers by mail?'],
    lines: [
      [
        'Somebody, probably you, asked for papers on ',
        ...named(queries),
        `, ${describeSchedule(schedule)}.`,
      ],
      [`Nothing comes unless you confirm it within ${CONFIRM_DAYS} days.`],
    ],
    cards: [],
    actions: [{ label: 'Yes, mail me these papers', url: link }],
  };
}

/** `/papers email` without an address. */
export function emptyEmail(): Reply {
  return reply('emptyEmail', 'bad', ['Which address should papers be mailed to?'], [EXAMPLES]);
}

/** `/papers email` where no mail server is set up. */
export function noEmail(): Reply {
  return reply(
    'noEmail',
    'bad',
    ['This bot sends no mail.'],
    [['Whoever runs it can set up a mail server: docs/email.md.']],
  );
}

/** The answer to `/papers email`. */
export function emailRequested(outcome: RequestOutcome): Reply {
  switch (outcome.kind) {
    case 'asked':
      return reply(
        'emailAsked',
        'good',
        ['A mail is on its way to ', { bold: outcome.address }, ': confirm it there.'],
        [
          [
            'Then papers on ',
            ...named(outcome.queries),
            ` come ${describeSchedule(outcome.schedule)}. Nothing comes before, and every mail has a link that ends it.`,
          ],
        ],
      );
    case 'tooOften':
      return reply('emailTooOften', 'bad', [tooOftenText(outcome.concerns)]);
    case 'notMailed':
      return reply('emailNotMailed', 'bad', [
        `The confirmation could not be mailed. ${outcome.reason}`,
      ]);
    default:
      return wishProblem(outcome);
  }
}

function wishProblem(problem: WishProblem): Reply {
  switch (problem.kind) {
    case 'badAddress':
      return reply(
        'badEmail',
        'bad',
        [{ code: problem.typed }, ' is not a mail address.'],
        [EXAMPLES],
      );
    case 'noQuery':
      return reply(
        'emailNoQuery',
        'bad',
        ['This channel follows nothing. Name what should be mailed.'],
        [EXAMPLES],
      );
    case 'tooManyQueries':
      return reply('emailTooManyQueries', 'bad', [
        `One request takes ${problem.most} queries at most. Nothing was mailed.`,
      ]);
    case 'badQuery':
      return unreadable(problem.typed, problem.error);
  }
}

/** Why no further confirmation is mailed. */
export function tooOftenText(concerns: 'address' | 'everybody'): string {
  return concerns === 'address'
    ? 'This address was asked several times today. Look for the mail there, among the spam, too.'
    : 'Too many people asked within this hour. Try again in an hour.';
}

function named(queries: readonly string[]): Text {
  return joinSpans(queries.map((query) => [{ bold: query }]));
}
