import { formatDay, reasonText, titleOf } from '../card.ts';
import type { Reply } from '../command.ts';
import type { News, Reason } from '../match.ts';
import type { Obstacle } from '../matching/explain.ts';
import type { Span, Text } from '../message.ts';
import type { Paper } from '../paper.ts';
import type { SourceStatus } from '../source.ts';
import { FIRST_PAPERS } from '../subscription.ts';
import type { Objection } from '../taste.ts';
import { reply } from './reply.ts';
import { sourceLines } from './today.ts';

/** `/papers why` without a paper, or with something that is none. */
export function whichPaper(): Reply {
  const example: Text = [
    'For instance ',
    { code: '/papers why 2402.03300' },
    ', or a link to the paper.',
  ];
  return reply(
    'whichPaper',
    'bad',
    ['Which paper? Name its arXiv id, its DOI or a link.'],
    [example],
  );
}

/** No source has listed the paper. */
export function notListed(name: string, sources: readonly SourceStatus[]): Reply {
  const heading: Text = ['No source has listed ', { bold: name }, ' yet.'];
  return reply('notListed', 'info', heading, sourceLines(sources));
}

/** The paper was posted here, or stands in the queue. */
export function whyPosted(paper: Paper, when: Date | null, reasons: readonly Reason[]): Reply {
  const what = when ? `Posted here on ${formatDay(when)}.` : 'It is on its way to this channel.';
  const why = reasons.length > 0 ? reasons.map((it) => reasonText(it)) : [GONE];
  return reply('whyPosted', 'info', [titleOf(paper)], [[what], ...why]);
}

const GONE: Text = ['The subscription that brought it has been removed since.'];

/** The paper came when the channel had had its cards of the day. */
export function whyCounted(paper: Paper, when: Date, reasons: readonly Reason[]): Reply {
  const what: Text = [
    `Found for this channel on ${formatDay(when)}, beyond its cards of the day: `,
    { code: '/papers more' },
    ' lists it.',
  ];
  return reply(
    'whyCounted',
    'info',
    [titleOf(paper)],
    [what, ...reasons.map((it) => reasonText(it))],
  );
}

/** The paper could not be posted. */
export function whyFailed(paper: Paper, reason: string): Reply {
  return reply('whyFailed', 'info', [titleOf(paper)], [[`Posting it here failed: ${reason}`]]);
}

/** What holds back a paper that is found. */
export interface HeldBack {
  /** "on weekdays at 09:00 (Europe/Berlin)". */
  readonly when: string;
  readonly pausedReason: string | null;
  readonly pausedUntil: Date | null;
  readonly objection: Objection | null;
}

/** The paper is found, and waits for its digest, or for something else. */
export function whyWaiting(news: News, held: HeldBack): Reply {
  const what = heldBackText(held);
  return reply(
    'whyWaiting',
    'info',
    [titleOf(news.paper)],
    [what, ...news.reasons.map((it) => reasonText(it))],
  );
}

function heldBackText({ when, pausedReason, pausedUntil, objection }: HeldBack): Text {
  if (objection) return objectionText(objection);
  if (pausedReason !== null) return [`It waits, because posting is paused: ${pausedReason}`];
  if (pausedUntil)
    return [`It waits, because this channel is paused until ${formatDay(pausedUntil)}.`];
  return [`It comes ${when}.`];
}

/** Muted, it never comes. */
export function whyMuted(paper: Paper, objection: Objection): Reply {
  return reply('whyMuted', 'info', [titleOf(paper)], [objectionText(objection)]);
}

function objectionText(objection: Objection): Text {
  switch (objection.kind) {
    case 'muted':
      return [
        `It is held back, because this channel muted it on ${formatDay(objection.mute.mutedAt)}: `,
        ...(objection.mute.kind === 'paper' ? ['this paper'] : [{ bold: objection.mute.what }]),
        '. ',
        { code: '/papers muted' },
        ' changes that.',
      ];
    case 'upvotes':
      return [
        `It waits for upvotes: this channel asks for ${objection.least}, and it has ${objection.has ?? 'none'} so far.`,
      ];
    case 'source':
      return ['It waits, because no source that this channel takes papers from has listed it.'];
  }
}

/** A subscription that does not bring a paper, and why. */
export type NearMiss = { readonly query: string } & (
  | { readonly kind: 'obstacles'; readonly obstacles: readonly Obstacle[] }
  /** It matches, but the paper was listed before the subscription looks back to. */
  | { readonly kind: 'early' }
  /** It matches, but others were better when the subscription was made. */
  | { readonly kind: 'crowded' }
  /** It matches now, but did not when the paper was listed. */
  | { readonly kind: 'late' }
  | { readonly kind: 'unreadable' }
);

/** The paper is stored, but no subscription brings it; the nearest come first. */
export function whyNot(paper: Paper, misses: readonly NearMiss[], subscriptions: number): Reply {
  const listed = `Listed on ${formatDay(paper.listedAt)}; not posted here.`;
  const none: Text[] = subscriptions === 0 ? [['This channel follows nothing yet.']] : [];
  return reply('whyNot', 'info', [titleOf(paper)], [[listed], ...none, ...misses.map(missText)]);
}

const STANDING: Readonly<Record<Exclude<NearMiss['kind'], 'obstacles'>, string>> = {
  early: ' matches, but the paper was listed before it was subscribed to.',
  crowded: ` matches, but of the papers listed before it was subscribed to, only the best ${FIRST_PAPERS} came.`,
  late: ' matches now, but did not when the paper was listed.',
  unreadable: " can't be read by this version of Paper Route. Subscribe to it in another spelling.",
};

function missText(miss: NearMiss): Text {
  if (miss.kind !== 'obstacles') return [{ bold: miss.query }, STANDING[miss.kind]];
  return [
    { bold: miss.query },
    ': ',
    ...miss.obstacles.flatMap((it, place) => [...(place ? [', '] : []), ...obstacleText(it)]),
  ];
}

function obstacleText(obstacle: Obstacle): Span[] {
  switch (obstacle.kind) {
    case 'missing':
      return [{ bold: obstacle.term }, ' does not occur'];
    case 'excluded':
      return [{ bold: obstacle.term }, ' is excluded, and occurs'];
    case 'count':
      return [
        obstacle.value === null
          ? `no source counts its ${obstacle.field}`
          : `it has ${obstacle.value} ${obstacle.field} so far`,
      ];
  }
}
