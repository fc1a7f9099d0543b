import type { KnownBlock, SectionBlock } from '@slack/types';
import { plainText, type Row, type Span, type Text } from '../../core/message.ts';
import { oneLine } from '../../lib/text.ts';
import { actionBlocks, buttonElement, plain } from './actions.ts';
import { elements, header, richText, small } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';

/**
 * An entry of a list. Slack sets a button beside plain text alone: beside the entry, or beside its
 * detail where the entry holds a link; else the button stands below.
 */
export function renderRow({ text, detail = [], action }: Row): KnownBlock[] {
  if (isTitle(text) && detail.length === 0 && !action) return [header(plainText(text))];
  const about = plainText(text);
  const button = action && buttonElement(action, about);
  if (!button) return [...line(text), ...small(detail)];
  if (isPlain(text)) return [beside(text, button), ...small(detail)];
  if (isPlain(detail)) return [...line(text), beside(detail, button)];
  return [...line(text), ...small(detail), ...actionBlocks([action], about)];
}

/** True for bold words alone, which stand above the entries that follow. */
function isTitle(text: Text): boolean {
  const isBold = (span: Span) => typeof span === 'object' && 'bold' in span;
  return text.every(isBold) && oneLine(plainText(text)) !== '';
}

function line(text: Text): KnownBlock[] {
  const parts = elements(text);
  return parts.length === 0 ? [] : [richText(parts)];
}

function beside(
  text: Text,
  accessory: NonNullable<ReturnType<typeof buttonElement>>,
): SectionBlock {
  return { type: 'section', text: plain(plainText(text), SLACK_LIMITS.blockText), accessory };
}

/** True for words alone: no link, no person, no channel. */
function isPlain(text: Text): boolean {
  const isWords = (span: Span) => typeof span === 'string' || 'bold' in span || 'code' in span;
  return text.every(isWords) && oneLine(plainText(text)) !== '';
}
