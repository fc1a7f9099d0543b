import { joinSpans } from './card.ts';
import type { Message, Span } from './message.ts';

/** A change to what a channel gets, and who made it. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'muted' | 'unmuted' | 'imported';
  /** Queries, in their canonical spelling. */
  readonly queries: readonly string[];
  /** As the others in the channel know the person. */
  readonly by: string;
}

const NAMED = 5;

const WORDS: Readonly<Record<Change['kind'], string>> = {
  added: ' subscribed this channel to ',
  removed: ' unsubscribed this channel from ',
  muted: ' muted here: ',
  unmuted: ' unmuted here: ',
  imported: ' subscribed this channel, by a file, to ',
};

/** What a channel is told of a change to what it gets: one short line, which pings nobody. */
export function announcement({ kind, queries, by }: Change): Message {
  const others = queries.length - NAMED;
  const named: Span[][] = queries.slice(0, NAMED).map((query) => [{ bold: query }]);
  const parts = others > 0 ? [...named, [`${others} more`]] : named;
  return { heading: [], lines: [[by, WORDS[kind], ...joinSpans(parts), '.']], cards: [] };
}
