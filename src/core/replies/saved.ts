import { count, formatDay, titleOf } from '../card.ts';
import type { Reply } from '../command.ts';
import type { Row, Text } from '../message.ts';
import type { Paper } from '../paper.ts';
import { referenceTo } from '../reference.ts';
import type { SavedPaper } from '../saved.ts';
import { pageButtons, pagePosition } from './actions.ts';
import { reply } from './reply.ts';

/** How many papers a page of `/papers saved` lists. */
export const SAVED_PAGE = 10;

/** The paper is on the caller's own list now, or was before. */
export function saved(paper: Paper, isNew: boolean): Reply {
  const text = isNew ? 'Saved to your list: ' : 'On your list already: ';
  return reply('saved', isNew ? 'good' : 'info', [text, titleOf(paper)], [LIST_HINT], {
    actions: [
      { label: 'Undo', command: `papers unsave ${referenceTo(paper)}` },
      { label: 'My list', command: 'papers saved' },
    ],
  });
}

/** The paper is off the caller's list now, or was not on it. */
export function unsaved(paper: Paper, wasThere: boolean): Reply {
  const text = wasThere ? 'Taken off your list: ' : 'Not on your list: ';
  return reply('unsaved', wasThere ? 'good' : 'info', [text, titleOf(paper)], [], {
    actions: [
      { label: 'Save it', command: `papers save ${referenceTo(paper)}` },
      { label: 'My list', command: 'papers saved' },
    ],
  });
}

/** `/papers saved`: a page of the caller's own list. */
export function savedList(shown: readonly SavedPaper[], total: number, page: number): Reply {
  const pages = Math.ceil(total / SAVED_PAGE);
  return reply(
    'savedList',
    'info',
    [`You saved ${count(total, 'paper')}${pagePosition(page, pages)}`],
    [],
    {
      rows: shown.map(savedRow),
      actions: pageButtons('papers saved', page, pages),
    },
  );
}

/** A saved paper with a button that takes it off the list. */
export function savedRow({ paper, savedAt }: SavedPaper): Row {
  return {
    text: [titleOf(paper)],
    detail: [`Saved on ${formatDay(savedAt)}`],
    action: { label: 'Remove', command: `papers unsave ${referenceTo(paper)}` },
  };
}

/** `/papers saved` with nothing on the list. */
export function nothingSaved(): Reply {
  return reply(
    'nothingSaved',
    'info',
    ['You have saved no paper yet.'],
    [
      [
        'Press Save below a paper, or write ',
        { code: '/papers save 2402.03300' },
        '. Only you see your list.',
      ],
    ],
  );
}

const LIST_HINT: Text = [{ code: '/papers saved' }, ' shows your list; only you see it.'];
