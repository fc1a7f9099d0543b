/**
 * The neutral message: what the bot says, before any platform renders it.
 * All strings are plain text; a renderer escapes them, so no title can format or ping.
 */

/** One run of text. A plain string carries no meaning; the others name one. */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly url: string }
  /** A member, by the platform's id: shown by name where only the caller reads, and never pinged. */
  | { readonly person: string }
  /** A channel, by the platform's id: shown by its name. */
  | { readonly channel: string };

/** One line or paragraph. It holds no line break of its own. */
export type Text = readonly Span[];

export interface Link {
  readonly label: string;
  readonly url: string;
}

/**
 * What a press of a button stands for: a command, as if the person had typed it. All that it needs
 * is in its words, so it works for as long as the message stands.
 */
export interface Button {
  readonly label: string;
  /** For instance "papers save 2402.03300"; at most LONGEST_COMMAND characters. */
  readonly command: string;
  /** True when it asks for a form to fill in first. */
  readonly opensForm?: boolean;
}

/** A choice of one of several commands: at most MOST_OPTIONS. */
export interface Menu {
  /** What is to be chosen: "A paper…". */
  readonly label: string;
  readonly options: readonly Button[];
}

export type Action = Button | Link | Menu;

/** Discord's custom_id and select values take 100 characters, of which a platform needs some. */
export const LONGEST_COMMAND = 90;

/** Discord's select menus take 25: https://docs.discord.com/developers/components/reference#string-select */
export const MOST_OPTIONS = 25;

/** An entry of a list that one can do something about. */
export interface Row {
  readonly text: Text;
  /** In small letters below it. */
  readonly detail?: Text;
  readonly action?: Button;
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
  /** True when a language model wrote the summary. */
  readonly machineWritten: boolean;
  /** Why this card is here: one line for each match. */
  readonly reasons: readonly Text[];
  readonly links: readonly Link[];
  /** All that a compact list says below the title: "Ada Byron et al. · 42 upvotes · grpo". */
  readonly brief?: Text;
  /** Buttons below the card; a compact list shows none. */
  readonly actions?: readonly (Button | Link)[];
  /** Stands above the first card of a group: "On grpo · 5". Missing in stored messages. */
  readonly section?: Text;
}

/**
 * What is said at once, in this order: heading, lines, rows, cards, actions. The optional parts are
 * missing in messages that an earlier version has stored.
 */
export interface Message {
  readonly heading: Text;
  readonly lines: readonly Text[];
  readonly rows?: readonly Row[];
  readonly cards: readonly Card[];
  /** True when each card is its linked title and its brief, in two lines. */
  readonly compact?: boolean;
  readonly actions?: readonly Action[];
  /** True when it belongs in the thread of the first message of its digest. */
  readonly inThread?: boolean;
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

/** What a notification or a screen reader gets: the heading, the lines, the sections and the titles. */
export function plainMessage(message: Message): string {
  return [
    plainText(message.heading),
    ...message.lines.map(plainText),
    ...(message.rows ?? []).map((row) => `• ${plainText(row.text)}`),
    ...message.cards.flatMap(({ section = [], title }) => [plainText(section), `• ${title}`]),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function spanText(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('code' in span) return span.code;
  return 'link' in span ? span.link : '';
}
