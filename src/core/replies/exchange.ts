import { count } from '../card.ts';
import type { Reply, TextFile, Tone } from '../command.ts';
import type { Problem } from '../exchange/contents.ts';
import type { Form } from '../form.ts';
import type { Text } from '../message.ts';
import { describeSchedule, type Schedule } from '../schedule.ts';
import { reply } from './reply.ts';

/** So many things that can't be used are named; more are counted. */
const NAMED_PROBLEMS = 8;
/** Of a text that can't be used so much is shown, in UTF-16 units. */
const SHOWN_TEXT = 80;

/** `/papers export` in a channel that never followed anything. */
export function nothingToExport(): Reply {
  return reply(
    'nothingToExport',
    'info',
    ['This channel follows nothing yet, so there is nothing to export.'],
    [['Start with ', { code: '/subscribe grpo' }, ', or ', { code: '/papers import' }, ' a file.']],
  );
}

/** `/papers export`: the channel's subscriptions, settings and mutes as a file. */
export function exported(file: TextFile, queries: number): Reply {
  return {
    ...reply(
      'exported',
      'good',
      [`${countQueries(queries)} of this channel, with its settings`],
      [
        [
          { code: '/papers import' },
          ' takes the file over in another channel, also of another platform.',
        ],
      ],
    ),
    file,
  };
}

/** `/papers export feeds`: all feeds as OPML. */
export function feedsExported(file: TextFile, feeds: number, leftOut: number): Reply {
  if (feeds + leftOut === 0) return reply('noFeeds', 'info', ['No feed is read here.']);
  const them = leftOut === 1 ? 'its address holds a secret' : 'their addresses hold secrets';
  const missing: Text[] =
    leftOut === 0 ? [] : [[`${count(leftOut, 'feed')} left out, because ${them}.`]];
  return { ...reply('feedsExported', 'good', [count(feeds, 'feed')], missing), file };
}

/** `/papers export` with words that it does not know. */
export function whichExport(typed: string): Reply {
  return reply(
    'whichExport',
    'bad',
    [{ code: typed }, ' can not be exported.'],
    [
      [
        { code: '/papers export' },
        ' gives what this channel follows, ',
        { code: '/papers export feeds' },
        ' all feeds.',
      ],
    ],
  );
}

/** `/papers import` without anything to import. */
export function whatToImport(): Reply {
  return reply(
    'whatToImport',
    'info',
    ['What should this channel take over?'],
    [
      [
        'Paste the text that ',
        { code: '/papers export' },
        ' gave into the form, or attach its file where the command takes one. Queries can also stand behind the command: ',
        { code: '/papers import grpo, dpo' },
        '.',
      ],
      ['Queries one a line will do, and so will an OPML file of feeds.'],
      ['An import only adds, so a long text may come in parts.'],
    ],
    { actions: [{ label: 'Paste a text', command: 'papers import', opensForm: true }] },
  );
}

const PASTED = { kind: 'text', value: '', long: true, required: false, maxLength: 3_000 } as const;

/** The form for a pasted text: the texts of its fields, in this order, are one. */
export function importForm(): Form {
  return {
    title: 'Import',
    command: 'papers import',
    submit: 'Import',
    fields: [
      { ...PASTED, name: 'text', label: 'Text', hint: WHAT_TO_PASTE, required: true },
      { ...PASTED, name: 'more', label: 'More text' },
      { ...PASTED, name: 'rest', label: 'Still more', hint: WHERE_TO_CUT },
    ],
  };
}

const WHAT_TO_PASTE =
  'What /papers export gave, or queries one a line: 3,000 characters in each field.';
const WHERE_TO_CUT =
  'Cut between lines. What is left can be imported afterwards: an import only adds.';

/** What is to be imported can't be used as a whole. @param reason one sentence. */
export function badImport(reason: string): Reply {
  const hint: Text = ['Nothing was changed.'];
  return { ...reply('badImport', 'bad', [reason], [hint]), field: 'text' };
}

/** What an import brought about. */
export interface ImportView {
  /** Queries that the channel follows now. */
  readonly added: readonly string[];
  /** How many it followed already. */
  readonly known: number;
  /** How many are beyond what a channel takes. */
  readonly beyond: number;
  readonly most: number;
  /** Names of settings that were taken over. */
  readonly settings: readonly string[];
  /** How many things are muted that were not. */
  readonly muted: number;
  readonly problems: readonly Problem[];
  /** How many stored papers match since yesterday. */
  readonly waiting: number;
  readonly schedule: Schedule;
}

/** The answer to `/papers import`: what became of each part. */
export function imported(view: ImportView): Reply {
  const { added, settings, problems, beyond, most } = view;
  const left = `${countQueries(beyond)} left out: a channel takes ${most} by import.`;
  return reply(
    'imported',
    importTone(view),
    [headingOf(view)],
    [
      ...(settings.length > 0 ? [[`Settings: ${settings.join(', ')}.`]] : []),
      ...(beyond > 0 ? [[left]] : []),
      ...problemLines(problems),
      ...(added.length > 0 ? [whenText(view)] : []),
    ],
  );
}

function importTone({ added, settings, muted, problems }: ImportView): Tone {
  if (added.length > 0 || settings.length > 0 || muted > 0) return 'good';
  return problems.length > 0 ? 'bad' : 'info';
}

/** "12 subscriptions added, 3 were there, 2 settings taken over, 1 entry can't be used." */
function headingOf({ added, known, beyond, settings, muted, problems }: ImportView): string {
  const parts = [
    added.length > 0 ? `${count(added.length, 'subscription')} added` : '',
    added.length === 0 && known + beyond > 0 ? 'No subscription added' : '',
    known > 0 ? `${known} ${known === 1 ? 'was' : 'were'} there` : '',
    settings.length > 0 ? `${count(settings.length, 'setting')} taken over` : '',
    muted > 0 ? `${count(muted, 'thing')} muted` : '',
    problems.length > 0 ? `${countEntries(problems.length)} can't be used` : '',
  ].filter((it) => it !== '');
  return parts.length > 0 ? `${parts.join(', ')}.` : 'That holds nothing to take over.';
}

function whenText({ waiting, schedule }: ImportView): Text {
  const found = waiting === 0 ? 'Nothing' : count(waiting, 'paper');
  const verb = waiting > 1 ? 'match' : 'matches';
  return [`${found} since yesterday ${verb}. Papers come ${describeSchedule(schedule)}.`];
}

/** What an OPML file brought about. */
export interface FeedsImportView {
  /** Titles or addresses. */
  readonly added: readonly string[];
  readonly known: number;
  /** How many are left for another time. */
  readonly beyond: number;
  readonly problems: readonly Problem[];
}

/** The answer to `/papers import` with an OPML file. */
export function feedsImported({ added, known, beyond, problems }: FeedsImportView): Reply {
  const parts = [
    added.length > 0 ? `${count(added.length, 'feed')} added` : 'No feed added',
    known > 0 ? `${known} already read` : '',
    problems.length > 0 ? `${problems.length} can't be` : '',
  ];
  const failed = problems.length > 0 ? 'bad' : 'info';
  return reply(
    'feedsImported',
    added.length > 0 ? 'good' : failed,
    [`${parts.filter((it) => it !== '').join(', ')}.`],
    [
      ...problemLines(problems),
      ...(beyond > 0
        ? [[`${count(beyond, 'feed')} left for another time: import the file once more.`]]
        : []),
      [{ code: '/papers sources' }, ' lists what is read.'],
    ],
  );
}

function problemLines(problems: readonly Problem[]): Text[] {
  const more = problems.length - NAMED_PROBLEMS;
  return [
    ...problems.slice(0, NAMED_PROBLEMS).map(problemLine),
    ...(more > 0 ? [[`And ${more} more.`]] : []),
  ];
}

function problemLine({ line, text, reason }: Problem): Text {
  const where = line === null ? '' : `Line ${line}: `;
  const shown = text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text;
  return [where, { code: shown.replace(/\s+/g, ' ').toWellFormed() }, ` ${reason}.`];
}

function countQueries(number: number): string {
  return number === 1 ? '1 query' : `${number} queries`;
}

function countEntries(number: number): string {
  return number === 1 ? '1 entry' : `${number} entries`;
}
