import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Reply } from '../../core/command.ts';
import {
  type Action,
  type Button,
  type Card,
  type Link,
  MACHINE_WRITTEN,
  type Message,
  plainText,
  type Row,
  SEPARATOR,
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
  const title = renderText(message.heading, pen);
  const heading = title === '' ? '' : wrap(pen.colours.bold(title), pen);
  const lines = message.lines.map((line) => renderLine(line, pen));
  const rows = (message.rows ?? []).map((row) => renderRow(row, pen));
  const cards = message.cards.flatMap((card) => [
    ...renderSection(card, pen),
    message.compact ? renderBrief(card, pen) : `\n${renderCard(card, pen)}`,
  ]);
  const actions = (message.actions ?? []).flatMap((action) => renderAction(action, pen));
  const parts = [heading, ...lines, ...rows, ...cards, ...actions];
  const text = parts.filter((part, place) => place > 0 || part !== '').join('\n');
  return `${text.replace(/^\n/, '')}\n\n`;
}

/** A reply; one that reports a mistake is marked by a word, not by colour alone. */
export function renderReply(reply: Reply, style: TerminalStyle): string {
  const { heading } = reply.message;
  const marked: Text = reply.tone === 'bad' ? ['Sorry: ', ...heading] : heading;
  const message = renderMessage({ ...reply.message, heading: marked }, style);
  return reply.file ? `${message}${cleanLines(reply.file.text)}\n\n` : message;
}

/** Lines that somebody may want to copy: as they are, their indentation too. */
function cleanLines(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\S.*/, clean))
    .join('\n');
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

/** An entry of a list, with the command that its button stands for elsewhere. */
function renderRow({ text, detail, action }: Row, pen: Pen): string {
  const line = renderLine(['• ', ...text], pen);
  const small = [
    ...(detail ? [renderText(detail, pen)] : []),
    ...(action && !action.opensForm ? [typed(action)] : []),
  ].join(SEPARATOR);
  return small === '' ? line : `${line}\n${wrap(pen.colours.dim(small), pen, CARD_INDENT)}`;
}

/** A command is never broken: it may be copied. */
function typed({ command }: Button): string {
  return `/${clean(command)}`.replaceAll(' ', NO_BREAK);
}

/** The line above the first card of a section, set off from what stands before it. */
function renderSection({ section = [] }: Card, pen: Pen): string[] {
  const { bold, underline } = pen.colours;
  const text = clean(plainText(section));
  return text === '' ? [] : [`\n${wrap(bold(underline(text)), pen)}`];
}

/** A paper in two lines and its address. */
function renderBrief({ title, brief = [], url }: Card, pen: Pen): string {
  const { bold, dim } = pen.colours;
  const below = clean(plainText(brief));
  return [
    wrap(bold(`• ${clean(title)}`), pen, INDENT, CARD_INDENT),
    ...(below === '' ? [] : [wrap(below, pen, CARD_INDENT)]),
    ...(url === '' ? [] : [CARD_INDENT + dim(clean(url))]),
  ].join('\n');
}

/** What can be typed next; what would be pressed on a paper or opens a form has no place here. */
function renderAction(action: Action, pen: Pen): string[] {
  if (!('command' in action) || action.opensForm) return [];
  return [wrap(pen.colours.dim(`${clean(action.label)}: ${typed(action)}`), pen, INDENT)];
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

/** A title can't be clicked here, so its address is among the links; those that are buttons elsewhere, too. */
function links({ url, links, actions = [] }: Card): readonly Link[] {
  const all = [...links, ...actions.filter((action) => 'url' in action)];
  const isNamed = url === '' || all.some((link) => link.url === url);
  return isNamed ? all : [{ label: 'Page', url }, ...all];
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
  if ('person' in span) return 'you';
  return 'channel' in span ? 'this terminal' : clean(span.link);
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
