import { type Card, continued, type Message, plainText } from '../../core/message.ts';
import type { Frame } from './frame.ts';
import { LIMITS } from './limits.ts';
import { renderMail } from './render.ts';

/** As long as any that mails have. */
const ANY_FRAME: Frame = {
  home: `https://${'x'.repeat(60)}`,
  unsubscribe: `https://${'x'.repeat(160)}`,
};

/**
 * The fewest mails whose HTML programs show whole, in order: mostly one. Each card is whole; from the
 * second on the heading says "continued (2/3)".
 */
export function paginate(message: Message): Message[] {
  const pages = split(message);
  return pages.map((cards, index) => ({
    ...message,
    ...(index > 0 ? { lines: [], rows: [] } : {}),
    actions: index === pages.length - 1 ? (message.actions ?? []) : [],
    cards,
    heading:
      index === 0
        ? message.heading
        : [continued(plainText(message.heading), `${index + 1}/${pages.length}`)],
  }));
}

function split(message: Message): Card[][] {
  const bare = sizeOf({ ...message, cards: [] });
  const pages: Card[][] = [[]];
  let room = LIMITS.html - bare;
  for (const card of message.cards) {
    const size = sizeOf({ ...message, cards: [card] }) - bare;
    if (size > room && pages.at(-1)?.length !== 0) {
      pages.push([]);
      room = LIMITS.html - bare;
    }
    pages.at(-1)?.push(card);
    room -= size;
  }
  return pages;
}

function sizeOf(message: Message): number {
  return Buffer.byteLength(renderMail(message, ANY_FRAME).html);
}
