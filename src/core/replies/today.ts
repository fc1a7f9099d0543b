import { count, firstAuthor, formatDay, titleOf } from '../card.ts';
import type { Reply } from '../command.ts';
import { paperMenus } from '../digest.ts';
import type { Message, Text } from '../message.ts';
import { silenceText } from '../notice.ts';
import { type Paper, sourceLabel } from '../paper.ts';
import { stalenessOf } from '../silence.ts';
import type { SourceStatus } from '../source.ts';
import { reply } from './reply.ts';

const SHOWN = 10;

export interface TodayView {
  /** The newest day on which anything was listed. */
  readonly day: Date;
  readonly listed: number;
  /** Best first. */
  readonly papers: readonly Paper[];
}

/** `/papers today`: the papers of the newest listing day that this channel follows. */
export function papersToday(view: TodayView): Reply {
  const matching = view.papers.length;
  const verb = matching === 1 ? 'was' : 'were';
  const heading = `${matching} of ${count(view.listed, 'paper')} listed on ${formatDay(view.day)} ${verb} found for this channel`;
  return reply('papersToday', 'info', [heading], paperLines(view.papers), menuOf(view.papers));
}

/** `/papers today` in a channel that follows nothing: what everybody reads. */
export function popularToday(view: TodayView): Reply {
  const heading = `The most upvoted of ${count(view.listed, 'paper')} listed on ${formatDay(view.day)}`;
  return reply(
    'popularToday',
    'info',
    [heading],
    [
      ...view.papers.slice(0, SHOWN).map(paperLine),
      ['This channel follows nothing yet. Start with ', { code: '/subscribe grpo' }, '.'],
    ],
    menuOf(view.papers),
  );
}

/** `/papers today` when something was listed, but nothing that this channel follows; and by whom not. */
export function noMatchToday(view: TodayView, sources: readonly SourceStatus[]): Reply {
  const heading = `None of the ${count(view.listed, 'paper')} listed on ${formatDay(view.day)} was found for this channel.`;
  const amiss = sources.filter((it) => it.lastError !== null || stalenessOf(it) !== null);
  return reply(
    'noMatchToday',
    'info',
    [heading],
    [...sourceLines(amiss), [{ code: '/subscriptions' }, ' lists what it follows.']],
  );
}

/** `/papers today` when no source listed anything since yesterday, and why. */
export function nothingToday(sources: readonly SourceStatus[]): Reply {
  return reply(
    'nothingToday',
    'info',
    ['No source has listed a paper since yesterday.'],
    sourceLines(sources),
  );
}

function paperLines(papers: readonly Paper[]): Text[] {
  const more = papers.length - SHOWN;
  return [
    ...papers.slice(0, SHOWN).map(paperLine),
    ...(more > 0 ? [[`And ${count(more, 'more paper')}.`]] : []),
  ];
}

/** `/papers trending`: what is read most these days, of all papers or of those that a query matches. */
export function trending(papers: readonly Paper[], query: string | null): Reply {
  const subject: Text = query === null ? [] : [' on ', { bold: query }];
  if (papers.length === 0)
    return reply('nothingTrending', 'info', [
      'No paper of the last 14 days',
      ...subject,
      ' has upvotes.',
    ]);
  const heading: Text = ['Trending papers', ...subject];
  return reply('trending', 'info', heading, papers.slice(0, SHOWN).map(paperLine), menuOf(papers));
}

/** What one can do with one of the papers that a list shows. */
export function menuOf(papers: readonly Paper[]): Pick<Message, 'actions'> {
  return { actions: paperMenus(papers.slice(0, SHOWN)) };
}

/** A paper in one line: its title, its first author, its upvotes. */
export function paperLine(paper: Paper): Text {
  const votes = paper.upvotes ? count(paper.upvotes, 'upvote') : '';
  const details = [firstAuthor(paper.authors), votes].filter((it) => it !== '').join(', ');
  return ['• ', titleOf(paper), ...(details ? [` (${details})`] : [])];
}

/** What sources have to say for themselves; what fails in the same way is told once. */
export function sourceLines(sources: readonly SourceStatus[]): Text[] {
  const groups = Map.groupBy(sources, ({ name, lastError }) => lastError ?? name);
  return [...groups.values()].map(([first, ...others]) =>
    sourceLine(first as SourceStatus, others),
  );
}

/** @param others those that fail in the same way. */
function sourceLine(source: SourceStatus, others: readonly SourceStatus[]): Text {
  const label = [source, ...others].map(({ name }) => sourceLabel(name)).join(', ');
  if (source.lastError) return [`${label} could not be read: ${source.lastError}`];
  const stale = stalenessOf(source);
  if (stale) return silenceText(source.name, stale);
  if (source.silence) return [source.silence.reason];
  return [`${label}: ${source.lastSuccessAt ? 'nothing new.' : 'not read yet.'}`];
}

/** What is asked of the archive while there is nothing in it yet, and why. */
export function nothingStored(sources: readonly SourceStatus[]): Reply {
  return reply('nothingStored', 'info', ['No papers are stored yet.'], sourceLines(sources));
}
