import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import { titlesIn, wordsOf } from '../support/discord/reader.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { CHANNEL } from '../support/slack/workspace.ts';
import { lastingDatabase } from '../support/store.ts';
import { discordPosts, type Outside, slackPosts, startApp, startOutside } from './world.ts';

const DAY = '2026-11-24';
/** Another process may have a lane for its first second. */
const PATIENCE = { timeout: 20_000, interval: 20 };
const listed = { submittedOnDailyAt: `${DAY}T00:00:00.000Z` };
const grpo = dailyPaper('2611.00001', { ...listed, title: 'Tidal GRPO', upvotes: 40 });
const mamba = dailyPaper('2611.00002', { ...listed, title: 'Tidal Mamba' });

let outside: Outside;
let app: App | undefined;
let moment: Date;

beforeEach(async () => {
  outside = await startOutside({ database: await lastingDatabase() });
  outside.publish(DAY, [grpo, mamba]);
  moment = new Date(`${DAY}T08:00:00Z`);
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  expect(outside.slack.violations).toEqual([]);
  expect(outside.discord.violations).toEqual([]);
  await outside.close();
});

async function start(): Promise<App> {
  app = await startApp(outside.environment, { now: () => moment });
  return app;
}

async function onSlack(command: string, text = ''): Promise<string> {
  const [answer] = await outside.slack.slashCommand({ command, text });
  return answer?.text ?? '';
}

async function onDiscord(name: string, options: Record<string, string> = {}, subcommand?: string) {
  const answer = await outside.discord.interact({
    name,
    options,
    ...(subcommand ? { subcommand } : {}),
  });
  return wordsOf(answer);
}

const inSlack = () => slackPosts(outside);
const inDiscord = () => discordPosts(outside);
const titlesInDiscord = () => inDiscord().flatMap((it) => titlesIn(it.body));

describe('a team in Slack and Discord', () => {
  it('gets the same answers on both', async () => {
    await start();
    for (const [slack, discord] of [
      [await onSlack('/subscribe', 'grpo'), await onDiscord('subscribe', { query: 'grpo' })],
      [await onSlack('/subscribe', 'GRPO'), await onDiscord('subscribe', { query: 'GRPO' })],
      [await onSlack('/subscribe', '(dpo OR'), await onDiscord('subscribe', { query: '(dpo OR' })],
      [await onSlack('/unsubscribe', 'mamba'), await onDiscord('unsubscribe', { query: 'mamba' })],
      [await onSlack('/subscriptions'), await onDiscord('subscriptions')],
      [await onSlack('/papers', 'today'), await onDiscord('papers', {}, 'today')],
      [await onSlack('/papers', 'help'), await onDiscord('papers', {}, 'help')],
      [
        await onSlack('/papers', 'preview titel:grpo'),
        await onDiscord('papers', { query: 'titel:grpo' }, 'preview'),
      ],
      [
        await onSlack('/papers', 'search grpo'),
        await onDiscord('papers', { query: 'grpo' }, 'search'),
      ],
      [
        await onSlack('/papers', 'why 2402.03300'),
        await onDiscord('papers', { paper: '2402.03300' }, 'why'),
      ],
    ] as const) {
      const words = (text: string) =>
        text.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('• ', '').trim();
      for (const line of words(slack).split('\n')) expect(words(discord)).toContain(line);
    }
  });

  it('gets its subscriptions as a file in Discord', async () => {
    await start();
    await onDiscord('subscribe', { query: 'grpo' });
    const { files } = await outside.discord.interact({ name: 'papers', subcommand: 'export' });
    expect(Object.values(files)).toEqual([expect.stringMatching(/^ *- grpo$/m)]);
  });

  it('gets each paper once, at its hour, though two sources list it and the bot restarts', async () => {
    outside.publish(DAY, [grpo, mamba], [{ id: '2611.00001', title: 'Tidal GRPO' }]);
    let running = await start();
    await onSlack('/subscribe', 'grpo');
    await onDiscord('subscribe', { query: 'tidal' });
    await running.poll();
    expect([inSlack(), inDiscord()]).toEqual([[], []]);
    await running.stop();

    moment = new Date(`${DAY}T09:00:00Z`);
    running = await start();
    await running.poll();
    await vi.waitFor(
      () => expect([inSlack().length, inDiscord().length]).toEqual([1, 1]),
      PATIENCE,
    );
    expect(JSON.stringify(inSlack()[0]?.blocks)).toContain('Tidal GRPO');
    expect(JSON.stringify(inSlack()[0]?.blocks)).not.toContain('Tidal Mamba');
    expect(titlesInDiscord()).toEqual(['Tidal GRPO', 'Tidal Mamba']);

    await running.poll();
    await running.stop();
    moment = new Date('2026-11-25T09:00:00Z');
    await (await start()).poll();
    expect([inSlack().length, inDiscord().length]).toEqual([1, 1]);
  });

  it('gets papers at once where it asks for that', async () => {
    const running = await start();
    await onSlack('/papers', 'schedule now');
    await onSlack('/subscribe', 'mamba');
    await running.poll();
    await vi.waitFor(() => expect(inSlack()).toHaveLength(1), PATIENCE);
  });

  it('gets a long day in whole cards, over several messages in order', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const many = Array.from({ length: 40 }, (_, index) =>
      dailyPaper(`2611.${String(10_000 + index)}`, {
        submittedOnDailyAt: `${day}T00:00:00.000Z`,
        title: `Tidal Paper ${index}`,
        summary: 'A long sentence about tides and how they rise and fall over days. '.repeat(12),
        upvotes: 100 - index,
      }),
    );
    outside.publish(day, many);
    app = await startApp({ ...outside.environment, DAILY_CAP: '50' });
    await onDiscord('papers', { when: 'now' }, 'schedule');
    await onDiscord('subscribe', { query: 'tidal' });
    await app.poll();
    await vi.waitFor(() => expect(titlesInDiscord()).toHaveLength(40), PATIENCE);
    expect(titlesInDiscord()).toEqual(many.map((item) => item.paper.title));
  });
});

describe('a platform in trouble', () => {
  it('says in one sentence which token is wrong', async () => {
    const wrong = { ...outside.environment, SLACK_BOT_TOKEN: 'xoxb-wrong' };
    await expect(startApp(wrong, { now: () => moment })).rejects.toThrow(/SLACK_BOT_TOKEN/);
    const other = { ...outside.environment, DISCORD_TOKEN: 'wrong' };
    await expect(startApp(other, { now: () => moment })).rejects.toThrow(/DISCORD_TOKEN/);
  });

  it('pauses an archived channel with its reason, and no other', async () => {
    const running = await start();
    for (const channel of ['C0OLDNEWS', CHANNEL]) {
      await outside.slack.slashCommand({ command: '/papers', text: 'schedule now', channel });
      await outside.slack.slashCommand({ command: '/subscribe', text: 'grpo', channel });
    }
    await running.poll();
    await vi.waitFor(() => expect(inSlack()).toHaveLength(1), PATIENCE);
    expect(outside.slack.messagesIn('C0OLDNEWS')).toEqual([]);
    await vi.waitFor(async () => {
      const asked = { command: '/subscriptions', channel: 'C0OLDNEWS' };
      const [answer] = await outside.slack.slashCommand(asked);
      expect(answer?.text).toMatch(/Paused: .*archived[\s\S]*grpo/);
    }, PATIENCE);
  });
});

describe('the health pages', () => {
  it('say whether the bot lives and is ready', async () => {
    app = await startApp({ ...outside.environment, HTTP_PORT: '0' }, { now: () => moment });
    const status = async (path: string) =>
      (await fetch(`http://127.0.0.1:${app?.httpPort()}${path}`)).status;
    expect(await Promise.all([status('/healthz'), status('/readyz'), status('/')])).toEqual([
      200, 200, 404,
    ]);
  });
});
