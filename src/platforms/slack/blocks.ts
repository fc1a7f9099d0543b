import type {
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  RichTextBlock,
  RichTextElement,
  RichTextSection,
} from '@slack/types';
import type { Span, Text } from '../../core/message.ts';
import { clean, cutAtWord, oneLine } from '../../lib/text.ts';
import { SLACK_LIMITS } from './limits.ts';
import { cutText, linkable, spanLabel } from './text.ts';

type Style = NonNullable<Extract<RichTextElement, { type: 'text' }>['style']>;

const MEMBER = /^[UW][A-Z0-9]{1,19}$/;
const CHANNEL = /^[CG][A-Z0-9]{1,19}$/;

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
 * A text in small grey letters, or in normal ones where it holds a link, which Slack shows in no
 * other block. A person is an element of its own, so that the text beside it stays plain.
 */
export function small(text: Text): (ContextBlock | RichTextBlock)[] {
  if (oneLine(text.map(spanLabel).join('')) === '') return [];
  if (text.some((span) => typeof span === 'object' && 'link' in span)) {
    const parts = elements(text);
    return parts.length === 0 ? [] : [richText(parts)];
  }
  const pieces = pieceTogether(cutText(text, SLACK_LIMITS.blockText));
  return [{ type: 'context', elements: pieces.slice(0, SLACK_LIMITS.contextElements) }];
}

type Piece = ContextBlock['elements'][number];

/** Plain text, and between it persons and channels. */
function pieceTogether(text: Text): Piece[] {
  const pieces: Piece[] = [];
  let words = '';
  const flush = () => {
    const text = oneLine(words);
    if (text !== '') pieces.push({ type: 'plain_text', text, emoji: false });
    words = '';
  };
  for (const span of text) {
    const name = nameOf(span);
    if (name === undefined || name.type === 'text') {
      words += name?.text ?? spanLabel(span);
    } else {
      flush();
      const mention = name.type === 'user' ? `<@${name.user_id}>` : `<#${name.channel_id}>`;
      pieces.push({ type: 'mrkdwn', text: mention });
    }
  }
  flush();
  return pieces;
}

/**
 * One block with a line for each text. Its elements carry text and style apart, so nothing in a
 * text can format, link or mention.
 */
export function richText(...lines: readonly RichTextElement[][]): RichTextBlock {
  return { type: 'rich_text', elements: lines.map(section) };
}

/** One block with a point for each text. */
export function list(...points: readonly RichTextElement[][]): RichTextBlock {
  const elements = points.map(section);
  return { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements }] };
}

function section(elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}

/** The elements of a text, at most as long as a block may be; none for a text without letters. */
export function elements(text: Text, style: Style = {}): RichTextElement[] {
  const parts = cutText(text, SLACK_LIMITS.blockText).flatMap((span) => element(span, style));
  return parts.some(isVisible) ? parts : [];
}

function isVisible(part: RichTextElement): boolean {
  return !('text' in part) || Boolean(part.text?.trim());
}

function element(span: Span, style: Style): RichTextElement[] {
  const name = nameOf(span);
  if (name) return [name];
  const text = clean(spanLabel(span));
  if (text === '') return [];
  if (typeof span === 'string') return [plain(text, style)];
  if ('bold' in span) return [plain(text, { ...style, bold: true })];
  if ('code' in span) return [plain(text, { ...style, code: true })];
  const url = 'link' in span ? linkable(span.url) : undefined;
  return [url ? { type: 'link', url, text, ...styled(style) } : plain(text, style)];
}

type Name = Extract<RichTextElement, { type: 'user' | 'channel' | 'text' }>;

/** The element that shows a member or a channel by name; undefined for other spans and bad ids. */
function nameOf(span: Span): Name | undefined {
  if (typeof span === 'string') return undefined;
  if ('person' in span)
    return MEMBER.test(span.person) ? { type: 'user', user_id: span.person } : undefined;
  if (!('channel' in span)) return undefined;
  if (MEMBER.test(span.channel)) return { type: 'text', text: 'your direct messages' };
  return CHANNEL.test(span.channel) ? { type: 'channel', channel_id: span.channel } : undefined;
}

function plain(text: string, style: Style): RichTextElement {
  return { type: 'text', text, ...styled(style) };
}

function styled(style: Style): { style?: Style } {
  return Object.keys(style).length > 0 ? { style } : {};
}
