import { type Card, continued, type Message, plainText, type Text } from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import { LIMITS, SHARES } from './limits.ts';
import { countThatFit, renderCard, renderLine } from './render.ts';

/** What one message shows under its heading. */
type Page = Pick<Message, 'lines' | 'cards'>;

/**
 * The fewest messages that each fit Discord's limits, in order: the lines first, then the cards,
 * each whole. From the second on the heading says "3 papers · continued (2/3)". (The texts of a
 * single oversized card are shortened by renderCard.)
 */
export function paginate(message: Message): Message[] {
  const pages = merge(linePages(message.lines), cardPages(message.cards));
  return pages.map((page, index) => ({
    heading: index === 0 ? message.heading : goingOn(message.heading, index + 1, pages.length),
    ...page,
  }));
}

function goingOn(heading: Text, page: number, pages: number): Text {
  const start = cutAtWord(oneLine(plainText(heading)), SHARES.heading / 4);
  return [continued(start, `${page}/${pages}`)];
}

/** The cards go on in the message where the lines end: content and embeds have limits of their own. */
function merge(lines: readonly Text[][], cards: readonly Card[][]): Page[] {
  const shared = Math.max(lines.length - 1, 0);
  const length = Math.max(lines.length, shared + cards.length, 1);
  return Array.from({ length }, (_, index) => ({
    lines: lines[index] ?? [],
    cards: cards[index - shared] ?? [],
  }));
}

function linePages(lines: readonly Text[]): Text[][] {
  const pages: Text[][] = [];
  let room = 0;
  for (const line of lines) {
    const size = renderLine(line).length + 1;
    if (size > room) {
      pages.push([]);
      room = LIMITS.content - SHARES.heading;
    }
    pages.at(-1)?.push(line);
    room -= size;
  }
  return pages;
}

function cardPages(cards: readonly Card[]): Card[][] {
  const embeds = cards.map(renderCard);
  const pages: Card[][] = [];
  for (let start = 0; start < cards.length; ) {
    const size = Math.max(countThatFit(embeds.slice(start, start + LIMITS.embeds)), 1);
    pages.push(cards.slice(start, start + size));
    start += size;
  }
  return pages;
}
