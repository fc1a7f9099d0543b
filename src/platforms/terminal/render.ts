import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Reply } from '../../core/command.ts';
import type { Card, Message, Span, Text } from '../../core/message.ts';

export interface TerminalStyle {
  readonly colour: boolean;
  /** Width to wrap at. */
  readonly columns: number;
}

type Colours = ReturnType<typeof pc.createColors>;

/** A message as lines of text, ending in a line break. */
export function renderMessage(message: Message, style: TerminalStyle): string {
  const colours = pc.createColors(style.colour);
  const wrap = (text: string, indent = '') => wrapLine(text, indent, style.columns);
  const heading = wrap(colours.bold(renderText(message.heading, colours)));
  const lines = message.lines.map((line) => wrap(renderText(line, colours), '  '));
  const cards = message.cards.map((card) => `\n${renderCard(card, colours, wrap)}`);
  return `${[heading, ...lines, ...cards].join('\n')}\n`;
}

/** A reply; one that reports a mistake is marked by a word, not by colour alone. */
export function renderReply(reply: Reply, style: TerminalStyle): string {
  const { heading } = reply.message;
  const marked: Text = reply.tone === 'bad' ? ['Sorry: ', ...heading] : heading;
  return renderMessage({ ...reply.message, heading: marked }, style);
}

function renderCard(
  card: Card,
  colours: Colours,
  wrap: (text: string, indent?: string) => string,
): string {
  const label = card.machineWritten ? ' (machine-written summary)' : '';
  const lines = [
    colours.bold(clean(card.title)),
    colours.dim(clean([card.byline, ...card.facts].filter((it) => it !== '').join(' · '))),
    card.summary === '' ? '' : clean(card.summary) + colours.dim(label),
    ...card.reasons.map((reason) => colours.green(renderText(reason, colours))),
    ...card.links.map(
      (link) => colours.dim(`${clean(link.label)}: `) + colours.cyan(clean(link.url)),
    ),
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => wrap(line, '  '))
    .join('\n');
}

function renderText(text: Text, colours: Colours): string {
  return text.map((span) => renderSpan(span, colours)).join('');
}

function renderSpan(span: Span, colours: Colours): string {
  if (typeof span === 'string') return clean(span);
  if ('bold' in span) return colours.bold(clean(span.bold));
  if ('code' in span) return colours.cyan(clean(span.code));
  return `${clean(span.link)} ${colours.dim(clean(span.url))}`;
}

function wrapLine(text: string, indent: string, columns: number): string {
  const wrapped = wrapAnsi(text, columns - indent.length, { trim: true, wordWrap: true });
  return wrapped
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
}

/**
 * Untrusted text without control characters (an escape sequence in a title must not reach the
 * terminal) and without marks that turn the direction of what follows.
 */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
