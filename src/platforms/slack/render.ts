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
import { clean, cutAtWord, oneLine, unbroken } from '../../lib/text.ts';
import { actionBlocks, numbered } from './actions.ts';
import { context, DIVIDER, elements, header, list, richText } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { renderRow } from './rows.ts';
import { escapeText } from './text.ts';

/** What chat.postMessage and a response_url take. */
export interface SlackPayload {
  /** What a notification and a screen reader say: escaped, without formatting. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Options beside a payload, so that nothing in its text formats, links or mentions. */
export const PLAIN_FALLBACK = { mrkdwn: false, parse: 'none', link_names: false } as const;

/** The same for chat.update and chat.postEphemeral, which know no `mrkdwn`. */
export const PLAIN_UPDATE = { parse: 'none', link_names: false } as const;

/** Renders a message, cut to size by `paginate`, for a channel: nobody is named, so nobody is pinged. */
export function renderMessage(message: Message): SlackPayload {
  return renderPrivate(withoutPersons(message));
}

/** The same for what one person alone sees, where a person's name pings nobody. */
export function renderPrivate(message: Message): SlackPayload {
  return {
    text: escapeText(cutAtWord(fallback(message), SLACK_LIMITS.fallbackText)),
    blocks: numbered([
      ...heading(message),
      ...blocksOf(message.lines.map((line) => elements(line))),
      ...(message.rows ?? []).flatMap(renderRow),
      ...(message.compact ? compactCards(message.cards) : fullCards(message.cards)),
      ...actionBlocks(message.actions ?? []),
    ]),
  };
}

/** The same for a reply, its heading marked by its tone. */
export function renderReply(reply: Reply): SlackPayload {
  const { heading } = reply.message;
  if (plainText(heading).trim() === '') return renderPrivate(reply.message);
  return renderPrivate({ ...reply.message, heading: [TONE_MARKS[reply.tone], ...heading] });
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

/** One rich_text block for as many lines as it may hold, then the next. */
function blocksOf(rendered: readonly RichTextElement[][], block = richText): KnownBlock[] {
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
  return blocks.map((lines) => block(...lines));
}

function textLength(line: readonly RichTextElement[]): number {
  return line.reduce((sum, part) => sum + ('text' in part ? (part.text?.length ?? 0) : 0), 0);
}

/** All of a section in one block: a block for each, in small letters, would stand a quarter taller. */
function compactCards(cards: readonly Card[]): KnownBlock[] {
  const starts = cards.flatMap(({ section }, place) => (section || place === 0 ? [place] : []));
  return starts.flatMap((start, place) => {
    const section = cards.slice(start, starts[place + 1]);
    return [...section.slice(0, 1).flatMap(sectionBlocks), ...blocksOf(section.map(point), list)];
  });
}

function point(card: Card): RichTextElement[] {
  const brief = elements(card.brief ?? []);
  const below: RichTextElement[] = brief.length === 0 ? [] : [{ type: 'text', text: '\n' }];
  return [...title(card), ...below, ...brief];
}

function fullCards(cards: readonly Card[]): KnownBlock[] {
  return cards.flatMap((card, index) =>
    index === 0 ? renderCard(card) : [DIVIDER, ...renderCard(card)],
  );
}

/** The line above the first card of a section. */
function sectionBlocks({ section = [] }: Card): KnownBlock[] {
  const line = elements(section, { bold: true });
  return line.length === 0 ? [] : [richText(line)];
}

function renderCard(card: Card): KnownBlock[] {
  const byline = unbroken(oneLine([card.byline, ...card.facts].filter(Boolean).join(SEPARATOR)));
  return [
    ...sectionBlocks(card),
    richText(title(card)),
    ...(byline === '' ? [] : [context(byline)]),
    ...blocksOf([elements(summary(card)), elements(footer(card))]),
    ...actionBlocks(card.actions ?? [], card.title),
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

/** The message without its members, for where a name would ping. */
export function withoutPersons(message: Message): Message {
  return {
    ...message,
    heading: nameless(message.heading),
    lines: message.lines.map(nameless),
    cards: message.cards.map((card) => ({
      ...card,
      reasons: card.reasons.map(nameless),
      ...(card.brief && { brief: nameless(card.brief) }),
      ...(card.section && { section: nameless(card.section) }),
    })),
    ...(message.rows && {
      rows: message.rows.map((row) => ({
        ...row,
        text: nameless(row.text),
        ...(row.detail && { detail: nameless(row.detail) }),
      })),
    }),
  };
}

function nameless(text: Text): Text {
  return text.filter((span) => typeof span === 'string' || !('person' in span));
}
