import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { wordsOf } from '../support/discord/reader.ts';
import { dailyPaper, dailyPapersApi } from '../support/feeds/hugging-face.ts';
import { lastingDatabase } from '../support/store.ts';
import {
  discordPosts,
  followAtOnce,
  type Outside,
  slackPosts,
  startApp,
  startOutside,
} from './world.ts';

const HOUR_MS = 3_600_000;
const DAY = '2026-11-24';
const paper = dailyPaper('2611.00001', {
  submittedOnDailyAt: `${DAY}T00:00:00.000Z`,
  title: 'Tidal GRPO',
});

let outside: Outside;
let app: App;
let moment: Date;

beforeEach(async () => {
  outside = await startOutside({ database: await lastingDatabase() });
  moment = new Date(`${DAY}T08:00:00Z`);
  app = await startApp(outside.environment, { now: () => moment });
});

afterEach(async () => {
  await app.stop();
  expect(outside.slack.violations).toEqual([]);
  expect(outside.discord.violations).toEqual([]);
  await outside.close();
});

/** Reads the sources every six hours. */
async function pollFor(hours: number): Promise<void> {
  for (const end = moment.getTime() + hours * HOUR_MS; moment.getTime() < end; ) {
    await app.poll();
    moment = new Date(moment.getTime() + 6 * HOUR_MS);
  }
}

/** What stands in both channels beside the papers. */
function notices(): string[] {
  const inSlack = slackPosts(outside).map((it) => it.text);
  const inDiscord = discordPosts(outside);
  return [...inSlack, ...inDiscord.map((it) => wordsOf(it.body))].filter(
    (text) => !text.includes('new paper on'),
  );
}

it('tells Slack and Discord once that Hugging Face fails, and once that it is back', async () => {
  await followAtOnce(outside, 'tidal');
  outside.publish(DAY, [paper]);
  await pollFor(12);
  expect(slackPosts(outside)).toHaveLength(1);

  outside.feeds.answer(({ url }) => ({ status: url.pathname.startsWith('/api/') ? 503 : 304 }));
  await pollFor(12);
  expect(notices()).toEqual([]);
  await pollFor(48);
  expect(notices()).toEqual([
    expect.stringContaining('Reading Hugging Face has failed since 24 Nov 2026.'),
    expect.stringContaining('Reading Hugging Face has failed since 24 Nov 2026.'),
  ]);

  const api = dailyPapersApi({ [DAY]: [paper] });
  outside.feeds.answer((asked) =>
    asked.url.pathname.startsWith('/api/') ? api(asked) : { status: 304 },
  );
  await pollFor(24);
  expect(notices().filter((it) => it.includes('is back'))).toHaveLength(2);
  expect(notices()).toHaveLength(4);
});
