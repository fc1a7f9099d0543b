/**
 * The neutral message: what the bot says, before any platform renders it.
 * All strings are plain text; a renderer escapes them, so no title can format or ping.
 */

/** One run of text. A plain string carries no meaning; the others name one. */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly url: string };

/** One line or paragraph. It holds no line break of its own. */
export type Text = readonly Span[];

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** One paper as a reader sees it in a digest. */
export interface Card {
  readonly title: string;
  readonly url: string;
  /** "Ada Lovelace, Alan Turing, Grace Hopper and 4 others"; empty when a listing names nobody. */
  readonly byline: string;
  /** Short facts in reading order: source and date, upvotes, comments, organization. */
  readonly facts: readonly string[];
  readonly summary: string;
  /** True when the summary comes from a language model of the listing's site. */
  readonly machineWritten: boolean;
  /** Why this card is here: one line for each match. */
  readonly reasons: readonly Text[];
  readonly links: readonly Link[];
}

export interface Message {
  readonly heading: Text;
  readonly lines: readonly Text[];
  readonly cards: readonly Card[];
}

/** Stands between facts, links and reasons in one line. */
export const SEPARATOR = ' · ';

/** Stands behind a summary that is machineWritten. */
export const MACHINE_WRITTEN = '(summary by a language model)';

/** The heading of a message after the first of several: "3 new papers · continued (2/3)". */
export function continued(heading: string, position: string): string {
  const suffix = `continued (${position})`;
  return heading.trim() === '' ? suffix : heading + SEPARATOR + suffix;
}

/** A text without its formatting; a link is its label alone. */
export function plainText(text: Text): string {
  return text.map(spanText).join('');
}

/** What a notification or a screen reader gets: the heading, the lines and the titles. */
export function plainMessage(message: Message): string {
  return [
    plainText(message.heading),
    ...message.lines.map(plainText),
    ...message.cards.map((card) => `• ${card.title}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function spanText(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('code' in span) return span.code;
  return span.link;
}
