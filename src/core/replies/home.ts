import { count, joinSpans } from '../card.ts';
import type { Channel } from '../channel.ts';
import type { Message, Row, Span, Text } from '../message.ts';
import type { SavedPaper } from '../saved.ts';
import { describeSchedule } from '../schedule.ts';
import { savedRow } from './saved.ts';

export interface HomeView {
  /** The latest, and how many there are. */
  readonly saved: readonly SavedPaper[];
  readonly savedTotal: number;
  /** Channels that the member sees, with the queries that each follows. */
  readonly channels: readonly (readonly [Channel, readonly string[]])[];
}

const NAMED_QUERIES = 8;

/** A member's own page: what was saved, and what the member's channels follow. */
export function home({ saved, savedTotal, channels }: HomeView): Message {
  return {
    heading: [],
    lines: [
      ['New papers on what a channel follows. In a channel: ', { code: '/subscribe grpo' }, '.'],
    ],
    rows: [
      { text: [{ bold: `Saved by you: ${count(savedTotal, 'paper')}` }] },
      ...saved.map(savedRow),
      { text: [{ bold: `Your channels: ${channels.length}` }] },
      ...channels.map(([channel, queries]) => channelRow(channel, queries)),
    ],
    cards: [],
    actions: [
      ...(savedTotal > saved.length
        ? [{ label: 'All saved papers', command: 'papers saved' }]
        : []),
      { label: 'Trending papers', command: 'papers trending' },
      { label: 'Help', command: 'papers help' },
    ],
  };
}

function channelRow({ address, schedule, pausedReason }: Channel, queries: readonly string[]): Row {
  const others = queries.length - NAMED_QUERIES;
  const named: Span[][] = queries.slice(0, NAMED_QUERIES).map((query) => [{ bold: query }]);
  const parts = others > 0 ? [...named, [`${others} more`]] : named;
  const paused: Text = pausedReason === null ? [] : [` Paused: ${pausedReason}`];
  return {
    text: [{ channel: address.channel }, ': ', ...joinSpans(parts)],
    detail: [`Papers come ${describeSchedule(schedule)}.`, ...paused],
  };
}
