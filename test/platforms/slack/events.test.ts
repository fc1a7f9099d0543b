import { describe, expect, it, onTestFinished } from 'vitest';
import type { PlatformEvent } from '../../../src/core/command.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { hooksOf } from '../../support/hooks.ts';
import { eventOf } from '../../support/slack/events.ts';
import { BOT, CHANNEL, type SlackServerOptions, TEAM } from '../../support/slack/workspace.ts';
import { replyOf } from './fixtures.ts';
import { PATIENCE, startScene } from './setup.ts';

const RETURNED = { kind: 'returned', workspace: TEAM.id };

describe('the program hears that', () => {
  it.each([
    ['the bot was invited', { type: 'member_joined_channel', user: BOT.userId }],
    ['a channel was unarchived', { type: 'channel_unarchive', user: 'U0ADMIN' }],
    ['a private channel was unarchived', { type: 'group_unarchive' }],
  ])('%s', async (_, event) => {
    expect(await heard([{ channel: CHANNEL, ...event }])).toEqual([RETURNED]);
  });

  it.each([
    ['a channel was archived', 'channel_archive', /^The channel is archived\. Unarchive it/],
    ['a private channel was archived', 'group_archive', /^The channel is archived\. Unarchive it/],
    ['a channel was deleted', 'channel_deleted', /^The channel was deleted\.$/],
    ['a private channel was deleted', 'group_deleted', /^The channel was deleted\.$/],
    ['the bot was removed from a private channel', 'group_left', /Invite it with \/invite/],
  ])('%s', async (_, type, reason) => {
    expect(await heard([{ type, channel: CHANNEL }])).toEqual([closed(reason)]);
  });

  it('the bot was removed from a public channel, where it may not post without being there', async () => {
    const scopes = { scopes: ['commands', 'chat:write', 'channels:read'] };
    expect(await heard([{ type: 'channel_left', channel: CHANNEL }], scopes)).toEqual([
      closed(/Invite it with \/invite/),
    ]);
  });

  it('a channel has another id from now on', async () => {
    const event = { type: 'channel_id_changed', old_channel_id: CHANNEL, new_channel_id: 'C0NEW' };
    expect(await heard([event])).toEqual([
      { kind: 'moved', from: address(CHANNEL), to: address('C0NEW') },
    ]);
  });

  it.each([
    ['the app was removed from the workspace', { type: 'app_uninstalled' }],
    ['its token was taken back', { type: 'tokens_revoked', tokens: { bot: [BOT.userId] } }],
  ])('%s', async (_, event) => {
    expect(await heard([event])).toEqual([
      { kind: 'left', workspace: TEAM.id, reason: expect.stringContaining('Install it again') },
    ]);
  });
});

describe('nothing happens', () => {
  it.each([
    ['when somebody else joins', { type: 'member_joined_channel', user: 'U0SOMEONE' }],
    ['when a channel gets another name', { type: 'channel_rename', channel: { id: CHANNEL } }],
    ['when a channel moves to another workspace', { type: 'channel_archive', is_moved: 1 }],
    ['when the bot leaves a public channel where it may go on posting', { type: 'channel_left' }],
    ["when a person's token was taken back", { type: 'tokens_revoked', tokens: { oauth: ['U1'] } }],
  ])('%s', async (_, event) => {
    expect(await heard([{ channel: CHANNEL, ...event }, MARK])).toEqual([RETURNED]);
  });

  it('when Slack sends an event a second time', async () => {
    const event = eventOf({ type: 'channel_deleted', channel: CHANNEL });
    expect(await heardOf([event, event, eventOf(MARK)])).toEqual([closed(/deleted/), RETURNED]);
  });
});

/** Comes last, so that nothing is to be waited for after it. */
const MARK = { type: 'channel_unarchive', channel: CHANNEL };

function heard(
  events: readonly Parameters<typeof eventOf>[0][],
  options?: SlackServerOptions,
): Promise<PlatformEvent[]> {
  return heardOf(
    events.map((event) => eventOf(event)),
    options,
  );
}

/** What the hooks hear of these, once the last one has arrived. */
async function heardOf(
  events: readonly object[],
  options: SlackServerOptions = {},
): Promise<PlatformEvent[]> {
  const { seen, close } = await openStorage('sqlite::memory:');
  onTestFinished(close);
  const { server, slack } = await startScene(options, { seen });
  const told: PlatformEvent[] = [];
  const happened = (event: PlatformEvent) => void told.push(event);
  await slack.frontend?.start(hooksOf(async () => replyOf('Here'), { happened }));
  for (const event of events) await server.deliver('events_api', event);
  await expect.poll(() => told.length, PATIENCE).toBeGreaterThan(0);
  return told;
}

function closed(reason: RegExp) {
  return { kind: 'closed', channel: address(CHANNEL), reason: expect.stringMatching(reason) };
}

function address(channel: string) {
  return { platform: 'slack', workspace: TEAM.id, channel };
}
