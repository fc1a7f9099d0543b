import type { Reply, Tone } from '../command.ts';
import type { Message, Text } from '../message.ts';

/** A reply of a heading and lines, and what else its message holds. */
export function reply(
  name: string,
  tone: Tone,
  heading: Text,
  lines: readonly Text[] = [],
  more: Partial<Omit<Message, 'heading' | 'lines'>> = {},
): Reply {
  return { name, tone, message: { heading, lines, cards: [], ...more } };
}

/** A page of a list that does not exist. */
export function noSuchPage(pages: number): Reply {
  return reply('noSuchPage', 'bad', [`There ${pages === 1 ? 'is 1 page' : `are ${pages} pages`}.`]);
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
