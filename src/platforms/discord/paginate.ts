import { continued, type Message, plainText, type Text } from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import {
  countThatFit,
  type Entry,
  entriesOf,
  renderTitle,
  roomUnder,
  withEntries,
} from './layout.ts';
import { SHARES } from './limits.ts';

/** More pages than any message has. */
const MOST_PAGES = 999;

/**
 * The fewest messages that each fit Discord's limits, in order: lines, rows, cards, each whole, and
 * the actions at the end of the last. From the second on the heading says "3 papers · continued
 * (2/3)". (The texts of a single oversized card are shortened when it is rendered.)
 */
export function paginate(message: Message): Message[] {
  const pages = split(message, entriesOf(message));
  return pages.map((entries, index) => ({
    ...withEntries(message, entries),
    heading: index === 0 ? message.heading : goingOn(message.heading, index + 1, pages.length),
  }));
}

function split({ heading }: Message, entries: readonly Entry[]): Entry[][] {
  const later = renderTitle(goingOn(heading, MOST_PAGES, MOST_PAGES));
  const pages: Entry[][] = [];
  for (let start = 0; start < entries.length || pages.length === 0; ) {
    const room = roomUnder(pages.length === 0 ? renderTitle(heading) : later);
    const count = Math.max(countThatFit(entries.slice(start), room), 1);
    pages.push(entries.slice(start, start + count));
    start += count;
  }
  return pages;
}

function goingOn(heading: Text, page: number, pages: number): Text {
  const start = cutAtWord(oneLine(plainText(heading)), SHARES.heading / 4);
  return [continued(start, `${page}/${pages}`)];
}
