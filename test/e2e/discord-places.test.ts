import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import { LAYOUTS } from '../../src/core/replies/settings.ts';
import { componentsOf } from '../support/discord/components.ts';
import type { FakeChannel } from '../support/discord/index.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { type Outside, startApp, startOutside } from './world.ts';

const DAY = '2026-11-24';
const papers = ['Tidal GRPO', 'Tidal Mamba'].map((title, index) =>
  dailyPaper(`2611.0000${index}`, { submittedOnDailyAt: `${DAY}T00:00:00.000Z`, title }),
);

let outside: Outside;
let app: App;
let moment: Date;

beforeEach(async () => {
  outside = await startOutside();
  outside.publish(DAY, papers);
  moment = new Date(`${DAY}T08:00:00Z`);
  app = await startApp(outside.environment, { now: () => moment });
});

afterEach(async () => {
  await app.stop();
  expect(outside.discord.violations).toEqual([]);
  await outside.close();
});

describe('a Discord server', () => {
  it('gets a digest as a post of its forum, and commands in it are about the forum', async () => {
    const { discord } = outside;
    const forum = discord.addPlace('digests', { type: 15 });
    await discord.interact({ name: 'subscribe', options: { query: 'tidal', forum } });
    await digest();
    await vi.waitFor(() => expect(threadsOf(forum)).toHaveLength(1), 10_000);
    const [thread] = threadsOf(forum);
    expect(thread?.name).toBe('2 new papers on tidal');
    const [post] = discord.messages(thread);
    expect(said(post?.body)).toContain('Tidal GRPO');
    const mine = await discord.interact({ name: 'subscriptions', channel: thread ?? forum });
    expect(said(mine)).toContain('tidal');
    const elsewhere = await discord.interact({ name: 'subscriptions' });
    expect(said(elsewhere)).not.toContain('tidal');
  });

  it('gets a list, and its details in a thread below it, where it wants that', async () => {
    const { discord } = outside;
    const { general } = discord.channels;
    await discord.interact({ name: 'subscribe', options: { query: 'tidal' } });
    const settings = await discord.interact({ name: 'papers', subcommand: 'settings' });
    const form = await discord.open(settings, 'How they look');
    await discord.send(form, { Layout: LAYOUTS.thread });
    const known = discord.messages(general).length;
    await digest();
    await vi.waitFor(() => expect(threadsOf(general)).toHaveLength(1), 10_000);
    const [thread] = threadsOf(general);
    await vi.waitFor(() => expect(discord.messages(thread)).toHaveLength(1), 10_000);
    const [list] = discord.messages(general).slice(known);
    expect(list?.id).toBe(thread?.id);
    expect(said(list?.body)).toContain('Tidal GRPO');
    expect(said(discord.messages(thread)[0]?.body)).toContain('Tidal Mamba');
  });
});

async function digest(): Promise<void> {
  await app.poll();
  moment = new Date(`${DAY}T09:00:00Z`);
  await app.poll();
}

function threadsOf({ id }: FakeChannel): FakeChannel[] {
  return [...outside.discord.places.values()].filter(
    ({ parentId, ownerId }) => parentId === id && ownerId === outside.discord.applicationId,
  );
}

function said(body: Parameters<typeof componentsOf>[0] | undefined): string {
  return body
    ? componentsOf(body)
        .flatMap(({ content }) => content ?? [])
        .join('\n')
    : '';
}
