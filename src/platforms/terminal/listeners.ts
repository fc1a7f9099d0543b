import { createInterface, type Interface } from 'node:readline';
import type { ChannelAddress } from '../../core/channel.ts';
import type { CommandHandler, Reply } from '../../core/command.ts';

/** This terminal, as a channel. */
export const ADDRESS: ChannelAddress = { platform: 'terminal', workspace: '', channel: 'local' };

const PROMPT = '> ';
const COMMANDS = [
  '/subscribe ',
  '/unsubscribe ',
  '/subscriptions',
  '/papers today',
  '/papers schedule ',
  '/papers help',
  '/quit',
];

export interface PromptOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** True when a person types: then there is a prompt, and completion by the Tab key. */
  readonly interactive: boolean;
  readonly handle: CommandHandler;
  readonly show: (reply: Reply) => void;
}

export interface Prompt {
  /** Runs a write with the line that is being typed taken away and put back. */
  around(write: () => void): void;
  /** Resolves when the input has ended and its last command is answered. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Reads commands line by line, one after the other. */
export function startPrompt(options: PromptOptions): Prompt {
  const reader = createInterface({
    input: options.input,
    output: options.interactive ? options.output : undefined,
    terminal: options.interactive,
    prompt: PROMPT,
    completer: complete,
  } as Parameters<typeof createInterface>[0]);
  const around = options.interactive
    ? redrawing(reader, options.output)
    : (write: () => void) => write();
  const ended = readCommands(reader, options);
  if (options.interactive) reader.prompt();
  return { around, ended, close: () => reader.close() };
}

async function readCommands(reader: Interface, options: PromptOptions): Promise<void> {
  reader.on('SIGINT', () => reader.close());
  for await (const line of reader) {
    if (/^\/?(quit|exit)$/i.test(line.trim())) reader.close();
    else if (line.trim() !== '') await answer(line.trim(), options);
    if (options.interactive) reader.prompt();
  }
}

async function answer(line: string, options: PromptOptions): Promise<void> {
  const text = line.replace(/^\//, '');
  options.show(await options.handle({ text, channel: ADDRESS, userId: 'local' }));
}

function redrawing(reader: Interface, output: NodeJS.WritableStream) {
  return (write: () => void) => {
    output.write('\r\x1b[K');
    write();
    reader.prompt(true);
  };
}

function complete(line: string): [string[], string] {
  const fitting = COMMANDS.filter((command) => command.startsWith(line));
  return [fitting.length > 0 ? fitting : COMMANDS, line];
}
