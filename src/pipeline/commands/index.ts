import { closest, distance } from 'fastest-levenshtein';
import type { CommandHandler } from '../../core/command.ts';
import { unknownCommand } from '../../core/replies/help.ts';
import { failed } from '../../core/replies/reply.ts';
import type { Command, CommandDeps } from './command.ts';
import { help } from './help.ts';
import { limit } from './limit.ts';
import { more } from './more.ts';
import { notices } from './notices.ts';
import { preview, search } from './preview.ts';
import { resume } from './resume.ts';
import { schedule } from './schedule.ts';
import { subscribe } from './subscribe.ts';
import { subscriptions } from './subscriptions.ts';
import { today } from './today.ts';
import { unsubscribe } from './unsubscribe.ts';
import { why } from './why.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  subscribe,
  unsubscribe,
  subscriptions,
  today,
  more,
  schedule,
  limit,
  notices,
  preview,
  search,
  why,
  resume,
  help,
};

/** Commands that also stand alone: `/subscribe` is `/papers subscribe`. */
const TOP_LEVEL = ['subscribe', 'unsubscribe', 'subscriptions', 'help'];

/** The handler that every platform gives its commands to. */
export function createCommandHandler(deps: CommandDeps): CommandHandler {
  return async (request) => {
    const { name, args } = readCommand(request.text);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) return unknownCommand(`/${request.text}`, nearestCommand(request.text));
    try {
      return await command({ args, channel: request.channel, userId: request.userId }, deps);
    } catch (error) {
      deps.log.error({ err: error, command: name }, 'a command failed');
      return failed();
    }
  };
}

function readCommand(text: string): { name: string; args: string } {
  const [first = '', rest] = cutWord(text);
  if (TOP_LEVEL.includes(first.toLowerCase())) return { name: first.toLowerCase(), args: rest };
  if (first.toLowerCase() !== 'papers') return { name: '', args: '' };
  const [second, args] = cutWord(rest);
  return { name: second === '' ? 'help' : second.toLowerCase(), args };
}

function cutWord(text: string): [string, string] {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  return [word, rest];
}

/** The command whose name is nearly what was typed; null when none is near. */
function nearestCommand(text: string): string | null {
  const [first, rest] = cutWord(text.toLowerCase());
  const [typed] = first === 'papers' ? cutWord(rest) : [first];
  const nearest = closest(typed, Object.keys(COMMANDS));
  if (distance(typed, nearest) > 2) return null;
  return TOP_LEVEL.includes(nearest) && nearest !== 'help' ? `/${nearest}` : `/papers ${nearest}`;
}
