import {
  type APIAllowedMentions,
  type APIComponentInContainer,
  ComponentType,
  MessageFlags,
  type RawFile,
} from 'discord.js';
import { type Reply, type TextFile, TONE_MARKS } from '../../core/command.ts';
import type { Message } from '../../core/message.ts';
import { renderBrief, renderCard, renderRow } from './card.ts';
import { renderActions, type TopLevel, textDisplay } from './components.ts';
import { createIds, type Ids } from './custom-id.ts';
import {
  countThatFit,
  type Entry,
  entriesOf,
  renderLine,
  renderTitle,
  roomUnder,
  withEntries,
} from './layout.ts';

/** What is sent to Discord as a new message: components of version 2, and nothing else to see. */
export interface MessageBody {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly TopLevel[];
  readonly allowed_mentions: APIAllowedMentions;
}

/** What is sent to change a message, one of an earlier version with content and embeds, too. */
export interface EditBody extends MessageBody {
  readonly content: null;
  readonly embeds: null;
}

/** The answer to a command: a body, and the files that it shows. */
export interface RenderedReply {
  readonly body: EditBody & { readonly attachments: readonly { id: string; filename: string }[] };
  readonly files: RawFile[];
}

const ACCENT = 0x3b6ea5;

/** What the notes on what was left out take at most. */
const NOTES = { components: 1, characters: 130 };

/**
 * One Discord message, always within LIMITS: heading and lines, then rows and cards in a box, or
 * the two lines of each card of a compact list, then the actions. What does not fit is left out, and a small line says how much; paginate() makes
 * messages of which nothing is left out.
 */
export function renderMessage(message: Message): MessageBody {
  return render(message, '', []);
}

/** The same, to be sent in place of what a message shows now. */
export function renderEdit(message: Message): EditBody {
  return { ...renderMessage(message), content: null, embeds: null };
}

/**
 * The answer to a command, marked with its tone, with its file.
 * @param about the channel that its buttons are about, where that is not the one that it is shown in
 */
export function renderReply({ message, tone, file }: Reply, about?: string): RenderedReply {
  const files = file ? [rawFile(file)] : [];
  const shown = files.map(({ name }) => ({
    type: ComponentType.File as const,
    file: { url: `attachment://${name}` },
  }));
  const body = render(message, TONE_MARKS[tone], shown, about);
  const attachments = files.map(({ name }, index) => ({ id: `${index}`, filename: name }));
  return { body: { ...body, content: null, embeds: null, attachments }, files };
}

function render(
  message: Message,
  mark: string,
  extra: readonly TopLevel[],
  about?: string,
): MessageBody {
  const title = mark + renderTitle(message.heading);
  const { shown, notes } = choose(message, title, extra.length);
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [...show(shown, title, extra, createIds(about)), ...notes.map(textDisplay)],
    allowed_mentions: { parse: [] },
  };
}

/** As much of a message as fits, its actions in any case, and what to say of the rest. */
function choose(message: Message, title: string, extra: number) {
  const entries = entriesOf(message);
  const room = roomUnder(title, { components: extra, characters: 0 });
  if (countThatFit(entries, room) === entries.length) {
    return { shown: withEntries(message, entries), notes: [] };
  }
  const actions = entries.filter(({ kind }) => kind === 'actions');
  const others = entries.filter(({ kind }) => kind !== 'actions');
  const taken = actions.reduce((sum, { size }) => sum + size.components, extra);
  const less = { components: taken + NOTES.components, characters: NOTES.characters };
  const count = countThatFit(others, roomUnder(title, less));
  const shown = withEntries(message, [...others.slice(0, count), ...actions]);
  return { shown, notes: [leftOut(others.slice(count))] };
}

function show(message: Message, title: string, extra: readonly TopLevel[], ids: Ids): TopLevel[] {
  const head = [title, ...message.lines.map(renderLine)].join('\n').trim();
  const box = showBox(message, ids);
  const list = message.compact ? message.cards.map(renderBrief).join('\n') : '';
  return [
    ...(head === '' ? [] : [textDisplay(head)]),
    ...(box.length === 0
      ? []
      : [{ type: ComponentType.Container as const, accent_color: ACCENT, components: box }]),
    ...(list === '' ? [] : [textDisplay(list)]),
    ...extra,
    ...renderActions(message.actions ?? [], ids),
  ];
}

function showBox({ rows = [], cards, compact }: Message, ids: Ids): APIComponentInContainer[] {
  const shown: APIComponentInContainer[] = rows.map((row) => renderRow(row, ids));
  for (const card of compact ? [] : cards) {
    if (shown.length > 0) shown.push({ type: ComponentType.Separator });
    shown.push(...renderCard(card, ids));
  }
  return shown;
}

function leftOut(entries: readonly Entry[]): string {
  const nouns = { line: 'line', row: 'entry', card: 'paper', brief: 'paper' } as const;
  const counts = Object.entries(nouns).map(([kind, noun]) => {
    const count = entries.filter((entry) => entry.kind === kind).length;
    return count === 0 ? '' : `${count} more ${count === 1 ? noun : plural(noun)}`;
  });
  return `-# …and ${counts.filter((it) => it !== '').join(', ')} that did not fit here.`;
}

function plural(noun: string): string {
  return noun === 'entry' ? 'entries' : `${noun}s`;
}

/** Discord keeps other characters out of a file's name, and the name must be the one that we show. */
function rawFile({ name, text }: TextFile): RawFile {
  return { name: name.replace(/[^\w.-]+/g, '-'), data: text, contentType: 'text/plain' };
}
