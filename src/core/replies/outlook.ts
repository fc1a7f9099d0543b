import { count, formatDay } from '../card.ts';
import type { Reply } from '../command.ts';
import type { News } from '../match.ts';
import type { Text } from '../message.ts';
import { DAY_MS } from '../time.ts';
import { buttonFor } from './actions.ts';
import { reply } from './reply.ts';
import { menuOf, paperLine } from './today.ts';

/** What a query would have brought. */
export interface Outlook {
  readonly query: string;
  /** Papers of the last 14 days, and of the last 30. */
  readonly fortnight: number;
  readonly month: number;
  /** The first of the last 30 days of which papers are stored; null when there is none. */
  readonly storedSince: Date | null;
  readonly now: Date;
  /** Best first. */
  readonly examples: readonly News[];
  /** A query that brings more or less, where this one brings hardly anything or very much. */
  readonly suggestion: Suggestion | null;
}

export interface Suggestion {
  readonly kind: 'narrower' | 'wider';
  readonly query: string;
  readonly month: number;
}

const SHOWN = 3;

/** `/papers preview <query>`: what it would have brought; nothing is subscribed. */
export function outlook(view: Outlook): Reply {
  const shown = view.examples.slice(0, SHOWN).map((it) => it.paper);
  return reply('outlook', 'info', [{ bold: view.query }, ' would bring:'], outlookLines(view), {
    actions: [
      ...buttonFor('Subscribe', `subscribe ${view.query}`),
      ...(menuOf(shown).actions ?? []),
    ],
  });
}

/** What a query would have brought, for the answer to a subscription, too. */
export function outlookLines(view: Outlook): Text[] {
  const news = view.examples.slice(0, SHOWN);
  return [
    [outlookNumbers(view)],
    ...news.map((it) => paperLine(it.paper)),
    ...(view.suggestion ? [suggestionText(view.suggestion)] : []),
  ];
}

/** "12 papers in the last 14 days, 25 in the last 30, about 0.8 a day." */
export function outlookNumbers({ fortnight, month, storedSince, now }: Outlook): string {
  if (!storedSince)
    return 'No papers are stored yet, so it is too early to say what it would bring.';
  const days = Math.ceil((now.getTime() - storedSince.getTime()) / DAY_MS);
  if (days <= 14)
    return `${count(month, 'paper')} since ${formatDay(storedSince)}, where the archive begins.`;
  const aDay = month / Math.min(days, 30);
  const rate = aDay >= 10 ? `${Math.round(aDay)}` : aDay.toFixed(1);
  const often = aDay >= 0.1 ? `, about ${rate} a day` : '';
  return `${count(fortnight, 'paper')} in the last 14 days, ${month} in the last 30${often}.`;
}

function suggestionText({ kind, query, month }: Suggestion): Text {
  const word = kind === 'narrower' ? 'Narrower' : 'Wider';
  return [`${word}: `, { code: query }, ` (${month} in the last 30 days).`];
}

/** `/papers preview` or `/papers search` without a query. */
export function emptyPreview(command: 'preview' | 'search'): Reply {
  return reply(
    'emptyPreview',
    'bad',
    ['Which query?'],
    [['For instance ', { code: `/papers ${command} grpo` }, '.']],
  );
}

/** `/papers search <query>`: the best of the archive. */
export function searchResults(query: string, found: readonly News[]): Reply {
  const shown = found.slice(0, SEARCH_SHOWN);
  const more = found.length - shown.length;
  const heading: Text = [`${count(found.length, 'stored paper')} for `, { bold: query }];
  const lines: Text[] = [
    ...shown.map((it) => paperLine(it.paper)),
    ...(more > 0 ? [[`And ${more} more; a narrower query shows others.`]] : []),
  ];
  const papers = shown.map((it) => it.paper);
  return reply('searchResults', 'info', heading, lines, menuOf(papers));
}

const SEARCH_SHOWN = 10;
