import type { Action, Card, Message, Row, Text } from '../../core/message.ts';
import { renderBrief, renderCard, renderRow } from './card.ts';
import { countComponents, renderActions, textsOf } from './components.ts';
import { createIds } from './custom-id.ts';
import { LIMITS, SHARES } from './limits.ts';
import { renderHeading, renderText } from './markdown.ts';
import { shortened } from './shorten.ts';

/** What something takes of LIMITS.components and LIMITS.text. */
export interface Size {
  readonly components: number;
  readonly characters: number;
}

/** A part of a message that is shown whole or not at all; a brief is a card of a compact list. */
export type Entry = { readonly size: Size } & (
  | { readonly kind: 'line'; readonly value: Text }
  | { readonly kind: 'row'; readonly value: Row }
  | { readonly kind: 'card' | 'brief'; readonly value: Card }
  | { readonly kind: 'actions'; readonly value: readonly Action[] }
);

/** The parts of a message in their order, below its heading. */
export function entriesOf({ lines, rows = [], cards, compact, actions = [] }: Message): Entry[] {
  const kept = fewEnough(actions);
  return [
    ...lines.map((value): Entry => ({ kind: 'line', value, size: sizeOfText(renderLine(value)) })),
    ...rows.map(
      (value): Entry => ({ kind: 'row', value, size: sizeOf([renderRow(value, createIds())]) }),
    ),
    ...cards.map((value): Entry => (compact ? briefEntry(value) : cardEntry(value))),
    ...(kept.length > 0 ? [actionsEntry(kept)] : []),
  ];
}

/** What is left for the entries of a message under this title. */
export function roomUnder(title: string, taken: Size = { components: 0, characters: 0 }): Size {
  return {
    components: LIMITS.components - 1 - taken.components,
    characters: LIMITS.text - title.length - taken.characters,
  };
}

/** How many of the entries, from the first, fit into the room. */
export function countThatFit(entries: readonly Entry[], room: Size): number {
  let { components, characters } = room;
  const over = entries.findIndex(({ kind, size }, index) => {
    components -= size.components + frameOf(kind, entries[index - 1]?.kind);
    characters -= size.characters;
    return components < 0 || characters < 0;
  });
  return over === -1 ? entries.length : over;
}

/** The message with these entries in place of its own. */
export function withEntries(message: Message, entries: readonly Entry[]): Message {
  const rows = entries.flatMap((entry) => (entry.kind === 'row' ? [entry.value] : []));
  const actions = entries.flatMap((entry) => (entry.kind === 'actions' ? entry.value : []));
  const { rows: _, actions: __, ...rest } = message;
  return {
    ...rest,
    lines: entries.flatMap((entry) => (entry.kind === 'line' ? [entry.value] : [])),
    ...(rows.length > 0 && { rows }),
    cards: entries.flatMap((entry) =>
      entry.kind === 'card' || entry.kind === 'brief' ? [entry.value] : [],
    ),
    ...(actions.length > 0 && { actions }),
  };
}

/** One line of a message, shortened to its share. */
export function renderLine(line: Text): string {
  return shortened(line, SHARES.line, renderText);
}

/** A message's heading in bold, shortened to its share. */
export function renderTitle(heading: Text): string {
  return shortened(heading, SHARES.heading, renderHeading);
}

/** The box around rows and cards, the line between two cards, the text that holds all briefs. */
function frameOf(kind: Entry['kind'], before: Entry['kind'] | undefined): number {
  if (kind === 'card') return 1;
  return (kind === 'row' || kind === 'brief') && before !== kind ? 1 : 0;
}

function cardEntry(value: Card): Entry {
  return { kind: 'card', value, size: sizeOf(renderCard(value, createIds())) };
}

function briefEntry(value: Card): Entry {
  return { kind: 'brief', value, size: sizeOfText(renderBrief(value)) };
}

function actionsEntry(value: readonly Action[]): Entry {
  return { kind: 'actions', value, size: sizeOf(renderActions(value, createIds())) };
}

/** Of one that stands in a text with others: with the line break. */
function sizeOfText(text: string): Size {
  return { components: 0, characters: text.length + 1 };
}

function sizeOf(components: readonly object[]): Size {
  const characters = textsOf(components).reduce((sum, text) => sum + text.length, 0);
  return { components: countComponents(components), characters };
}

/** The first actions that keep to their share. */
function fewEnough(actions: readonly Action[]): readonly Action[] {
  let kept = actions;
  while (countComponents(renderActions(kept, createIds())) > SHARES.actions) {
    kept = kept.slice(0, -1);
  }
  return kept;
}
