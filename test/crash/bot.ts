import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BOT = fileURLToPath(new URL('../support/bot.run.ts', import.meta.url));

/** One process of the bot. */
export interface Bot {
  /** Of the process. */
  readonly pid: number;
  /** Begins, with a clock that is so many milliseconds ahead; or sets its clock, and reads the sources again. */
  go(aheadMs: number): void;
  /** Resolves once the platforms are connected; never when it dies before. */
  readonly started: Promise<void>;
  /** Resolves once the sources were read and what was due was tried. */
  readonly polled: Promise<void>;
  /** Kills it where it stands, before this call returns. */
  kill(): void;
  /** Asks it to stop. */
  stop(): void;
  /** Resolves with the exit code, or with the signal that killed it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface BotOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Where its log goes: the descriptor of an open file. */
  readonly log: number;
}

/** Starts a process that loads the program and waits for its go, so that a life begins at once. */
export function prepareBot({ environment, log }: BotOptions): Bot {
  const child = spawn(process.execPath, [BOT], {
    env: { ...environment, WAIT_FOR_GO: '1', LOG_LEVEL: 'info' },
    stdio: ['pipe', 'pipe', log],
  });
  child.stdin?.on('error', () => undefined);
  return {
    pid: child.pid ?? 0,
    go: (aheadMs) => void child.stdin?.write(`${aheadMs}\n`),
    started: said(child, 'started'),
    polled: said(child, 'polled'),
    kill: () => void child.kill('SIGKILL'),
    stop: () => void child.kill('SIGTERM'),
    ended: once(child, 'exit').then(([code, signal]) => code ?? signal),
  };
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    let heard = '';
    child.stdout?.on('data', (chunk) => {
      heard += chunk;
      if (heard.includes(word)) resolve();
    });
  });
}
