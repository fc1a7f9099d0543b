import type { Reply } from '../command.ts';
import { reply } from './reply.ts';

/** Somebody who may not manage the channel tried to change what it gets. */
export function notAllowed(): Reply {
  return reply(
    'notAllowed',
    'bad',
    ['Only people who manage this channel can change what it gets. Nothing was changed.'],
    [['Anybody can search and save papers, and follow topics in a direct message with the bot.']],
  );
}
