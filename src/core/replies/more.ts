import { count } from '../card.ts';
import type { Reply } from '../command.ts';
import type { Text } from '../message.ts';
import type { Paper } from '../paper.ts';
import { reply } from './reply.ts';
import { paperLine } from './today.ts';

/** How many papers a page of `/papers more` lists. */
export const MORE_PAGE = 20;

/** `/papers more`: papers beyond the channel's cards of a day. */
export function morePapers(papers: readonly Paper[], page: number, cap: number): Reply {
  const heading = `${count(papers.length, 'paper')} of the last 7 days beyond this channel's ${count(cap, 'card')} a day`;
  const start = (page - 1) * MORE_PAGE;
  const left = papers.length - start - MORE_PAGE;
  const next: Text[] =
    left > 0 ? [[`And ${left} more: `, { code: `/papers more ${page + 1}` }, '.']] : [];
  const lines = papers.slice(start, start + MORE_PAGE).map(paperLine);
  return reply('morePapers', 'info', [heading], [...lines, ...next]);
}

/** `/papers more` when every paper had its card. */
export function nothingMore(cap: number): Reply {
  const heading = `Every paper of the last 7 days had its card here: this channel gets ${count(cap, 'card')} a day at most.`;
  return reply('nothingMore', 'info', [heading], [LIMIT_HINT]);
}

/** A page of `/papers more` that does not exist. */
export function noSuchPage(pages: number): Reply {
  return reply('noSuchPage', 'bad', [`There ${pages === 1 ? 'is 1 page' : `are ${pages} pages`}.`]);
}

const LIMIT_HINT: Text = [{ code: '/papers limit 30' }, ' changes that number.'];

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
