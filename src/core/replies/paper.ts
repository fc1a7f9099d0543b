import { makeCard } from '../card.ts';
import type { Reply } from '../command.ts';
import type { Reason } from '../match.ts';
import type { Text } from '../message.ts';
import type { Paper } from '../paper.ts';
import { readReference } from '../reference.ts';
import type { Summarise } from '../summary/summarise.ts';
import { reply } from './reply.ts';

/** `/papers paper`: one paper with all that one can do with it. */
export function onePaper(paper: Paper, reasons: readonly Reason[], summarise: Summarise): Reply {
  return reply('onePaper', 'info', [], [], { cards: [makeCard(paper, reasons, summarise)] });
}

/**
 * A command or a button names no paper, or one that is not stored.
 * @param typed what stands in the paper's place.
 */
export function unknownPaper(typed: string): Reply {
  const find: Text = [{ code: '/papers search' }, ' finds papers.'];
  if (readReference(typed) === undefined)
    return reply(
      'unknownPaper',
      'bad',
      ['Which paper? Name its arXiv id, its DOI or a link.'],
      [find],
    );
  const heading: Text = ['No source has listed ', { bold: typed }, ' yet.'];
  return reply('unknownPaper', 'bad', heading, [find]);
}
