import type { Reply, Tone } from '../command.ts';
import type { Text } from '../message.ts';

/** A reply of a heading and lines. */
export function reply(name: string, tone: Tone, heading: Text, lines: readonly Text[] = []): Reply {
  return { name, tone, message: { heading, lines, cards: [] } };
}

/** Something went wrong on our side; the log has the details. */
export function failed(): Reply {
  return reply(
    'failed',
    'bad',
    ['That did not work, and nothing was changed.'],
    [['Try again in a minute. If it goes on, ask whoever runs this bot to look at its log.']],
  );
}
