import { type Card, type Message, plainText, type Text } from '../../core/message.ts';
import { SHORTENED_CARD, SLACK_LIMITS } from './limits.ts';
import { renderMessage } from './render.ts';
import { cut, linkable } from './text.ts';

const SEPARATOR = ' · ';

/** Lines and cards of a message without its heading. */
type Part = Pick<Message, 'lines' | 'cards'>;

/**
 * Cuts a message into the fewest messages that Slack takes, in order: lines first, then whole
 * cards. A card that is too large by itself has its texts shortened.
 */
export function paginate(message: Message): Message[] {
  const pages = fill(message);
  return pages.map((page, index) =>
    index === 0 ? page : { ...page, heading: continued(message, `${index + 1}/${pages.length}`) },
  );
}

/** The heading of a page after the first, short enough for a header: "3 papers · continued (2/3)". */
export function continued(message: Message, position: string): Text {
  const suffix = `continued (${position})`;
  const room = SLACK_LIMITS.header - suffix.length - SEPARATOR.length;
  const heading = cut(plainText(message.heading), room);
  return [heading.trim() === '' ? suffix : heading + SEPARATOR + suffix];
}

function fill(message: Message): Message[] {
  const next: Message = { heading: continued(message, '99/99'), lines: [], cards: [] };
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
    title: cut(card.title, SHORTENED_CARD.title),
    byline: cut(card.byline, SHORTENED_CARD.byline),
    facts: card.facts.slice(0, facts).map((fact) => cut(fact, SHORTENED_CARD.fact)),
    summary: cut(card.summary, SHORTENED_CARD.summary),
    reasons: card.reasons.slice(0, reasons).map((r) => [cut(plainText(r), SHORTENED_CARD.reason)]),
    links: card.links
      .filter(({ url }) => linkable(url) !== undefined)
      .slice(0, links)
      .map(({ label, url }) => ({ label: cut(label, SHORTENED_CARD.label), url })),
  };
}
