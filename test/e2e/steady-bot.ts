import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { titlesIn } from '../support/discord/reader.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { type Run, runProgram } from '../support/program.ts';
import { CHANNEL } from '../support/slack/workspace.ts';
import { followAtOnce, type Outside, startApp, startOutside } from './world.ts';

const BOT = fileURLToPath(new URL('../support/steady-bot.run.ts', import.meta.url));
export const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
export const PATIENCE = { timeout: 30_000, interval: 50 };

/** Of the test that runs. */
export const here = {} as {
  outside: Outside;
  /** The settings of the bot; a test may put its database elsewhere. */
  settings: Record<string, string>;
  bot: Bot | undefined;
};

/** Gives each test of a file a world of its own; called once, before the file's own hooks. */
export function useOutside(): void {
  beforeEach(async () => {
    here.outside = await startOutside();
    here.settings = { ...here.outside.environment, HTTP_PORT: '0' };
    publish(0);
  });

  afterEach(async () => {
    await here.bot?.stop();
    here.bot = undefined;
    expect(here.outside.slack.violations).toEqual([]);
    await here.outside.close();
  });
}

/** The database. */
export const file = () => here.settings.DATABASE_URL?.replace('sqlite:', '') ?? '';

/** Both channels follow "tidal", and get papers at once. */
export async function subscribe(): Promise<void> {
  const app = await startApp(here.settings);
  await followAtOnce(here.outside, 'tidal');
  await app.stop();
}

const TITLES = ['Tidal One', 'Tidal Two', 'Tidal Three'] as const;

/** The papers of today: the first so many of the titles. */
export function publish(count: number): void {
  const day = new Date().toISOString().slice(0, 10);
  const items = TITLES.slice(0, count).map((title, index) =>
    dailyPaper(`2611.0000${index + 1}`, {
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
      title,
    }),
  );
  here.outside.publish(day, items);
}

/** How often each paper was posted in both channels, in order. */
export function posts(): Record<string, string[]> {
  const cards = here.outside.slack
    .messagesIn(CHANNEL)
    .flatMap((it) => [...JSON.stringify(it.blocks).matchAll(/"(Tidal \w+)"/g)].map(([, t]) => t));
  const embeds = here.outside.discord
    .messages(here.outside.discord.channels.general)
    .flatMap((it) => titlesIn(it.body));
  return { slack: cards.map(String), discord: embeds.map(String) };
}

/** Resolves once both channels have these papers, each once. */
export const postedOnce = (...titles: string[]) =>
  vi.waitFor(() => expect(posts()).toEqual({ slack: titles, discord: titles }), PATIENCE);

export interface Bot {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** What it logged so far. */
  log(): string;
  get(path: '/healthz' | '/readyz'): Promise<[number, string]>;
  stop(): Promise<void>;
}

/** Starts the program that posts without end, until the test ends. */
export async function startBot(): Promise<Bot> {
  const child = spawn(process.execPath, [BOT], {
    env: here.settings,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const [port] = await once(child.stdout, 'data');
  const bot: Bot = {
    process: child,
    log: () => log,
    get: async (path) => {
      const answer = await fetch(`http://127.0.0.1:${String(port).trim()}${path}`);
      return [answer.status, (await answer.text()).trim()];
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
  here.bot = bot;
  return bot;
}

/** Runs a command line beside the bot. */
export function run(...args: string[]): Promise<Run> {
  const folder = dirname(here.outside.environment.DATABASE_URL?.replace('sqlite:', '') ?? '');
  return runProgram(args, { cwd: folder, env: here.settings });
}
