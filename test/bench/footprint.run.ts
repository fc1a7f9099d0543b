/**
 * `npm run bench:footprint`: the time from the start of the process until it is ready, and its
 * resident memory after ten idle seconds, for each platform by itself. The bot is the real one,
 * with the real SDKs; Slack, Discord and the sources are the loopback servers of the tests.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Outside, startOutside } from '../e2e/world.ts';
import { deadOrigin } from '../support/feeds/server.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const IDLE_MS = 10_000;
const NEITHER = { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '', DISCORD_TOKEN: '' };

/** Nothing is mailed while the bot is idle, so the server is never asked for. */
const EMAIL = {
  SMTP_URL: 'smtp://localhost:25',
  EMAIL_FROM: 'papers@example.org',
  PUBLIC_URL: 'https://papers.example.org',
};

interface Footprint {
  readonly readyMs: number;
  readonly residentMb: number;
}

async function measure(environment: Readonly<Record<string, string>>): Promise<Footprint> {
  const port = new URL(await deadOrigin()).port;
  const started = performance.now();
  const bot = spawn(process.execPath, [PROGRAM, 'start'], {
    env: { PATH: process.env.PATH, ...environment, HTTP_PORT: port },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  bot.stdin?.write('/subscriptions\n');
  await untilReady(port);
  const readyMs = performance.now() - started;
  await sleep(IDLE_MS);
  const residentMb = await residentMegabytes(bot);
  bot.kill('SIGTERM');
  await once(bot, 'exit');
  return { readyMs, residentMb };
}

async function untilReady(port: string): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(5);
  }
  throw new Error('The bot did not become ready.');
}

async function residentMegabytes(bot: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${bot.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

async function main(): Promise<void> {
  const outside: Outside = await startOutside();
  outside.publish(new Date().toISOString().slice(0, 10), []);
  const { environment } = outside;
  const rows = {
    terminal: { ...environment, ...NEITHER },
    Slack: { ...environment, DISCORD_TOKEN: '' },
    Discord: { ...environment, SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' },
    'E-mail': { ...environment, ...NEITHER, ...EMAIL },
  };
  process.stdout.write(`Node ${process.versions.node}, ${cpus().length} cores\n`);
  process.stdout.write('| platform | start to ready | resident memory |\n| --- | --- | --- |\n');
  for (const [name, settings] of Object.entries(rows)) {
    const { readyMs, residentMb } = await measure(settings);
    process.stdout.write(
      `| ${name} | ${(readyMs / 1000).toFixed(2)} s | ${residentMb.toFixed(0)} MB |\n`,
    );
  }
  await outside.close();
}

await main();
