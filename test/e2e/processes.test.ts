import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { titlesIn } from '../support/discord/reader.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { lastingDatabase } from '../support/store.ts';
import { discordPosts, followAtOnce, type Outside, slackPosts, startOutside } from './world.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const PATIENCE = { timeout: 20_000, interval: 50 };
/** The program reads its sources once a minute at most; this one again and again. */
const STEADY = fileURLToPath(new URL('../support/steady-bot.run.ts', import.meta.url));

type Role = 'chat' | 'schedule' | 'deliver';

let outside: Outside;
let processes: ChildProcess[];

beforeEach(async () => {
  outside = await startOutside({ database: await lastingDatabase() });
  processes = [];
  publish(0);
});

afterEach(async () => {
  for (const it of processes) await kill(it);
  expect(outside.slack.violations).toEqual([]);
  expect(outside.discord.violations).toEqual([]);
  await outside.close();
});

function start(role: Role): ChildProcess {
  const env = { PATH: process.env.PATH, ...outside.environment, ROLES: role };
  const program = role === 'schedule' ? [STEADY] : [PROGRAM, 'start', '--role', role];
  const child = spawn(process.execPath, program, { env, stdio: 'ignore' });
  processes.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** The first so many papers of today. */
function publish(count: number): void {
  const day = new Date().toISOString().slice(0, 10);
  const items = titles(count).map((title, index) =>
    dailyPaper(`2611.0000${index}`, { submittedOnDailyAt: `${day}T00:00:00.000Z`, title }),
  );
  outside.publish(day, items);
}

function titles(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Tidal Paper ${index + 1}`);
}

/** Both channels have the first so many papers, each once. */
async function arrived(count: number): Promise<void> {
  await vi.waitFor(() => {
    expect(discordPosts(outside).flatMap((it) => titlesIn(it.body))).toEqual(titles(count));
    const cards = slackPosts(outside).map((it) => JSON.stringify(it.blocks));
    expect(cards.flatMap((it) => it.match(/Tidal Paper \d/)?.[0] ?? [])).toEqual(titles(count));
  }, PATIENCE);
}

it('share the work by their roles, and each is replaced by another when it is killed', async () => {
  start('chat');
  const leaders = [start('schedule'), start('schedule')];
  const senders = [start('deliver'), start('deliver')];
  await outside.slack.connected();
  await followAtOnce(outside, 'tidal');
  publish(1);
  await arrived(1);

  for (const [index, doomed] of [...leaders, ...senders].entries()) {
    await kill(doomed);
    publish(index + 2);
    await arrived(index + 2);
    start(index < leaders.length ? 'schedule' : 'deliver');
  }
});
