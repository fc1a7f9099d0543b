import { makeCard } from '../card.ts';
import type { Reply } from '../command.ts';
import type { Reason } from '../match.ts';
import type { Paper } from '../paper.ts';
import { reply } from './reply.ts';

/** `/papers paper`: one paper with all that one can do with it. */
export function onePaper(paper: Paper, reasons: readonly Reason[]): Reply {
  return reply('onePaper', 'info', [], [], { cards: [makeCard(paper, reasons)] });
}

/** A button or a command names a paper that is not stored. */
export function unknownPaper(): Reply {
  return reply(
    'unknownPaper',
    'bad',
    ['That paper is not stored here.'],
    [['Name its arXiv id, its DOI or a link; ', { code: '/papers search' }, ' finds papers.']],
  );
}
