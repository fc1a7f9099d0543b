import { count, formatDay } from '../card.ts';
import type { Reply } from '../command.ts';
import { paperMenus } from '../digest.ts';
import type { Text } from '../message.ts';
import type { Paper } from '../paper.ts';
import { isoDay } from '../time.ts';
import { pageButtons } from './actions.ts';
import { reply } from './reply.ts';
import { paperLine } from './today.ts';

/** How many papers a page of `/papers more` lists. */
export const MORE_PAGE = 20;

/** The papers of a page of `/papers more`, and of what time they are. */
export interface MoreView {
  readonly papers: readonly Paper[];
  readonly page: number;
  /** The day that was asked for, as midnight in UTC; null for the last week. */
  readonly day: Date | null;
  /** Most cards a day. */
  readonly cap: number;
}

/** `/papers more`: papers beyond the channel's cards of a day. */
export function morePapers({ papers, page, day, cap }: MoreView): Reply {
  const heading = `${count(papers.length, 'paper')} of ${timeOf(day)} beyond this channel's ${count(cap, 'card')} a day`;
  const command = day ? `papers more ${isoDay(day)}` : 'papers more';
  const start = (page - 1) * MORE_PAGE;
  const left = papers.length - start - MORE_PAGE;
  const next: Text[] =
    left > 0 ? [[`And ${left} more: `, { code: `/${command} ${page + 1}` }, '.']] : [];
  const shown = papers.slice(start, start + MORE_PAGE);
  const pages = Math.ceil(papers.length / MORE_PAGE);
  return reply('morePapers', 'info', [heading], [...shown.map(paperLine), ...next], {
    actions: [...paperMenus(shown), ...pageButtons(command, page, pages)],
  });
}

/** `/papers more` when nothing was left over. */
export function nothingMore({ day, cap }: Pick<MoreView, 'day' | 'cap'>): Reply {
  const heading = `No paper of ${timeOf(day)} waits beyond this channel's cards.`;
  const limit = `It gets ${count(cap, 'card')} a day at most: `;
  return reply('nothingMore', 'info', [heading], [[limit, { code: '/papers limit' }, '.']]);
}

function timeOf(day: Date | null): string {
  return day ? formatDay(day) : 'the last 7 days';
}

const LIMIT_HINT: Text = [
  { code: '/papers limit 30' },
  ' changes that number, ',
  { code: '/papers limit usual' },
  ' takes the usual one.',
];

/** `/papers limit` alone: how many cards a day this channel gets. */
export function limitShown(cap: number): Reply {
  const heading = `This channel gets ${count(cap, 'card')} a day at most, the best first; `;
  return reply(
    'limitShown',
    'info',
    [heading, { code: '/papers more' }, ' lists the others.'],
    [LIMIT_HINT],
  );
}

/** The new number of cards a day. */
export function limitSet(cap: number): Reply {
  return reply('limitSet', 'good', [`This channel now gets ${count(cap, 'card')} a day at most.`]);
}

/** What stands behind `/papers limit` is no such number. */
export function badLimit(typed: string): Reply {
  const heading: Text = [{ code: typed }, ' is not a number from 1 to 200. Nothing was changed.'];
  return reply('badLimit', 'bad', heading, [LIMIT_HINT]);
}
