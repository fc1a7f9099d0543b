import type { Reply } from '../command.ts';
import type { Text } from '../message.ts';
import { describeSchedule, type Schedule } from '../schedule.ts';
import { reply } from './reply.ts';

const EXAMPLES: Text = [
  'Write ',
  { code: '/papers schedule 08:30 weekdays Europe/Berlin' },
  ', ',
  { code: '/papers schedule 18:00 mon,thu' },
  ', or ',
  { code: '/papers schedule now' },
  ' for papers as soon as they are listed. What you leave out stays as it is.',
];

/** `/papers schedule` alone: when this channel's papers come. */
export function scheduleShown(schedule: Schedule): Reply {
  return reply(
    'scheduleShown',
    'info',
    [`Papers come here ${describeSchedule(schedule)}.`],
    [EXAMPLES],
  );
}

/** The new schedule of a channel. */
export function scheduleSet(schedule: Schedule): Reply {
  return reply('scheduleSet', 'good', [`Papers now come here ${describeSchedule(schedule)}.`]);
}

/** A word of `/papers schedule` that is neither an hour, nor days, nor a time zone. */
export function badSchedule(word: string): Reply {
  const heading: Text = [
    { code: word },
    ' is not an hour, a day or a time zone. Nothing was changed.',
  ];
  return reply('badSchedule', 'bad', heading, [EXAMPLES]);
}
