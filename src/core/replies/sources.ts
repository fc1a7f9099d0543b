import { count, formatDay } from '../card.ts';
import type { Reply } from '../command.ts';
import type { Row, Text } from '../message.ts';
import { sourceLabel } from '../paper.ts';
import { silenceOf } from '../silence.ts';
import type { SourceStatus } from '../source.ts';
import { buttonFor, pageButtons, pagePosition } from './actions.ts';
import { reply } from './reply.ts';

/** How many sources a page lists. */
export const SOURCES_PAGE = 10;
/** How many other feeds of a page are named. */
const OTHERS = 5;

/** A feed as a reply names it; its address shows no secret. */
export interface NamedFeed {
  readonly address: string;
  /** Its own title; empty when it has none. */
  readonly title: string;
}

/** What became of a feed that was to be added. */
export type FeedOutcome =
  | (NamedFeed & {
      readonly kind: 'added';
      /** How commands name it. */
      readonly reference: string;
      /** Addresses of other feeds that the same page names. */
      readonly others: readonly string[];
      /** How many entries it lists; null when it could not be stored or read again. */
      readonly listings: number | null;
    })
  | { readonly kind: 'known'; readonly address: string }
  | { readonly kind: 'full'; readonly most: number }
  /** One sentence says why. */
  | { readonly kind: 'refused'; readonly reason: string };

/** `/papers source` without a word that it knows. */
export function whichSource(): Reply {
  return reply(
    'whichSource',
    'bad',
    ['What about a source? Add one, or remove one that was added here.'],
    [
      [
        'For instance ',
        { code: '/papers source add https://example.org/feed' },
        ': the address of an RSS or Atom feed, or of a page that names one. ',
        { code: '/papers sources' },
        ' lists what is read.',
      ],
    ],
  );
}

/** The operator does not let people add feeds. */
export function feedsOff(): Reply {
  return reply(
    'feedsOff',
    'bad',
    ['Feeds can only be added or removed here once whoever runs this bot allows it.'],
    [
      [
        'The setting is ',
        { code: 'FEEDS_FROM_CHAT=managers' },
        ', or ',
        { code: 'everyone' },
        ' for all people.',
      ],
    ],
  );
}

/** Feeds serve everybody, so managers change them, and not in a conversation of their own. */
export function feedsInChannels(): Reply {
  return reply(
    'feedsInChannels',
    'bad',
    ['Add and remove feeds in a channel that you manage, not here. Nothing was changed.'],
    [[{ code: '/papers sources' }, ' lists what is read.']],
  );
}

/** What is to be removed came from another workspace. */
export function feedOfOthers(): Reply {
  return reply('feedOfOthers', 'bad', [
    'That feed was added from elsewhere, and is removed there. Nothing was changed.',
  ]);
}

/** The answer to `/papers source add`. */
export function feedAnswer(outcome: FeedOutcome): Reply {
  switch (outcome.kind) {
    case 'added':
      return feedAdded(outcome);
    case 'known':
      return reply('feedKnown', 'info', [{ bold: outcome.address }, ' is already read.']);
    case 'full':
      return reply('tooManyFeeds', 'bad', [fullText(outcome.most)]);
    case 'refused':
      return reply('feedRefused', 'bad', [outcome.reason]);
  }
}

/** Why no more feeds are taken. */
export function fullText(most: number): string {
  return `${most} feeds were added from chat, and no more are read: remove one first.`;
}

function feedAdded(feed: FeedOutcome & { kind: 'added' }): Reply {
  const name = feed.title || feed.address;
  const lines: Text[] = [
    feed.title === '' ? [] : [feed.address],
    [
      feed.listings === null
        ? 'It is read as soon as it answers again, and at every poll.'
        : `It lists ${feed.listings === 1 ? '1 entry' : `${feed.listings} entries`} at present, and is read at every poll. Whoever follows what it brings gets it.`,
    ],
    othersText(feed.others),
  ];
  return reply(
    'feedAdded',
    'good',
    ['Papers now come from ', { bold: name }, ', too.'],
    lines.filter((line) => line.length > 0),
    { actions: buttonFor('Remove it again', `papers source remove ${feed.reference}`) },
  );
}

function othersText(others: readonly string[]): Text {
  if (others.length === 0) return [];
  const more = others.length - OTHERS;
  const named = others.slice(0, OTHERS).join(', ');
  return [`The page names other feeds, too: ${named}${more > 0 ? ` and ${more} more` : ''}.`];
}

/** A feed is no longer read. @param again the command that adds it again; null when it holds a secret. */
export function feedRemoved({ address, title }: NamedFeed, again: string | null): Reply {
  return reply(
    'feedRemoved',
    'good',
    [{ bold: title || address }, ' is no longer read.'],
    [['What it has listed stays.']],
    { actions: again === null ? [] : buttonFor('Add it again', again) },
  );
}

/** What is to be removed is no feed from chat. */
export function noSuchFeed(typed: string): Reply {
  const heading: Text = [{ bold: typed }, ' was not added from chat. Nothing was changed.'];
  return reply('noSuchFeed', 'bad', heading, [
    [
      { code: '/papers sources' },
      ' lists what is read, with a button for each that you can remove.',
    ],
  ]);
}

/** What is to be removed is set by the operator. */
export function feedConfigured(address: string): Reply {
  const heading: Text = [
    { bold: address },
    ' is a setting of whoever runs this bot (RSS_FEEDS). Nothing was changed.',
  ];
  return reply('feedConfigured', 'bad', heading);
}

/** A source in the list of all. */
export interface SourceView {
  readonly status: SourceStatus;
  /** What is known of a feed from chat; null for a source that is configured. */
  readonly feed: AddedFeed | null;
}

interface AddedFeed {
  readonly title: string;
  /** How a button names it; null for one that this person can not remove here. */
  readonly reference: string | null;
  readonly addedAt: Date;
  /** The platform's id of a person of this workspace; null for one from elsewhere. */
  readonly addedBy: string | null;
}

export interface SourcesView {
  /** Those of the page. */
  readonly shown: readonly SourceView[];
  readonly total: number;
  readonly page: number;
  /** Whether this person may add and remove feeds here. */
  readonly mayChange: boolean;
  readonly now: Date;
}

/** `/papers sources`: where papers come from, and how each of them does. */
export function sourcesShown({ shown, total, page, mayChange, now }: SourcesView): Reply {
  const pages = Math.max(1, Math.ceil(total / SOURCES_PAGE));
  const heading = `Papers come from ${count(total, 'source')}${pagePosition(page, pages)}`;
  const adding: Text = [
    'Add a feed with ',
    { code: '/papers source add https://example.org/feed' },
    '.',
  ];
  return reply('sources', 'info', [heading], mayChange ? [adding] : [], {
    rows: shown.map((it) => sourceRow(it, now)),
    actions: pageButtons('papers sources', page, pages),
  });
}

function sourceRow({ status, feed }: SourceView, now: Date): Row {
  const label = sourceLabel(status.name);
  const state = stateOf(status, now);
  if (!feed) return { text: [{ bold: label }], detail: [state] };
  return {
    text: feed.title === '' ? [{ bold: label }] : [{ bold: feed.title }, ` (${label})`],
    detail: [`${state} Added on ${formatDay(feed.addedAt)}`, ...byText(feed.addedBy)],
    ...(feed.reference !== null && {
      action: { label: 'Remove', command: `papers source remove ${feed.reference}` },
    }),
  };
}

function byText(addedBy: string | null): Text {
  return addedBy === null ? ['.'] : [' by ', { person: addedBy }, '.'];
}

/** "Last news on 24 Nov 2026.", or what is amiss, in sentences. */
function stateOf(status: SourceStatus, now: Date): string {
  const { lastError, lastSuccessAt, newsAt } = status;
  const silence = silenceOf(status, now);
  if (lastError !== null) {
    const since = lastSuccessAt ? ` since ${formatDay(lastSuccessAt)}` : '';
    return `Could not be read${since}: ${lastError}`;
  }
  if (silence) return `Nothing new since ${formatDay(silence.since)}, longer than usual.`;
  if (lastSuccessAt === null || newsAt === null) return 'Not read yet.';
  return `Last news on ${formatDay(newsAt)}.`;
}
