import { count, formatDay, titleOf } from '../card.ts';
import type { Mute } from '../channel.ts';
import type { Reply } from '../command.ts';
import type { Reason } from '../match.ts';
import type { Button, Row, Span, Text } from '../message.ts';
import type { Paper } from '../paper.ts';
import { type FactField, termsOf } from '../query/ast.ts';
import { displayTerm, formatTerm } from '../query/format.ts';
import { parseQuery, parseStored } from '../query/parser.ts';
import { referenceTo } from '../reference.ts';
import { buttonFor, pageButtons, pagePosition } from './actions.ts';
import { reply } from './reply.ts';

/** What is muted, as a reader knows it: the paper of a mute by paper, null when it is not stored. */
export interface MuteView {
  readonly mute: Mute;
  readonly paper: Paper | null;
}

const OFFERED_AUTHORS = 3;
const OFFERED_TERMS = 5;
/** What stands in quotes in a query ends at any of these. */
const ABOUT: readonly FactField[] = ['category', 'org'];
const QUOTES = /["“”„«»]/g;

/** `/papers mute` for a paper: what of it one may not want to read about. */
export function muteChoices(paper: Paper, reasons: readonly Reason[]): Reply {
  const terms = [...new Set(reasons.flatMap(matchedTerms))].slice(0, OFFERED_TERMS);
  const authors = paper.authors.slice(0, OFFERED_AUTHORS);
  const actions: Button[] = [
    { label: 'This paper', command: `papers mute paper ${referenceTo(paper)}` },
    ...terms.flatMap((term) => buttonFor(`All on ${term}`, `papers mute ${term}`)),
    ...authors.flatMap((name) =>
      authorTerms(name).flatMap((term) => buttonFor(`All by ${name}`, `papers mute ${term}`)),
    ),
  ];
  const heading: Text = ['What should no longer come to this channel?'];
  return reply('muteChoices', 'info', heading, [[titleOf(paper)]], { actions });
}

/** What of a query was found, as a query; votes and sources are nothing to mute. */
function matchedTerms({ query, evidence }: Reason): string[] {
  return termsOf(parseStored(query)).flatMap((term) => {
    const isAbout = term.kind === 'text' || (term.kind === 'fact' && ABOUT.includes(term.field));
    return isAbout && evidence.some((it) => it.term === displayTerm(term))
      ? [formatTerm(term)]
      : [];
  });
}

/** The author as a query that means nothing else, whatever the name holds; none where that can't be. */
function authorTerms(name: string): string[] {
  const written = formatTerm({ kind: 'fact', field: 'author', text: name.replace(QUOTES, '') });
  return isAuthor(written) ? [written] : [];
}

function isAuthor(written: string): boolean {
  try {
    const query = parseQuery(written);
    return query.kind === 'fact' && query.field === 'author';
  } catch {
    return false;
  }
}

/** Something is muted now, or was before. */
export function muted(view: MuteView, isNew: boolean, followed: boolean): Reply {
  const text = isNew ? 'Muted here: ' : 'Muted here already: ';
  const hint: Text[] = followed
    ? [
        [
          'This channel also follows it, and gets nothing from it now. ',
          { code: '/subscriptions' },
          ' lists what it follows.',
        ],
      ]
    : [];
  return reply('muted', isNew ? 'good' : 'info', [text, nameOf(view), '.'], hint, {
    actions: [...undo(view, 'Undo'), { label: 'All that is muted', command: 'papers muted' }],
  });
}

/** Something comes again. @param waiting how many papers that were held back come with it. */
export function unmuted(view: MuteView, waiting: number): Reply {
  const more = waiting > 0 ? ` ${count(waiting, 'paper')} held back meanwhile will come, too.` : '';
  return reply('unmuted', 'good', ['No longer muted here: ', nameOf(view), `.${more}`]);
}

/** What should be unmuted was not muted. */
export function notMuted(typed: string): Reply {
  const heading: Text = [{ code: typed }, ' is not muted here.'];
  return reply('notMuted', 'info', heading, [[{ code: '/papers muted' }, ' lists what is.']]);
}

/** How many mutes a page of `/papers muted` lists. */
export const MUTED_PAGE = 10;

/** `/papers muted`: a page of what this channel does not want to read. */
export function mutedList(shown: readonly MuteView[], total: number, page: number): Reply {
  const pages = Math.ceil(total / MUTED_PAGE);
  const heading = `Muted in this channel: ${count(total, 'thing')}${pagePosition(page, pages)}`;
  return reply('mutedList', 'info', [heading], [], {
    rows: shown.map(row),
    actions: pageButtons('papers muted', page, pages),
  });
}

/** `/papers muted` where nothing is; `/papers mute` without anything to mute. */
export function nothingMuted(): Reply {
  return reply(
    'nothingMuted',
    'info',
    ['Nothing is muted in this channel.'],
    [
      [
        'Press Mute below a paper, or write ',
        { code: '/papers mute diffusion' },
        ', ',
        { code: '/papers mute author:"Ada Byron"' },
        ' or ',
        { code: '/papers mute 2402.03300' },
        '. What is muted comes no more, whatever it matches.',
      ],
    ],
  );
}

function row(view: MuteView): Row {
  const { mute } = view;
  const detail: Text = [`Muted on ${formatDay(mute.mutedAt)} by `, { person: mute.mutedBy }];
  const [action] = undo(view, 'Unmute');
  return { text: [nameOf(view)], detail, ...(action ? { action } : {}) };
}

function undo({ mute, paper }: MuteView, label: string): Button[] {
  if (mute.kind === 'query') return buttonFor(label, `papers unmute ${mute.what}`);
  return paper ? buttonFor(label, `papers unmute paper ${referenceTo(paper)}`) : [];
}

function nameOf({ mute, paper }: MuteView): Span {
  if (mute.kind === 'query') return { bold: mute.what };
  return paper ? titleOf(paper) : 'a paper that is no longer stored';
}
