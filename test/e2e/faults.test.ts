import { describe, it, vi } from 'vitest';
import type { Failure } from '../support/discord/failures.ts';
import { titlesIn, wordsOf } from '../support/discord/reader.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import type { Fault } from '../support/slack/faults.ts';
import { CHANNEL } from '../support/slack/workspace.ts';
import { followAtOnce, type Outside, startApp, startOutside } from './world.ts';

const DAY = '2026-10-27';
const PATIENCE = { timeout: 20_000, interval: 20 };
/** Longer than any wait that these faults ask for, and than the first back-off. */
const LATER_MS = 15 * 60_000;

type AtEnd = (end: () => Promise<void>) => void;

/** The real app, whose channels in Slack and Discord follow "tidal" at once, on a clock of our own. */
async function startScene(atEnd: AtEnd) {
  let moment = Date.parse(`${DAY}T08:00:00Z`) - Date.now();
  const clock = () => Date.now() + moment;
  const outside = await startOutside({ slack: { now: clock }, discord: { now: clock } });
  outside.publish(DAY, []);
  const app = await startApp(outside.environment, { now: () => new Date(clock()) });
  atEnd(async () => {
    await app.stop();
    await outside.close();
  });
  await followAtOnce(outside, 'tidal');
  return {
    outside,
    /** Lists so many papers, and reads them. */
    list: async (count: number) => {
      outside.publish(
        DAY,
        Array.from({ length: count }, (_, index) => paper(index + 1)),
      );
      await app.poll();
    },
    /** Lets time pass until nothing waits. */
    settle: () =>
      vi.waitFor(async () => {
        moment += LATER_MS;
        await app.poll();
        if ((await outside.waiting()) > 0) throw new Error('A delivery still waits.');
      }, PATIENCE),
  };
}

function paper(number: number) {
  const submittedOnDailyAt = `${DAY}T00:00:00.000Z`;
  return dailyPaper(`2611.0000${number}`, { submittedOnDailyAt, title: `Tidal Paper ${number}` });
}

function inSlack({ slack }: Outside): string[] {
  return slack.messagesIn(CHANNEL).flatMap(({ blocks }) => linkedTitles(JSON.stringify(blocks)));
}

function inDiscord({ discord }: Outside): string[] {
  const messages = discord.messages(discord.channels.general);
  return messages.flatMap(({ body }) => titlesIn(body));
}

function linkedTitles(json: string): string[] {
  return [...json.matchAll(/"(Tidal Paper \d)"/g)].map(([, title = '']) => title);
}

const BOTH = ['Tidal Paper 1', 'Tidal Paper 2'];

describe.concurrent('a Slack channel gets each paper once and in order, and Discord its own at once, though the first post meets', () => {
  it.for<[string, Fault]>([
    ['429', { retryAfter: 1 }],
    ['ratelimited in a 200', { error: 'ratelimited' }],
    ['internal_error', { error: 'internal_error' }],
    ['503 before the work', { status: 503 }],
    ['503 after it', { status: 503, arrives: true }],
    ['a web page with 200 before the work', { status: 200 }],
    ['a web page with 200 after it', { status: 200, arrives: true }],
    ['a reset before the work', { reset: true }],
    ['a reset after it', { reset: true, arrives: true }],
    ['silence before the work', { hang: true }],
    ['silence after it', { hang: true, arrives: true }],
    ['slow bytes', { dripMs: 1_000 }],
  ])('%s', async ([, fault], { expect, onTestFinished }) => {
    const { outside, list, settle } = await startScene(onTestFinished);
    outside.slack.fail('chat.postMessage', fault);
    await list(1);
    expect(inDiscord(outside)).toEqual(['Tidal Paper 1']);
    await list(2);
    expect(inDiscord(outside)).toEqual(BOTH);
    await settle();
    expect([inSlack(outside), inDiscord(outside)]).toEqual([BOTH, BOTH]);
    expect([...outside.slack.violations, ...outside.discord.violations]).toEqual([]);
  });
});

describe.concurrent('a Discord channel gets each paper once and in order, and Slack its own at once, though the first post meets', () => {
  it.for<[string, Failure]>([
    ['429 of its bucket', { retryAfter: 1 }],
    ['429 over all', { retryAfter: 1, scope: 'global' }],
    ['429 that others share', { retryAfter: 1, scope: 'shared' }],
    ['429 without JSON', { retryAfter: 1, body: 'nothing' }],
    ["429 on Cloudflare's page", { retryAfter: 1, body: 'web page' }],
    ['502 before the work', { status: 502 }],
    ['502 after it', { status: 502, taken: true }],
    ['a web page with 403', { status: 403, html: true }],
    ['a web page with 200', { status: 200, html: true }],
    ['broken JSON with 200', 'taken, broken JSON'],
    ['a reset before the work', 'reset'],
    ['a reset after it', 'taken, reset'],
    ['silence before the work', 'no answer'],
    ['silence after it', 'taken, no answer'],
    ['slow bytes', { dripMs: 1_000 }],
  ])('%s', async ([, failure], { expect, onTestFinished }) => {
    const { outside, list, settle } = await startScene(onTestFinished);
    outside.discord.fail('POST /channels/:channel/messages', failure);
    await list(1);
    expect(inSlack(outside)).toEqual(['Tidal Paper 1']);
    await list(2);
    expect(inSlack(outside)).toEqual(BOTH);
    await settle();
    expect([inSlack(outside), inDiscord(outside)]).toEqual([BOTH, BOTH]);
    expect([...outside.slack.violations, ...outside.discord.violations]).toEqual([]);
  });
});

describe.concurrent('a command that comes right before the goodbye of the connection is answered', () => {
  it.for(['refresh_requested', 'warning'] as const)('Slack: %s', async (reason, test) => {
    const { outside } = await startScene(test.onTestFinished);
    const typed = outside.slack.slashCommand({ command: '/subscriptions' });
    outside.slack.disconnect(reason);
    test.expect((await typed)[0]?.text).toContain('tidal');
    await outside.slack.connected();
    test.expect(await outside.slack.slashCommand({ command: '/subscriptions' })).toHaveLength(1);
    test.expect(outside.slack.violations).toEqual([]);
  });

  it('Discord: RECONNECT', async ({ expect, onTestFinished }) => {
    const { outside } = await startScene(onTestFinished);
    const typed = outside.discord.interact({ name: 'subscriptions' });
    outside.discord.gateway.reconnect();
    expect(wordsOf(await typed)).toContain('tidal');
    expect(outside.discord.violations).toEqual([]);
  });
});
