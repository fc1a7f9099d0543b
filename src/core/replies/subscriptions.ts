import { count, formatDay } from '../card.ts';
import { type Channel, pauseOf } from '../channel.ts';
import type { Reply } from '../command.ts';
import type { Row, Text } from '../message.ts';
import { calendarDay, describeSchedule } from '../schedule.ts';
import type { Subscription, Yield } from '../subscription.ts';
import { pageButtons, pagePosition } from './actions.ts';
import { changeText } from './notices.ts';
import { reply } from './reply.ts';

/** How many subscriptions a page lists. */
export const SUBSCRIPTIONS_PAGE = 10;
/** Posts are counted over so many days. */
export const YIELD_DAYS = 30;

export interface SubscriptionsView {
  readonly channel: Channel;
  /** Those of the page, with what each has brought; undefined when it brought nothing. */
  readonly shown: readonly (readonly [Subscription, Yield | undefined])[];
  readonly total: number;
  readonly page: number;
  readonly now: Date;
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
  const { shown, total, page } = view;
  const pages = Math.ceil(total / SUBSCRIPTIONS_PAGE);
  const heading = `This channel follows ${total === 1 ? '1 query' : `${total} queries`}${pagePosition(page, pages)}`;
  return reply('subscriptions', 'info', [heading], standing(view), {
    rows: shown.map(([subscription, found]) => row(subscription, found)),
    actions: [
      ...pageButtons('subscriptions', page, pages),
      { label: 'Settings', command: 'papers settings' },
    ],
  });
}

function standing({ channel, now }: SubscriptionsView): Text[] {
  const { schedule, notices, mutes, pausedReason } = channel;
  const pausedUntil = pauseOf(channel, now);
  return [
    [`Papers come ${describeSchedule(schedule)}.`],
    ...(pausedUntil ? [pausedUntilText(calendarDay(schedule, pausedUntil))] : []),
    ...(mutes.length > 0
      ? [[`${count(mutes.length, 'thing')} muted: `, { code: '/papers muted' }, '.']]
      : []),
    ...(notices ? [] : [noNoticesText()]),
    ...(pausedReason === null ? [] : [pausedText(pausedReason)]),
  ];
}

function row({ id, query, createdBy, createdAt }: Subscription, found: Yield | undefined): Row {
  const posts = `${count(found?.posts ?? 0, 'post')} in ${YIELD_DAYS} days`;
  const last = found?.lastAt ? `, last on ${formatDay(found.lastAt)}` : '';
  return {
    text: [{ bold: query }],
    detail: [`${posts}${last}, added on ${formatDay(createdAt)} by `, { person: createdBy }],
    action: { label: 'Remove', command: `unsubscribe #${id}` },
  };
}

function noNoticesText(): Text {
  return ['Nothing is said here when a source falls silent. ', ...changeText(true)];
}

/** Until when nothing comes. */
function pausedUntilText(until: Date): Text {
  return [
    { bold: `Paused until ${formatDay(until)}.` },
    ' ',
    { code: '/papers resume' },
    ' ends that.',
  ];
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

/** A button that removes a subscription that is no longer there. */
export function subscriptionGone(): Reply {
  return reply(
    'subscriptionGone',
    'info',
    ['This channel does not follow that any more.'],
    [[{ code: '/subscriptions' }, ' lists what it follows.']],
  );
}

/** `/papers resume`: posting is tried again. */
export function resumed(waiting: boolean): Reply {
  const text = waiting ? 'Posting here goes on now.' : 'This channel was not paused.';
  return reply('resumed', waiting ? 'good' : 'info', [text]);
}
