import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, createApp } from '../app.ts';
import { logOf } from '../cli/setup.ts';
import { readConfig } from '../config.ts';
import { count } from '../core/card.ts';
import type { IngestReport } from '../pipeline/ingest.ts';
import { SAMPLE_DAY, startDemoServer } from './server.ts';

const WELCOME =
  'A sample of 12 real papers of 12 June 2026, summaries in our own words, from a server on this machine. No network is used.';
const FAREWELL = "That was the demo; nothing is kept. For today's papers, type npm start.";

const SCRIPT = [
  '/subscribe grpo',
  '/subscribe "sparse attention", agent',
  '/papers today',
  '/subscriptions',
];

/** How long a watching person gets to read before the next command is typed, in milliseconds. */
const READING_MS = 800;

/**
 * `paper-route demo`: the real program against a sample day on this machine, with scripted
 * commands. Needs no network and no credentials, and writes no file. Gives the exit code.
 */
export async function demo(): Promise<number> {
  const server = await startDemoServer();
  try {
    const app = await openDemoApp(server.url);
    await play(app).finally(() => app.stop());
    return 0;
  } finally {
    await server.stop();
  }
}

/** The real app, in memory, on the afternoon of the sample day. */
async function openDemoApp(endpoint: string): Promise<App> {
  const config = readConfig({
    HF_ENDPOINT: endpoint,
    ARXIV_CATEGORIES: '',
    DATABASE_URL: 'sqlite::memory:',
    TIMEZONE: 'UTC',
  });
  return createApp(config, {
    log: await logOf(config, 'error'),
    now: () => new Date(`${SAMPLE_DAY}T14:00Z`),
    terminal: { input: Readable.from(typed(SCRIPT)), output: process.stdout, echo: true },
  });
}

async function play(app: App): Promise<void> {
  app.say(WELCOME);
  const reports = await app.poll();
  app.say(reports.map(reportLine).join(' '));
  await app.start();
  await app.ended;
  app.say(FAREWELL);
}

/** @throws {Error} when the source could not be read: the demo makes no sense without papers. */
function reportLine({ outcome, listings, reason }: IngestReport): string {
  if (outcome !== 'read') throw new Error(`The demo can't go on. ${reason}`);
  return `${count(listings, 'paper')} read, as Hugging Face listed them that day.`;
}

async function* typed(commands: readonly string[]): AsyncGenerator<string> {
  for (const command of commands) {
    if (process.stdout.isTTY) await pause(READING_MS);
    yield `${command}\n`;
  }
}
