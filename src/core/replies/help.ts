import type { Reply } from '../command.ts';
import type { Text } from '../message.ts';
import { reply } from './reply.ts';

const COMMANDS: readonly (readonly [string, string])[] = [
  ['/subscribe grpo', 'follow a word of titles, abstracts and keywords'],
  ['/subscribe "reward model" -diffusion', 'a phrase, without another word'],
  ['/subscribe grpo OR dpo, mamba', 'either word; several queries with commas'],
  ['/unsubscribe grpo', 'stop following'],
  ['/subscriptions', 'what this channel follows, and when papers come'],
  ['/papers today', "the newest day's papers for this channel"],
  ['/papers more', 'papers beyond the cards of the day'],
  ['/papers preview grpo upvotes>=20', 'what a query would bring, without subscribing'],
  ['/papers search author:"Ada Byron"', 'all stored papers'],
  ['/papers why 2402.03300', 'why a paper was posted here, or why not'],
  ['/papers schedule 09:00 weekdays Europe/Berlin', 'when papers come; now for at once'],
  ['/papers limit 20', 'how many cards a day this channel gets at most'],
  ['/papers notices off', 'say nothing here when a source falls silent'],
  ['/papers resume', 'try again to post where it failed'],
  ['/papers help', 'this page'],
];

/** `/papers help`. */
export function help(): Reply {
  return reply(
    'help',
    'info',
    ['Paper Route brings new papers to the channel that asked for them'],
    [
      ...COMMANDS.map(([command, use]): Text => [{ code: command }, `: ${use}`]),
      ['Case and plural do not matter; several words must all occur.'],
    ],
  );
}

/** A command that does not exist. */
export function unknownCommand(typed: string, nearest: string | null): Reply {
  const hint: Text = nearest === null ? [] : [' Did you mean ', { code: nearest }, '?'];
  return reply(
    'unknownCommand',
    'bad',
    [{ code: typed }, ' is not a command.', ...hint],
    [[{ code: '/papers help' }, ' lists what there is.']],
  );
}
