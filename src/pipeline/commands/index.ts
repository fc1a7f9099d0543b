import { closest, distance } from 'fastest-levenshtein';
import type { ChatHooks, CommandRequest, Reply } from '../../core/command.ts';
import type { Form } from '../../core/form.ts';
import type { Message, Text } from '../../core/message.ts';
import { importForm } from '../../core/replies/exchange.ts';
import { unknownCommand } from '../../core/replies/help.ts';
import { notAllowed } from '../../core/replies/permission.ts';
import { failed } from '../../core/replies/reply.ts';
import type { Call, CommandDeps } from './command.ts';
import { home } from './home.ts';
import { settingsForm } from './settings.ts';
import { createSuggest } from './suggest.ts';
import { COMMANDS, isManaging, SETTINGS, TOP_LEVEL } from './table.ts';

/** What every platform's frontend asks; what else happens there is not the commands' concern. */
export function createTalk(deps: CommandDeps): Omit<ChatHooks, 'happened'> {
  const suggest = createSuggest(deps);

  /** A failure of ours is logged, and answered with this. */
  async function orElse<T>(work: () => Promise<T>, otherwise: T, doing: string): Promise<T> {
    try {
      return await work();
    } catch (error) {
      deps.log.error({ err: error, doing }, 'a command failed');
      return otherwise;
    }
  }

  return {
    handle: (request) =>
      orElse<Reply>(() => answer(request, deps), failed(), readCommand(request.text).name),
    form: (request) =>
      orElse<Form | Reply>(() => openForm(request, deps), failed(), 'opening a form'),
    suggest: (request) => orElse(() => suggest(request), [], 'suggesting'),
    home: (request) => orElse(() => home(request, deps), NOTHING, 'showing a home page'),
  };
}

const NOTHING: Message = {
  heading: ['Paper Route'],
  lines: [['This page could not be made. Open it again in a minute.']],
  cards: [],
};

async function answer(request: CommandRequest, deps: CommandDeps): Promise<Reply> {
  const { name, args } = readCommand(request.text);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return unknownCommand(`/${request.text}`, nearestCommand(request.text));
  const call = { ...request, args };
  if (isManaging(name, call) && !(await request.member.mayManage())) return notAllowed();
  return inItsPlace(await command(call, deps), request);
}

/** An answer about a forum says so: nobody can type a command in one. */
function inItsPlace(reply: Reply, { place, channel }: CommandRequest): Reply {
  if (place !== 'forum') return reply;
  const { message } = reply;
  const about: Text = ['This is about ', { channel: channel.channel }, '.'];
  return { ...reply, message: { ...message, lines: [about, ...message.lines] } };
}

async function openForm(request: CommandRequest, deps: CommandDeps): Promise<Form | Reply> {
  const { name, args } = readCommand(request.text);
  if (!(await request.member.mayManage())) return notAllowed();
  const form = await formOf(name, { ...request, args }, deps);
  return form ?? answer(request, deps);
}

async function formOf(name: string, call: Call, deps: CommandDeps): Promise<Form | undefined> {
  if (name === 'import') return importForm();
  return name === 'settings' ? settingsForm(call, deps) : undefined;
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

/** What one usually types without /papers. */
const SHORT: ReadonlySet<string> = new Set(['subscribe', 'unsubscribe', 'subscriptions']);

/** The command whose name is nearly what was typed; null when none is near. */
function nearestCommand(text: string): string | null {
  const [first, rest] = cutWord(text.toLowerCase());
  const [typed] = first === 'papers' ? cutWord(rest) : [first];
  if (SETTINGS.has(typed)) return `/papers settings ${typed}`;
  const nearest = closest(typed, Object.keys(COMMANDS));
  if (distance(typed, nearest) > 2) return null;
  return SHORT.has(nearest) ? `/${nearest}` : `/papers ${nearest}`;
}
