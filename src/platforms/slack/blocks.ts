import type {
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  RichTextBlock,
  RichTextElement,
} from '@slack/types';
import type { Span, Text } from '../../core/message.ts';
import { clean, cutAtWord } from '../../lib/text.ts';
import { SLACK_LIMITS } from './limits.ts';
import { cutText, linkable, spanLabel } from './text.ts';

type Style = NonNullable<Extract<RichTextElement, { type: 'text' }>['style']>;

export const DIVIDER: DividerBlock = { type: 'divider' };

/** A title in large letters. Plain text: Slack parses nothing in it. */
export function header(text: string): HeaderBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: cutAtWord(text, SLACK_LIMITS.header), emoji: false },
  };
}

/** A line in small grey letters. Plain text: Slack parses nothing in it. */
export function context(text: string): ContextBlock {
  const line = cutAtWord(text, SLACK_LIMITS.blockText);
  return { type: 'context', elements: [{ type: 'plain_text', text: line, emoji: false }] };
}

/**
 * One block with a line for each text. Its elements carry text and style apart, so nothing in a
 * text can format, link or mention.
 */
export function richText(...lines: readonly RichTextElement[][]): RichTextBlock {
  return {
    type: 'rich_text',
    elements: lines.map((elements) => ({ type: 'rich_text_section', elements })),
  };
}

/** The elements of a text, at most as long as a block may be; none for a text without letters. */
export function elements(text: Text, style: Style = {}): RichTextElement[] {
  const cleaned = cutText(text, SLACK_LIMITS.blockText).map((span) => element(span, style));
  const isBlank = cleaned.every((part) => 'text' in part && !part.text?.trim());
  return isBlank ? [] : cleaned.filter((part) => 'text' in part && part.text !== '');
}

function element(span: Span, style: Style): RichTextElement {
  const text = clean(spanLabel(span));
  if (typeof span === 'string') return plain(text, style);
  if ('bold' in span) return plain(text, { ...style, bold: true });
  if ('code' in span) return plain(text, { ...style, code: true });
  const url = linkable(span.url);
  return url ? { type: 'link', url, text, ...styled(style) } : plain(text, style);
}

function plain(text: string, style: Style): RichTextElement {
  return { type: 'text', text, ...styled(style) };
}

function styled(style: Style): { style?: Style } {
  return Object.keys(style).length > 0 ? { style } : {};
}
