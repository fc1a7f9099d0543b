import type { Reply } from '../command.ts';
import type { Span, Text } from '../message.ts';
import { reply } from './reply.ts';

/** What is typed, and what for. */
const USES: readonly (readonly [readonly string[], string])[] = [
  [['/subscribe grpo'], 'follow a word of titles, abstracts and keywords'],
  [
    ['/subscribe "reward model" -diffusion, mamba'],
    'a phrase without another word; commas part several queries',
  ],
  [['/subscriptions', '/unsubscribe grpo'], 'what this channel follows; follow it no longer'],
  [['/papers today', '/papers more'], "the newest day's papers; those beyond the cards of the day"],
  [['/papers trending'], 'what is upvoted most these days'],
  [['/papers search author:"Ada Byron"'], 'all stored papers'],
  [['/papers preview grpo upvotes>=20'], 'what a query would bring, without subscribing'],
  [['/papers why 2402.03300'], 'why a paper came here, or why not'],
  [['/papers save 2402.03300', '/papers saved'], 'your own list of papers'],
  [['/papers mute diffusion', '/papers muted'], 'what should no longer come here'],
  [
    ['/papers settings', '/papers pause 2026-12-24'],
    'time, look, sources, limits, language; a pause',
  ],
  [['/papers email you@example.org'], 'papers by mail for yourself; in Discord /email'],
  [['/papers export', '/papers import'], 'what this channel follows, as a file'],
  [['/papers sources', '/papers source add'], 'where papers come from; another feed'],
];

/** `/papers help`: one screen. */
export function help(): Reply {
  return reply(
    'help',
    'info',
    ['Paper Route brings new papers to the channel that asked for them'],
    [
      ...USES.map(([commands, use]): Text => [...codes(commands), `: ${use}`]),
      [
        'Case and plural do not matter; several words must all occur. Where another app has ',
        { code: '/subscribe' },
        ', write ',
        { code: '/papers subscribe' },
        '.',
      ],
    ],
  );
}

function codes(commands: readonly string[]): Span[] {
  return commands.flatMap((command, place) => [place === 0 ? '' : ', ', { code: command }]);
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
