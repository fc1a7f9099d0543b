import {
  type Card,
  continued,
  type Message,
  plainText,
  SEPARATOR,
  type Text,
} from '../../core/message.ts';
import { cutAtWord } from '../../lib/text.ts';
import { SHORTENED_CARD, SLACK_LIMITS } from './limits.ts';
import { renderMessage } from './render.ts';
import { linkable } from './text.ts';

/** Lines and cards of a message without its heading. */
type Part = Pick<Message, 'lines' | 'cards'>;

/**
 * Cuts a message into the fewest messages that Slack takes, in order: lines first, then whole
 * cards. A card that is too large by itself has its texts shortened.
 */
export function paginate(message: Message): Message[] {
  const pages = fill(message);
  return pages.map((page, index) =>
    index === 0 ? page : goingOn(page, message.heading, `${index + 1}/${pages.length}`),
  );
}

/** A page after the first: its heading names its position, and is short enough for a header. */
export function goingOn(page: Message, heading: Text, position: string): Message {
  const room = SLACK_LIMITS.header - SEPARATOR.length - continued('', position).length;
  return { ...page, heading: [continued(cutAtWord(plainText(heading), room), position)] };
}

function fill(message: Message): Message[] {
  const next = goingOn({ ...message, lines: [], cards: [] }, message.heading, '99/99');
  const pages: Message[] = [];
  let page: Message = { ...next, heading: message.heading };
  for (const part of parts(message)) {
    const grown = add(page, part);
    if (fits(grown) || isEmpty(page)) {
      page = grown;
    } else {
      pages.push(page);
      page = add(next, part);
    }
  }
  return [...pages, page];
}

function parts(message: Message): Part[] {
  return [
    ...message.lines.map((line) => ({ lines: [line], cards: [] })),
    ...message.cards.map((card) => ({ lines: [], cards: [fitAlone(card)] })),
  ];
}

function add(page: Message, part: Part): Message {
  return {
    heading: page.heading,
    lines: [...page.lines, ...part.lines],
    cards: [...page.cards, ...part.cards],
  };
}

function isEmpty(page: Message): boolean {
  return page.lines.length === 0 && page.cards.length === 0;
}

function fits(page: Message): boolean {
  const { blocks } = renderMessage(page);
  const size = JSON.stringify(blocks).length;
  return blocks.length <= SLACK_LIMITS.blocks && size <= SLACK_LIMITS.blocksJson;
}

function fitAlone(card: Card): Card {
  const longestHeading = ['"'.repeat(SLACK_LIMITS.header)];
  return fits({ heading: longestHeading, lines: [], cards: [card] }) ? card : shorten(card);
}

function shorten(card: Card): Card {
  const { links, reasons, facts } = SHORTENED_CARD;
  return {
    ...card,
    title: cutAtWord(card.title, SHORTENED_CARD.title),
    byline: cutAtWord(card.byline, SHORTENED_CARD.byline),
    facts: card.facts.slice(0, facts).map((fact) => cutAtWord(fact, SHORTENED_CARD.fact)),
    summary: cutAtWord(card.summary, SHORTENED_CARD.summary),
    reasons: card.reasons
      .slice(0, reasons)
      .map((r) => [cutAtWord(plainText(r), SHORTENED_CARD.reason)]),
    links: card.links
      .filter(({ url }) => linkable(url) !== undefined)
      .slice(0, links)
      .map(({ label, url }) => ({ label: cutAtWord(label, SHORTENED_CARD.label), url })),
  };
}
