import { createInterface, type Interface } from 'node:readline';
import type { ChannelAddress } from '../../core/channel.ts';
import type { CommandHandler, Member, Reply } from '../../core/command.ts';

/** This terminal, as a channel. */
export const ADDRESS: ChannelAddress = { platform: 'terminal', workspace: '', channel: 'local' };

/** The person at the terminal. */
const YOU: Member = {
  id: 'local',
  name: 'you',
  home: '',
  mayManage: async () => true,
  timeZone: async () => null,
};

const PROMPT = '> ';
const ERASE_LINE = '\r\x1b[K';
const COMMANDS = [
  '/subscribe ',
  '/unsubscribe ',
  '/subscriptions',
  '/papers today',
  '/papers trending',
  '/papers search ',
  '/papers preview ',
  '/papers why ',
  '/papers save ',
  '/papers saved',
  '/papers mute ',
  '/papers muted',
  '/papers settings',
  '/papers export',
  '/papers sources',
  '/papers help',
  '/quit',
];

export interface PromptOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** True when a person types: then there is a prompt, and completion by the Tab key. */
  readonly interactive: boolean;
  /** Called with each command before it is handled. */
  readonly echo: (command: string) => void;
  readonly handle: CommandHandler;
  readonly show: (reply: Reply) => void;
  /** Resolves when what a command brought about is shown, too. */
  readonly settled: () => Promise<void>;
}

export interface Prompt {
  /** Runs a write with the line that is being typed taken away and put back. */
  around(write: () => void): void;
  /** Resolves when the input has ended and its last command is answered and settled. */
  readonly ended: Promise<void>;
  /** Reads no further command; resolves when the one under way is answered. */
  close(): Promise<void>;
}

/** Reads commands line by line, one after the other. */
export function startPrompt(options: PromptOptions): Prompt {
  const reader = createReader(options);
  let prompting = options.interactive;
  let stopping = false;
  let answering = Promise.resolve();
  reader.once('close', () => {
    if (prompting) options.output.write('\n');
    prompting = false;
  });
  reader.on('SIGINT', () => reader.close());

  function around(write: () => void): void {
    if (prompting) options.output.write(ERASE_LINE);
    write();
    if (prompting) reader.prompt(true);
  }

  async function readCommands(): Promise<void> {
    if (prompting) reader.prompt();
    for await (const line of reader) {
      if (isFarewell(line)) prompting = false;
      if (stopping || isFarewell(line)) return;
      if (line.trim() !== '') await carryOut(line.trim());
      if (prompting) reader.prompt();
    }
  }

  async function carryOut(command: string): Promise<void> {
    answering = answer(command, options);
    await answering;
    await options.settled();
  }

  async function close(): Promise<void> {
    stopping = true;
    reader.close();
    await answering;
  }

  return { around, ended: readCommands(), close };
}

function createReader(options: PromptOptions): Interface {
  return createInterface({
    input: options.input,
    output: options.interactive ? options.output : undefined,
    terminal: options.interactive,
    prompt: PROMPT,
    completer: complete,
  } as Parameters<typeof createInterface>[0]);
}

async function answer(command: string, options: PromptOptions): Promise<void> {
  const text = command.replace(/^\//, '');
  options.echo(command);
  options.show(await options.handle({ text, channel: ADDRESS, place: 'private', member: YOU }));
}

function isFarewell(line: string): boolean {
  return /^\/?(quit|exit)$/i.test(line.trim());
}

function complete(line: string): [string[], string] {
  const fitting = COMMANDS.filter((command) => command.startsWith(line));
  return [fitting.length > 0 ? fitting : COMMANDS, line];
}
