import type { Span, Text } from '../../core/message.ts';
import { linkAddress } from '../../lib/address.ts';
import { cutAtWord } from '../../lib/text.ts';
import { LONGEST_URL } from './limits.ts';

/** The text in at most `max` UTF-16 units: whole spans as far as they fit, the last one cut. */
export function cutText(text: Text, max: number): Text {
  if (plain(text).length <= max) return text;
  const kept: Span[] = [];
  let room = max;
  for (const [index, span] of text.entries()) {
    const { length } = spanLabel(span);
    if (length >= room)
      return [...kept, withLabel(span, cutAtWord(plain(text.slice(index)), room))];
    kept.push(span);
    room -= length;
  }
  return kept;
}

function plain(text: Text): string {
  return text.map(spanLabel).join('');
}

/** What a reader sees of a span. */
export function spanLabel(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('code' in span) return span.code;
  if ('person' in span || 'channel' in span) return '';
  return span.link || span.url;
}

function withLabel(span: Span, label: string): Span {
  if (typeof span === 'string') return label;
  if ('bold' in span) return { bold: label };
  if ('code' in span) return { code: label };
  if ('person' in span || 'channel' in span) return span;
  return { link: label, url: span.url };
}

/** The address as Slack may link it; undefined unless it is http or https and of sensible length. */
export function linkable(url: string): string | undefined {
  const address = linkAddress(url)?.replaceAll('|', '%7C');
  return address && address.length <= LONGEST_URL ? address : undefined;
}

/**
 * Escapes Slack's three control characters, so that nothing in the text can mention or link.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Undoes escapeText: Slack escapes what people type after a slash command. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
