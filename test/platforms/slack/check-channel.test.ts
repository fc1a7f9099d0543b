import { describe, expect, it } from 'vitest';
import { TEAM } from '../../support/slack/workspace.ts';
import { startScene } from './setup.ts';

const BASIC = ['commands', 'chat:write'];
const READING = [...BASIC, 'channels:read', 'groups:read'];

describe('the check of a channel', () => {
  it.each([
    ['a member of', 'C0READING', READING, 'the bot is a member there'],
    ['a member of, in private,', 'C0PRIVATE', READING, 'the bot is a member there'],
    ['no member of', 'C0LOUNGE', [...READING, 'chat:write.public'], 'needs no invitation'],
    ['a member of, as the manifest alone shows,', 'C0READING', undefined, 'a member there'],
    ['no member of, as the manifest alone shows,', 'C0LOUNGE', undefined, 'needs no invitation'],
  ])('is content with a channel that the bot is %s %s', async (_, channel, scopes, detail) => {
    const check = await checkOf(channel, scopes);
    expect(check).toEqual({
      name: `Slack channel ${channel}`,
      ok: true,
      detail: expect.stringContaining(detail),
      remedy: '',
    });
  });

  it.each([
    ['that needs an invitation', 'C0LOUNGE', READING, 'not_in_channel', '/invite @Paper Route'],
    [
      'that needs an invitation, as channels:history shows,',
      'C0LOUNGE',
      [...BASIC, 'channels:history'],
      'not_in_channel',
      '/invite @Paper Route',
    ],
    ['that is private or gone', 'C0SECRET', READING, 'channel_not_found', 'if it is private'],
    ['that is archived', 'C0OLDNEWS', READING, 'is_archived', 'unarchive it'],
  ])('says what to do about a channel %s %s', async (_, channel, scopes, code, remedy) => {
    expect(await checkOf(channel, scopes)).toMatchObject({
      ok: false,
      detail: `the bot may not post there (${code})`,
      remedy: expect.stringContaining(remedy),
    });
  });

  it.each([
    ['C0READING', 'channels:read'],
    ['C0PRIVATE', 'groups:read'],
  ])('says of %s that it can not tell without %s', async (channel, scope) => {
    expect(await checkOf(channel, BASIC)).toMatchObject({
      ok: true,
      detail: `Slack does not tell whether the bot may post there without the scope ${scope}`,
    });
  });

  it('reads no message and posts none, also without channels:read', async () => {
    const { server, slack } = await startScene({ scopes: ['chat:write', 'channels:history'] });
    await slack.sender.send(
      {
        to: { platform: 'slack', workspace: TEAM.id, channel: 'C0READING' },
        message: { heading: ['old'], lines: [], cards: [] },
        key: 'd1',
        maybeSentAt: null,
        first: null,
      },
      AbortSignal.timeout(5_000),
    );
    await slack.checkChannel({ platform: 'slack', workspace: TEAM.id, channel: 'C0READING' });
    const { args } = server.calls.find(({ method }) => method === 'conversations.history') ?? {};
    expect(Number(args?.oldest) * 1_000).toBeGreaterThanOrEqual(Date.now() - 5_000);
    expect(server.messages).toHaveLength(1);
  });

  it('has nothing to ask about direct messages, whose address is a person', async () => {
    const { server, slack } = await startScene();
    const address = { platform: 'slack', workspace: TEAM.id, channel: 'U0READER' };
    expect(await slack.checkChannel(address)).toBeNull();
    expect(server.calls).toEqual([]);
  });

  it('never rejects, whatever Slack answers', async () => {
    const { server, slack } = await startScene();
    server.fail('conversations.info', { status: 503 });
    const address = { platform: 'slack', workspace: TEAM.id, channel: 'C0READING' };
    expect(await slack.checkChannel(address)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('HTTP 503'),
    });
  });
});

async function checkOf(channel: string, scopes?: readonly string[]) {
  const { slack } = await startScene(scopes ? { scopes } : {});
  return slack.checkChannel({ platform: 'slack', workspace: TEAM.id, channel });
}
