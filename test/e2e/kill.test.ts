import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { titlesIn } from '../support/discord/reader.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { lastingDatabase } from '../support/store.ts';
import {
  discordPosts,
  followAtOnce,
  type Outside,
  slackPosts,
  startApp,
  startOutside,
} from './world.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const BOT = fileURLToPath(new URL('../support/bot.run.ts', import.meta.url));
const PATIENCE = { timeout: 20_000, interval: 20 };
/** A look into PostgreSQL is a connection of its own. */
const LOOKING = { ...PATIENCE, interval: 200 };
/** On loopback, in milliseconds. */
const LONGER_THAN_AN_ANSWER_TAKES_MS = 100;
const POSTS = ['chat.postMessage', 'POST /channels/:channel/messages'];

let outside: Outside;
let bot: ChildProcess | undefined;

/** Both channels follow "tidal" at once; nothing is listed yet. */
beforeEach(async () => {
  outside = await startOutside({ database: await lastingDatabase() });
  outside.publish(today(), []);
  const app = await startApp(outside.environment);
  await followAtOnce(outside, 'tidal');
  await app.stop();
});

afterEach(async () => {
  await kill();
  expect(outside.slack.violations).toEqual([]);
  await outside.close();
});

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function publish(count: number): void {
  const submittedOnDailyAt = `${today()}T00:00:00.000Z`;
  const items = Array.from({ length: count }, (_, index) =>
    dailyPaper(`2611.${String(10_000 + index)}`, {
      submittedOnDailyAt,
      title: `Tidal Paper ${index}`,
    }),
  );
  outside.publish(today(), items);
}

function launch(): void {
  bot = spawn(process.execPath, [BOT], { env: { ...outside.environment }, stdio: 'ignore' });
}

async function kill(): Promise<void> {
  if (!bot || bot.exitCode !== null || bot.signalCode !== null) return;
  const gone = once(bot, 'exit');
  bot.kill('SIGKILL');
  await gone;
}

const fileOf = ({ environment }: Outside) => environment.DATABASE_URL?.replace('sqlite:', '') ?? '';
const inSlack = () => slackPosts(outside);
const inDiscord = () => discordPosts(outside);

/** Waits until nothing waits in the outbox any more. */
async function settle(): Promise<void> {
  await kill();
  const app = await startApp(outside.environment, { leaseMs: 400 });
  await app.poll();
  await vi.waitFor(async () => expect(await outside.waiting()).toBe(0), LOOKING);
  await app.stop();
}

describe('a bot that is killed', () => {
  it('after Slack took the message and before it answered posts it once', async () => {
    outside.slack.fail('chat.postMessage', { hang: true, arrives: true });
    publish(1);
    launch();
    await vi.waitFor(() => expect(inSlack()).toHaveLength(1), PATIENCE);
    await settle();
    expect([inSlack().length, inDiscord().length]).toEqual([1, 1]);
  });

  it('before Slack took the message posts it once', async () => {
    outside.slack.fail('chat.postMessage', { hang: true });
    publish(1);
    launch();
    const asked = () => outside.slack.calls.filter((call) => call.method === 'chat.postMessage');
    await vi.waitFor(() => expect(asked()).toHaveLength(1), PATIENCE);
    await settle();
    expect([inSlack().length, inDiscord().length]).toEqual([1, 1]);
  });

  it.each(['taken, no answer', 'no answer'] as const)(
    'while Discord gives no answer (%s) posts it once',
    async (failure) => {
      const route = 'POST /channels/:channel/messages';
      outside.discord.fail(route, failure);
      publish(1);
      launch();
      const asked = () => outside.discord.calls.filter((call) => call.route === route);
      await vi.waitFor(() => expect(asked()).toHaveLength(1), PATIENCE);
      await settle();
      expect([inSlack().length, inDiscord().length]).toEqual([1, 1]);
    },
  );

  // Nothing locks PostgreSQL before the answer; the crash test kills right there.
  it.runIf(inject('engine') === 'sqlite').each(['slack', 'discord'] as const)(
    'after %s answered and before the bot could write that down posts it once',
    async (platform) => {
      const database = new Database(fileOf(outside));
      const answered = Promise.withResolvers<void>();
      const end = outside[platform].watch(({ call, phase }) => {
        if (!POSTS.includes(call)) return;
        if (phase === 'done' && !database.inTransaction) database.exec('begin immediate');
        if (phase === 'answered') answered.resolve();
      });
      publish(1);
      launch();
      await answered.promise;
      await sleep(LONGER_THAN_AN_ANSWER_TAKES_MS);
      await kill();
      end();
      database.close();
      expect(await outside.waiting()).toBeGreaterThan(0);
      await settle();
      expect([inSlack().length, inDiscord().length]).toEqual([1, 1]);
    },
  );

  it('at any moment of a round posts every paper once', async () => {
    publish(12);
    for (const afterMs of [300, 450, 600, 700, 800, 900]) {
      launch();
      await sleep(afterMs);
      await kill();
    }
    await settle();
    const titles = inDiscord().flatMap((it) => titlesIn(it.body));
    expect(titles.toSorted()).toEqual(
      Array.from({ length: 12 }, (_, index) => `Tidal Paper ${index}`).toSorted(),
    );
    const blocks = inSlack()
      .map((message) => JSON.stringify(message.blocks))
      .join('');
    for (let index = 0; index < 12; index++)
      expect(blocks.split(`"Tidal Paper ${index}"`)).toHaveLength(2);
  });
});

/** The program itself, as `npm start` runs it. */
function launchProgram(settings: Record<string, string> = {}): void {
  const env = { PATH: process.env.PATH, ...outside.environment, ...settings };
  bot = spawn(process.execPath, [PROGRAM, 'start'], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  bot.stdin?.write('/papers today\n');
}

async function stopProgram(): Promise<number> {
  const gone = once(bot as ChildProcess, 'exit');
  bot?.kill('SIGTERM');
  const [code] = await gone;
  return code;
}

describe('the program that is asked to stop', () => {
  it('ends by itself with 0 while it posts', async () => {
    publish(1);
    launchProgram();
    await vi.waitFor(() => expect(inDiscord()).toHaveLength(1), PATIENCE);
    expect(await stopProgram()).toBe(0);
  });

  it('ends by itself with 0 while its sources do not answer', async () => {
    outside.feeds.answer(() => 'silence');
    launchProgram();
    await vi.waitFor(() => expect(outside.feeds.asked.length).toBeGreaterThan(0), PATIENCE);
    expect(await stopProgram()).toBe(0);
  });

  it('ends by itself with 0 while piped commands wait for silent sources', async () => {
    outside.feeds.answer(() => 'silence');
    launchProgram({ SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '', DISCORD_TOKEN: '', HTTP_PORT: '0' });
    await vi.waitFor(() => expect(outside.feeds.asked.length).toBeGreaterThan(0), PATIENCE);
    expect(await stopProgram()).toBe(0);
  });
});

describe('a bot that is asked to stop', () => {
  it('settles the message under way and ends by itself', async () => {
    publish(1);
    launch();
    await vi.waitFor(() => expect(inDiscord()).toHaveLength(1), PATIENCE);
    const gone = once(bot as ChildProcess, 'exit');
    bot?.kill('SIGTERM');
    const [code] = await gone;
    expect(code).toBe(0);
    await settle();
    expect([inSlack().length, inDiscord().length]).toEqual([1, 1]);
  });
});
