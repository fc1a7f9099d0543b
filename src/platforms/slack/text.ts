import type { Span, Text } from '../../core/message.ts';
import { LONGEST_URL } from './limits.ts';

const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text fit for Slack: control characters become spaces, marks that reverse the line go, and so do halves of a surrogate pair. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

/** The text when it fits into `max` UTF-16 units, else its first whole graphemes and an ellipsis. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length + ELLIPSIS.length > max) break;
    kept += segment;
  }
  return kept.trimEnd() + ELLIPSIS;
}

/** The same for a text with formatting: whole spans as far as they fit, the last one cut. */
export function cutText(text: Text, max: number): Text {
  if (length(text) <= max) return text;
  const kept: Span[] = [];
  let room = max - ELLIPSIS.length;
  for (const span of text) {
    const label = spanLabel(span);
    if (label.length > room) return [...kept, withLabel(span, cut(label, room))];
    kept.push(span);
    room -= label.length;
  }
  return kept;
}

function length(text: Text): number {
  return text.reduce((sum, span) => sum + spanLabel(span).length, 0);
}

/** What a reader sees of a span. */
export function spanLabel(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('code' in span) return span.code;
  return span.link || span.url;
}

function withLabel(span: Span, label: string): Span {
  if (typeof span === 'string') return label;
  if ('bold' in span) return { bold: label };
  if ('code' in span) return { code: label };
  return { link: label, url: span.url };
}

/** The address as Slack may link it; undefined unless it is http or https and of sensible length. */
export function linkable(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  const address = href.replaceAll('|', '%7C');
  return isWeb && address.length <= LONGEST_URL ? address : undefined;
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
