import type { KnownBlock, RichTextElement } from '@slack/types';
import { type Reply, TONE_MARKS } from '../../core/command.ts';
import {
  type Card,
  MACHINE_WRITTEN,
  type Message,
  plainMessage,
  plainText,
  SEPARATOR,
  type Text,
} from '../../core/message.ts';
import { clean, cutAtWord, oneLine } from '../../lib/text.ts';
import { context, DIVIDER, elements, header, richText } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { escapeText } from './text.ts';

/** What chat.postMessage and a response_url take. */
export interface SlackPayload {
  /** What a notification and a screen reader say: escaped, without formatting. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Options beside a payload, so that nothing in its text formats, links or mentions. */
export const PLAIN_FALLBACK = { mrkdwn: false, parse: 'none', link_names: false } as const;

/** The same for chat.update, which knows no `mrkdwn`. */
export const PLAIN_UPDATE = { parse: 'none', link_names: false } as const;

/** Renders a message that `paginate` has cut to size. */
export function renderMessage(message: Message): SlackPayload {
  return {
    text: escapeText(cutAtWord(fallback(message), SLACK_LIMITS.fallbackText)),
    blocks: [...heading(message), ...lines(message), ...cards(message)],
  };
}

/** The same for a reply, its heading marked by its tone. */
export function renderReply(reply: Reply): SlackPayload {
  const { heading } = reply.message;
  if (plainText(heading).trim() === '') return renderMessage(reply.message);
  return renderMessage({ ...reply.message, heading: [TONE_MARKS[reply.tone], ...heading] });
}

function fallback(message: Message): string {
  return plainMessage(message).split('\n').map(clean).join('\n').trim() || 'Paper Route';
}

function heading(message: Message): KnownBlock[] {
  const plain = oneLine(plainText(message.heading));
  if (plain === '') return [];
  if (message.cards.length > 0) return [header(plain)];
  return [richText(elements(message.heading, { bold: true }))];
}

function lines(message: Message): KnownBlock[] {
  return blocksOf(message.lines.map((line) => elements(line)));
}

/** One rich_text block for as many lines as it may hold, then the next. */
function blocksOf(rendered: readonly RichTextElement[][]): KnownBlock[] {
  const blocks: RichTextElement[][][] = [];
  let room = 0;
  for (const line of rendered.filter((elements) => elements.length > 0)) {
    const length = textLength(line);
    if (length > room) {
      blocks.push([]);
      room = SLACK_LIMITS.blockText;
    }
    blocks.at(-1)?.push(line);
    room -= length;
  }
  return blocks.map((block) => richText(...block));
}

function textLength(line: readonly RichTextElement[]): number {
  return line.reduce((sum, part) => sum + ('text' in part ? (part.text?.length ?? 0) : 0), 0);
}

function cards(message: Message): KnownBlock[] {
  return message.cards.flatMap((card, index) =>
    index === 0 ? renderCard(card) : [DIVIDER, ...renderCard(card)],
  );
}

function renderCard(card: Card): KnownBlock[] {
  const byline = oneLine([card.byline, ...card.facts].filter(Boolean).join(SEPARATOR));
  return [
    richText(title(card)),
    ...(byline === '' ? [] : [context(byline)]),
    ...blocksOf([elements(summary(card)), elements(footer(card))]),
  ];
}

function title(card: Card): RichTextElement[] {
  const label = card.title.trim() || card.url.trim() || 'Untitled';
  const linked = elements([{ link: label, url: card.url }], { bold: true });
  return linked.length > 0 ? linked : elements(['Untitled'], { bold: true });
}

function summary(card: Card): Text {
  if (card.summary.trim() === '' || !card.machineWritten) return [card.summary];
  return [card.summary, ` ${MACHINE_WRITTEN}`];
}

/** Why the card is here and where to read on, in one line: posts stay short. */
function footer(card: Card): Text {
  const links = card.links.map(({ label, url }): Text => [{ link: label, url }]);
  return [...card.reasons, ...links].flatMap((part, index) =>
    index === 0 ? part : [SEPARATOR, ...part],
  );
}
