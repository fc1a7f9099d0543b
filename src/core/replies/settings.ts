import { count, formatDay } from '../card.ts';
import type { Channel, Layout, LinkLook } from '../channel.ts';
import type { Reply } from '../command.ts';
import { LANGUAGES, languageOf } from '../language.ts';
import type { Button, Text } from '../message.ts';
import { sourceLabel } from '../paper.ts';
import { calendarDay, describeSchedule } from '../schedule.ts';
import { reply } from './reply.ts';

/** Settings by the names that `/papers settings` knows them by. */
export type SettingsView = Omit<Channel, 'id' | 'address' | 'nextDigestAt' | 'dailyCap'> & {
  readonly dailyCap: number;
  /** False where no language model writes summaries, so that they are in English. */
  readonly translates: boolean;
};

export const LAYOUTS: Readonly<Record<Layout, string>> = {
  cards: 'Cards, each with a summary',
  compact: 'A compact list of titles',
  thread: 'A list, with the cards in its thread',
};

export const LINK_LOOKS: Readonly<Record<LinkLook, string>> = {
  words: 'Words below the summary',
  buttons: 'Buttons',
  title: 'The title alone',
};

/** The forms that change them. */
export const SETTINGS_BUTTONS: readonly Button[] = [
  { label: 'When papers come', command: 'papers settings when', opensForm: true },
  { label: 'How they look', command: 'papers settings look', opensForm: true },
  { label: 'Which papers', command: 'papers settings which', opensForm: true },
  { label: 'Language', command: 'papers settings language', opensForm: true },
];

/** `/papers settings`: how this channel gets its papers, with the forms that change it. */
export function settings(view: SettingsView): Reply {
  return reply('settings', 'info', ['Settings of this channel'], settingLines(view), {
    actions: SETTINGS_BUTTONS,
  });
}

/** The settings after a change. */
export function settingsSaved(view: SettingsView): Reply {
  return reply('settingsSaved', 'good', ['The settings of this channel now'], settingLines(view), {
    actions: SETTINGS_BUTTONS,
  });
}

/** A line for each form, under the name of its button, and one for what can be typed instead. */
function settingLines(view: SettingsView): Text[] {
  const { pausedReason } = view;
  const lines: [string, string][] = [
    ['When papers come', `${describeSchedule(view.schedule)}; ${pauseWords(view)}.`],
    [
      'How they look',
      `${inSentence(LAYOUTS[view.layout])}; links: ${inSentence(LINK_LOOKS[view.links])}; at most ${view.dailyCap} a day.`,
    ],
    ['Which papers', `${sourceWords(view)}; ${upvoteWords(view)}.`],
    ['Language', `${languageWords(view)}.`],
    ['Told here, too', `${toldWords(view)}.`],
  ];
  const paused: Text[] = pausedReason === null ? [] : [[{ bold: 'Posting fails: ' }, pausedReason]];
  return [
    ...lines.map(([name, words]): Text => [{ bold: name }, `: ${words}`]),
    ...paused,
    TYPED_INSTEAD,
  ];
}

const TYPED_INSTEAD: Text = [
  'Each can be typed, too: ',
  { code: '/papers schedule' },
  ', ',
  { code: 'pause' },
  ', ',
  { code: 'limit' },
  ', ',
  { code: 'notices' },
  ', or ',
  { code: '/papers settings layout' },
  ', ',
  { code: 'links' },
  ', ',
  { code: 'upvotes' },
  ', ',
  { code: 'sources' },
  ', ',
  { code: 'announce' },
  ', ',
  { code: 'language' },
  '.',
];

function pauseWords({ schedule, pausedUntil }: SettingsView): string {
  return pausedUntil ? `paused until ${formatDay(calendarDay(schedule, pausedUntil))}` : 'no pause';
}

function sourceWords({ sources }: SettingsView): string {
  return sources ? `from ${sources.map(sourceLabel).join(', ')}` : 'from all sources';
}

function upvoteWords({ minUpvotes }: SettingsView): string {
  return minUpvotes === null ? 'no upvotes needed' : `with ${count(minUpvotes, 'upvote')} at least`;
}

/** Of summaries: titles, authors and the bot's own words are as they are. */
function languageWords({ language, translates }: SettingsView): string {
  const wanted = `summaries in ${LANGUAGES[languageOf({ language })]}`;
  if (language === null || translates) return wanted;
  return `${wanted}, once whoever runs this bot sets up a language model; in English until then`;
}

function toldWords({ notices, announces }: SettingsView): string {
  const told = [
    notices ? 'sources that fall silent' : '',
    announces ? 'changes to subscriptions' : '',
  ].filter((it) => it !== '');
  return told.length === 0 ? 'nothing' : told.join(', ');
}

function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** A setting that there is not. */
export function unknownSetting(typed: string): Reply {
  const heading: Text = [{ code: typed }, ' is no setting. Nothing was changed.'];
  return reply('unknownSetting', 'bad', heading, [
    [
      'There are ',
      ...['layout', 'links', 'upvotes', 'sources', 'announce', 'language'].flatMap(
        (name, place) => [place === 0 ? '' : ', ', { code: name }],
      ),
      ', and ',
      { code: '/papers schedule' },
      ', ',
      { code: '/papers pause' },
      ', ',
      { code: '/papers limit' },
      ', ',
      { code: '/papers notices' },
      '.',
    ],
  ]);
}

/** A setting got a value that it can't have. @param field the field of the form, if there was one. */
export function badSetting(typed: string, expected: string, field: string): Reply {
  const heading: Text = [
    { code: typed || '(nothing)' },
    ` is not ${expected}. Nothing was changed.`,
  ];
  return { ...reply('badSetting', 'bad', heading), field };
}

/** `/papers settings language` got something that there is not. */
export function badLanguage(typed: string): Reply {
  const expected = 'a language that summaries are written in';
  const { message, ...rest } = badSetting(typed, expected, 'language');
  const names = Object.values(LANGUAGES).join(', ');
  return { ...rest, message: { ...message, lines: [[`There are ${names}.`]] } };
}

/** `/papers pause` alone. */
export function pauseShown(until: Date | null): Reply {
  const heading = until
    ? `This channel is paused until ${formatDay(until)}.`
    : 'This channel is not paused.';
  return reply(
    'pauseShown',
    'info',
    [heading],
    [
      [
        { code: '/papers pause 2026-12-24' },
        ' holds its papers back until that day, ',
        { code: '/papers resume' },
        ' ends a pause. What is found meanwhile comes then, the best first.',
      ],
    ],
  );
}

/** Nothing comes before a date. */
export function pauseSet(until: Date): Reply {
  return reply(
    'pauseSet',
    'good',
    [`Nothing comes here before ${formatDay(until)}.`],
    [['What is found meanwhile comes then, the best first.']],
    { actions: [{ label: 'Resume now', command: 'papers resume' }] },
  );
}

export const PAUSE_EXPECTED = 'a day to come within a year, written as 2026-12-24';
