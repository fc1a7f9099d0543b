import type { APIAllowedMentions, APIEmbed } from 'discord.js';
import { type Reply, TONE_MARKS } from '../../core/command.ts';
import {
  type Card,
  MACHINE_WRITTEN,
  type Message,
  plainText,
  SEPARATOR,
  type Text,
} from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import { LIMITS, SHARES } from './limits.ts';
import { escapeMarkdown, maskedLink, renderHeading, renderText, safeUrl } from './markdown.ts';

/** What is sent to Discord: valid for a new message and for the edit of an interaction's answer. */
export interface MessageBody {
  readonly content?: string;
  readonly embeds: readonly APIEmbed[];
  readonly allowed_mentions: APIAllowedMentions;
}

const ACCENT = 0x3b6ea5;

/**
 * One Discord message, always within LIMITS: the heading and lines are its content, each card is
 * an embed. What does not fit is left out, and the last line says how much; paginate() makes
 * messages of which nothing is left out.
 */
export function renderMessage(message: Message): MessageBody {
  return render(message, '');
}

/** The answer to a command, marked with its tone. */
export function renderReply(reply: Reply): MessageBody {
  return render(reply.message, TONE_MARKS[reply.tone]);
}

/** A card as an embed; its texts are shortened to SHARES, so it is never more than Discord takes. */
export function renderCard(card: Card): APIEmbed {
  const url = safeUrl(card.url);
  const description = renderDescription(card);
  const facts = shortLine(card.facts.join(SEPARATOR), SHARES.footer);
  return {
    title: shortLine(card.title, LIMITS.title, escapeMarkdown) || 'Untitled',
    ...(url !== null && { url }),
    ...(description !== '' && { description }),
    color: ACCENT,
    ...(facts !== '' && { footer: { text: facts } }),
  };
}

/** What an embed counts towards LIMITS.embedTotal, in UTF-16 units. */
export function embedSize(embed: APIEmbed): number {
  const texts = [embed.title, embed.description, embed.footer?.text];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** How many of the embeds, from the first, fit into one message. */
export function countThatFit(embeds: readonly APIEmbed[]): number {
  let size = 0;
  const over = embeds.findIndex((embed) => {
    size += embedSize(embed);
    return size > LIMITS.embedTotal;
  });
  return Math.min(over === -1 ? embeds.length : over, LIMITS.embeds);
}

/** One line of a message's content, shortened to its share; a shortened one loses its formatting. */
export function renderLine(line: Text): string {
  return shortened(line, SHARES.line, renderText);
}

/** A message's heading in bold, shortened to its share. */
export function renderTitle(heading: Text): string {
  return shortened(heading, SHARES.heading, renderHeading);
}

function render(message: Message, mark: string): MessageBody {
  const embeds = message.cards.map(renderCard);
  const shown = countThatFit(embeds);
  const title = mark + renderTitle(message.heading);
  const content = fitLines(title.trim(), message.lines.map(renderLine), embeds.length - shown);
  return {
    ...(content !== '' && { content }),
    embeds: embeds.slice(0, shown),
    allowed_mentions: { parse: [] },
  };
}

function fitLines(title: string, lines: readonly string[], cardsLeft: number): string {
  const cards = leftOut(cardsLeft, 'paper');
  for (let kept = Math.min(lines.length, LIMITS.content); ; kept--) {
    const shown = [...lines.slice(0, kept), ...leftOut(lines.length - kept, 'line'), ...cards];
    const content = (title === '' ? shown : [title, ...shown]).join('\n').trim();
    if (content.length <= LIMITS.content || kept === 0) return content;
  }
}

function leftOut(count: number, noun: string): string[] {
  return count > 0
    ? [`…and ${count} more ${noun}${count === 1 ? '' : 's'} that did not fit here.`]
    : [];
}

function renderDescription(card: Card): string {
  const reasons = card.reasons.map((reason) => shortened(reason, SHARES.reason, renderText));
  const why = [within(reasons, SHARES.reasons), within(card.links.map(renderLink), SHARES.links)];
  const parts = [
    shortLine(card.byline, SHARES.byline, escapeMarkdown),
    renderSummary(card),
    why.filter((part) => part !== '').join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderSummary(card: Card): string {
  const summary = shortLine(card.summary, SHARES.summary, escapeMarkdown);
  return summary !== '' && card.machineWritten ? `${summary} *${MACHINE_WRITTEN}*` : summary;
}

function renderLink(link: { label: string; url: string }): string {
  const rendered = safeUrl(link.url) === null ? '' : maskedLink(link.label, link.url);
  return rendered.length <= SHARES.link ? rendered : '';
}

/** The first pieces that fit `max` together, in one line; empty pieces are left out. */
function within(pieces: readonly string[], max: number): string {
  return pieces
    .filter((piece) => piece.trim() !== '')
    .reduce((text, piece) => {
      const longer = text === '' ? piece : text + SEPARATOR + piece;
      return longer.length <= max ? longer : text;
    }, '');
}

function shortened(text: Text, max: number, render: (text: Text) => string): string {
  const whole = render(text);
  return whole.length <= max ? whole : shortLine(plainText(text), max, (plain) => render([plain]));
}

function shortLine(text: string, max: number, render?: (text: string) => string): string {
  return cutAtWord(oneLine(text), max, render);
}
