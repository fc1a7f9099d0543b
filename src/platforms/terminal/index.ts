import pc from 'picocolors';
import type { Reply } from '../../core/command.ts';
import { NO_LIMITS } from '../../core/delivery.ts';
import type { Platform } from '../../core/platform.ts';
import { isReaderGone, toDeliveryError } from './errors.ts';
import { DEFAULT_COLUMNS, MAX_COLUMNS } from './limits.ts';
import { ADDRESS, type Prompt, startPrompt } from './listeners.ts';
import {
  renderCommand,
  renderMessage,
  renderNotice,
  renderReply,
  type TerminalStyle,
} from './render.ts';

export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Shows each command before its answer: for input that is scripted, not typed. */
  readonly echo?: boolean;
  /** Resolves when the posts that a command brought about are shown; the next command waits for it. */
  readonly settled?: () => Promise<void>;
  /** Called once, when the person leaves or the piped input ends. */
  readonly onEnd: () => void;
}

export interface Terminal extends Platform {
  /** Shows a line of our own, such as a welcome, without disturbing what is being typed. */
  say(text: string): void;
}

/** This terminal as a platform: a prompt for a person, plain lines for a pipe. Needs no credentials. */
export function createTerminal(options: TerminalOptions): Terminal {
  const { input, output } = options;
  const interactive = Boolean(input.isTTY && output.isTTY);
  const settled = options.settled ?? (async () => undefined);
  let prompt: Prompt | undefined;
  output.on('error', (error) => {
    if (!isReaderGone(error)) throw error;
    options.onEnd();
  });

  function write(text: string): void {
    if (prompt) prompt.around(() => output.write(text));
    else output.write(text);
  }

  function echo(command: string): void {
    if (options.echo) output.write(renderCommand(command, styleOf(output)));
  }

  function show(reply: Reply): void {
    output.write(renderReply(reply, styleOf(output)));
  }

  return {
    name: ADDRESS.platform,
    say: (text) => write(renderNotice(text, styleOf(output))),
    sender: {
      pace: NO_LIMITS,
      paginate: (message) => [message],
      send: async ({ message, key }) => {
        await writeThrough(output, () => write(renderMessage(message, styleOf(output))));
        return { messageId: key };
      },
      edit: null,
    },
    frontend: {
      start: async ({ handle }) => {
        prompt = startPrompt({ input, output, interactive, echo, handle, show, settled });
        prompt.ended.then(options.onEnd);
      },
      stop: async () => prompt?.close(),
      problem: () => null,
    },
    check: async () => [
      { name: 'Terminal', ok: true, detail: 'ready; needs no credentials', remedy: '' },
    ],
    checkChannel: async () => null,
  };
}

async function writeThrough(output: NodeJS.WritableStream, write: () => void): Promise<void> {
  try {
    write();
    await new Promise<void>((resolve, reject) => {
      output.write('', (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    throw toDeliveryError(error);
  }
}

function styleOf(output: TerminalOptions['output']): TerminalStyle {
  return {
    colour: Boolean(output.isTTY) && pc.isColorSupported,
    columns: Math.min(output.columns || DEFAULT_COLUMNS, MAX_COLUMNS),
  };
}
