import type { Card, Link, Message, Span, Text } from '../../core/message.ts';
import { linkAddress } from '../../lib/address.ts';
import { clean } from '../../lib/text.ts';
import { LIMITS } from './limits.ts';

/**
 * A line without what only a chat can use: a mail is answered by nobody, so a command in it ends the
 * line, and one that begins with it is left out.
 */
export function withoutCommands(text: Text): Text {
  const place = text.findIndex(isCommand);
  if (place < 0) return text;
  const before = text.slice(0, place);
  const last = before.at(-1);
  if (typeof last !== 'string') return before;
  return [...before.slice(0, -1), last.replace(/[\s:,;(]+$/, '.')];
}

function isCommand(span: Span): boolean {
  return typeof span === 'object' && 'code' in span && span.code.startsWith('/');
}

/** The words of a span, on one line. */
export function wordsOf(span: Span): string {
  if (typeof span === 'string') return clean(span);
  if ('bold' in span) return clean(span.bold);
  if ('code' in span) return clean(span.code);
  if ('link' in span) return clean(span.link);
  return 'person' in span ? 'a reader' : 'a channel';
}

/** The words of a text, on one line. */
export function plain(text: Text): string {
  return text.map(wordsOf).join('').trim();
}

/** An address that a mail may lead to; null of one that it may not. */
export function hrefOf(url: string): string | null {
  const address = linkAddress(url);
  return address && address.length <= LIMITS.url ? address : null;
}

/** The lines of a message that a mail can use. */
export function linesOf({ lines }: Message): Text[] {
  return lines.map(withoutCommands).filter((line) => line.length > 0);
}

/** The links of a card, also those that are buttons in a chat. */
export function linksOf({ links: below, actions: buttons = [] }: Card): Link[] {
  return [...below, ...buttons.filter((it) => 'url' in it)].slice(0, LIMITS.links);
}
