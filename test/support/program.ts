import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));

/** For the environment of a program that tests start again and again: its code is compiled once. */
export const COMPILED_ONCE = { NODE_COMPILE_CACHE: join(tmpdir(), 'paper-route-compiled') };

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `paper-route …` in a folder, with these settings alone, and gives what it printed. */
export async function runProgram(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
    /** The user who runs it; left out: the one who runs the test. */
    readonly as?: { readonly uid?: number; readonly gid?: number };
  },
): Promise<Run> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
    ...options.as,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...output };
}
