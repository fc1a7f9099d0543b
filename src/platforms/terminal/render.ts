import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Reply } from '../../core/command.ts';
import {
  type Card,
  type Link,
  MACHINE_WRITTEN,
  type Message,
  type Span,
  type Text,
} from '../../core/message.ts';
import { clean } from '../../lib/text.ts';

export interface TerminalStyle {
  readonly colour: boolean;
  /** Width to wrap at. */
  readonly columns: number;
}

interface Pen extends TerminalStyle {
  readonly colours: ReturnType<typeof pc.createColors>;
}

const INDENT = '  ';
const CARD_INDENT = INDENT + INDENT;
const NO_BREAK = '\u00a0';

/** A message as lines of text, ending in an empty one that sets it off from what follows. */
export function renderMessage(message: Message, style: TerminalStyle): string {
  const pen = createPen(style);
  const heading = wrap(pen.colours.bold(renderText(message.heading, pen)), pen);
  const lines = message.lines.map((line) => renderLine(line, pen));
  const cards = message.cards.map((card) => `\n${renderCard(card, pen)}`);
  return `${[heading, ...lines, ...cards].join('\n')}\n\n`;
}

/** A reply; one that reports a mistake is marked by a word, not by colour alone. */
export function renderReply(reply: Reply, style: TerminalStyle): string {
  const { heading } = reply.message;
  const marked: Text = reply.tone === 'bad' ? ['Sorry: ', ...heading] : heading;
  return renderMessage({ ...reply.message, heading: marked }, style);
}

/** A command as if it had been typed at the prompt. */
export function renderCommand(command: string, style: TerminalStyle): string {
  const { dim, cyan } = createPen(style).colours;
  return `${dim('>')} ${cyan(clean(command))}\n`;
}

/** A line of our own, ending in an empty one. */
export function renderNotice(text: string, style: TerminalStyle): string {
  const pen = createPen(style);
  return `${wrap(clean(text), pen)}\n\n`;
}

function createPen(style: TerminalStyle): Pen {
  return { ...style, colours: pc.createColors(style.colour) };
}

/** A line of text with its addresses below it, where they are easy to pick up and break nothing. */
function renderLine(text: Text, pen: Pen): string {
  const hang = startsItem(text) ? INDENT : '';
  const urls = text.flatMap((span) => (typeof span === 'object' && 'url' in span ? span.url : []));
  return [
    wrap(renderText(text, pen), pen, INDENT, INDENT + hang),
    ...urls.map((url) => INDENT + hang + pen.colours.dim(clean(url))),
  ].join('\n');
}

function startsItem([first]: Text): boolean {
  return typeof first === 'string'
    ? first.startsWith('• ')
    : first !== undefined && 'code' in first;
}

function renderCard(card: Card, pen: Pen): string {
  const { bold, dim, green } = pen.colours;
  const label = card.machineWritten ? dim(` ${MACHINE_WRITTEN}`) : '';
  const title = wrap(bold(clean(card.title)), pen, INDENT);
  const lines = [
    card.byline && dim(clean(card.byline)),
    dim(joinFacts(card.facts.map(clean))),
    card.summary && clean(card.summary) + label,
    ...card.reasons.map((reason) => green(renderText(reason, pen))),
  ];
  return [
    title,
    ...lines.filter((line) => line !== '').map((line) => wrap(line, pen, CARD_INDENT)),
    ...renderLinks(links(card), pen),
  ].join('\n');
}

/** A line breaks between two facts, not inside one; no-break spaces tell wrap so. */
function joinFacts(facts: readonly string[]): string {
  return facts.map((fact) => fact.replaceAll(' ', NO_BREAK)).join(`${NO_BREAK}· `);
}

/** A title can't be clicked here, so its address is among the links. */
function links({ url, links }: Card): readonly Link[] {
  const isNamed = url === '' || links.some((link) => link.url === url);
  return isNamed ? links : [{ label: 'Page', url }, ...links];
}

/** Labels in one column, addresses in the next, never broken so that they can be clicked. */
function renderLinks(links: readonly Link[], { colours }: Pen): string[] {
  const labels = links.map((link) => clean(link.label));
  const width = Math.max(...labels.map((label) => label.length));
  return links.map((link, index) => {
    const label = (labels[index] ?? '').padEnd(width);
    return `${CARD_INDENT}${colours.dim(label)}  ${colours.cyan(clean(link.url))}`;
  });
}

function renderText(text: Text, pen: Pen): string {
  return text.map((span) => renderSpan(span, pen)).join('');
}

/** Without colour a command stands in backticks, as in any plain text. */
function renderSpan(span: Span, { colours, colour }: Pen): string {
  if (typeof span === 'string') return clean(span);
  if ('bold' in span) return colours.bold(clean(span.bold));
  if ('code' in span) return colour ? colours.cyan(clean(span.code)) : `\`${clean(span.code)}\``;
  return clean(span.link);
}

/** Lines no wider than the terminal; a single longer word, such as an address, is left whole. */
function wrap(text: string, { columns }: Pen, indent = '', hanging = indent): string {
  const wrapped = wrapAnsi(text, columns - hanging.length, { trim: true, wordWrap: true });
  return wrapped
    .replaceAll(NO_BREAK, ' ')
    .split('\n')
    .map((line, index) => (index === 0 ? indent : hanging) + line)
    .join('\n');
}
