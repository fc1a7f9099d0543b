import { count, makeCard } from './card.ts';
import type { ChannelSettings } from './channel.ts';
import { digestHeading } from './digest-heading.ts';
import { groupNews } from './groups.ts';
import type { News } from './match.ts';
import { type Button, type Card, type Menu, type Message, MOST_OPTIONS } from './message.ts';
import type { Paper } from './paper.ts';
import { referenceTo } from './reference.ts';
import { arrange, type Placed } from './sections.ts';
import type { Summarise } from './summary/summarise.ts';

/** How a channel wants its digests. */
export type Look = Pick<ChannelSettings, 'layout' | 'links'>;

/** The messages that bring a channel its news. */
export interface Digest {
  readonly messages: readonly Message[];
  /** The papers of its cards, in their order. */
  readonly papers: readonly Paper[];
}

/**
 * What brings a channel its news: one message, or a list and the message for its thread. Papers
 * stand by subscription where that reads better (see arrange), else as they come.
 * @param news best first.
 * @param more how many further papers are only counted.
 */
export function makeDigest(
  news: readonly News[],
  look: Look,
  summarise: Summarise,
  more?: More,
): Digest {
  const groups = groupNews(news);
  const placed = arrange(news, groups, look.layout);
  const papers = placed.map((it) => it.news.paper);
  const whole: Message = {
    heading: digestHeading(groups),
    lines: more
      ? [[`And ${count(more.papers, 'more paper')} today: `, { code: '/papers more' }]]
      : [],
    cards: placed.map((it) => makePlacedCard(it, look, summarise)),
    actions: more ? [{ label: 'Show the rest', command: `papers more ${more.day}` }] : [],
  };
  return { messages: layOut(whole, papers, look), papers };
}

function makePlacedCard({ news, section }: Placed, look: Look, summarise: Summarise): Card {
  const card = makeCard(news.paper, news.reasons, summarise, look.links);
  return section ? { ...card, section } : card;
}

function layOut(whole: Message, papers: readonly Paper[], { layout }: Look): Message[] {
  if (layout === 'cards') return [whole];
  const list = { ...whole, compact: true };
  if (layout === 'compact')
    return [{ ...list, actions: [...paperMenus(papers), ...(whole.actions ?? [])] }];
  return [list, { heading: [], lines: [], cards: whole.cards, inThread: true }];
}

/** Papers that a channel gets beyond its cards of a day. */
export interface More {
  readonly papers: number;
  /** "2026-11-24", in the channel's time zone. */
  readonly day: string;
}

/**
 * Choices among papers, of which one can then be saved, muted or explained: one menu, or as many as
 * it takes.
 */
export function paperMenus(papers: readonly Paper[]): Menu[] {
  const label = 'Save, mute or explain a paper';
  const menus = Math.ceil(papers.length / MOST_OPTIONS);
  return Array.from({ length: menus }, (_, index) => {
    const options = papers.slice(index * MOST_OPTIONS, (index + 1) * MOST_OPTIONS).map(toOption);
    const first = index * MOST_OPTIONS + 1;
    const range = `${label}: ${first} to ${first + options.length - 1}`;
    return { label: menus === 1 ? label : range, options };
  });
}

function toOption(paper: Paper): Button {
  return { label: paper.title, command: `papers paper ${referenceTo(paper)}` };
}

/** What a channel gets that has had all its cards of the day. */
export function moreToday({ papers, day }: More, cap: number): Message {
  return {
    heading: [`${count(papers, 'more paper')} today, beyond this channel's ${count(cap, 'card')}`],
    lines: [[{ code: '/papers more' }, ' lists them, and what else is found until tomorrow.']],
    cards: [],
    actions: [{ label: 'Show them', command: `papers more ${day}` }],
  };
}

/** Most upvoted first, then what more terms matched, then the latest. */
export function rank(news: readonly News[]): News[] {
  return news.toSorted(
    (a, b) =>
      (b.paper.upvotes ?? 0) - (a.paper.upvotes ?? 0) ||
      matchedTerms(b) - matchedTerms(a) ||
      b.paper.listedAt.getTime() - a.paper.listedAt.getTime() ||
      (a.paper.id < b.paper.id ? -1 : 1),
  );
}

function matchedTerms({ reasons }: News): number {
  const terms = reasons.flatMap(({ evidence }) => evidence.map(({ term }) => term));
  return new Set(terms).size;
}
