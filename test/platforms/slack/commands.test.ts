import { describe, expect, it } from 'vitest';
import type { CommandRequest } from '../../../src/core/command.ts';
import { hooksOf, plainRequest } from '../../support/hooks.ts';
import { CHANNEL, TEAM } from '../../support/slack/workspace.ts';
import { longCards, replyOf } from './fixtures.ts';
import { textIn } from './reading.ts';
import { PATIENCE, startScene } from './setup.ts';

describe('slash commands', () => {
  it('reach the bot with who typed what and where', async () => {
    const { server, slack } = await startScene();
    const requests: CommandRequest[] = [];
    await slack.frontend?.start(
      hooksOf(async (request) => {
        requests.push(request);
        return replyOf('Subscribed to grpo');
      }),
    );
    await server.slashCommand({ command: '/subscribe', text: 'grpo, “policy gradient”' });
    expect(requests.map(plainRequest)).toEqual([
      {
        text: 'subscribe grpo, “policy gradient”',
        channel: { platform: 'slack', workspace: TEAM.id, channel: CHANNEL },
        userId: 'U0READER',
      },
    ]);
  });

  it.each([
    ['/subscribe', 'upvotes>=20 -"a & b" <x>', 'subscribe upvotes>=20 -"a & b" <x>'],
    ['/unsubscribe', '&lt;', 'unsubscribe &lt;'],
    ['/subscriptions', '', 'subscriptions'],
    ['/papers', '  today ', 'papers today'],
  ])('%s %s arrives as typed', async (command, text, expected) => {
    const { server, slack } = await startScene();
    await slack.frontend?.start(hooksOf(async (request) => replyOf(request.text, 'info')));
    const [answer] = await server.slashCommand({ command, text });
    expect(textIn(answer?.blocks)).toBe(expected);
  });

  it('are answered so that only the one who typed sees it', async () => {
    const { server, slack } = await startScene();
    await slack.frontend?.start(hooksOf(async () => replyOf('Subscribed to grpo')));
    const answers = await server.slashCommand({ command: '/subscribe', text: 'grpo' });
    expect(answers).toMatchObject([
      { response_type: 'ephemeral', text: '✅ Subscribed to grpo', mrkdwn: false, parse: 'none' },
    ]);
    expect(server.messages).toEqual([]);
  });

  it('get a long answer in several pieces, and are told when Slack takes no more', async () => {
    const { server, slack } = await startScene();
    const message = { heading: ['90 papers today'], lines: [], cards: longCards(90) };
    await slack.frontend?.start(hooksOf(async () => ({ name: 'papers', tone: 'info', message })));
    const answers = await server.slashCommand({ command: '/papers', text: 'today', answers: 5 });
    expect(textIn(answers[0]?.blocks[0])).toBe('90 papers today');
    expect(textIn(answers[4]?.blocks[0])).toMatch(
      /^90 papers today · continued \(5\/\d+, and Slack takes no more in one answer\)$/,
    );
  });

  it('go on when one answer can not be delivered', async () => {
    const { server, slack, log } = await startScene();
    await slack.frontend?.start(hooksOf(async () => replyOf('Done')));
    server.fail('response_url', { status: 500 });
    server.fail('chat.postEphemeral', { error: 'internal_error' });
    const lost = server.slashCommand({ command: '/papers' });
    await expect.poll(() => log.join(), PATIENCE).toContain('a command could not be answered');
    expect(await server.slashCommand({ command: '/papers' })).toHaveLength(1);
    void lost;
  });

  it('are answered in another way where the first one takes nothing', async () => {
    const { server, slack } = await startScene();
    await slack.frontend?.start(hooksOf(async () => replyOf('Done')));
    server.fail('response_url', { status: 500 });
    void server.slashCommand({ command: '/papers' });
    await expect
      .poll(() => server.ephemerals.map(({ text }) => text), PATIENCE)
      .toEqual(['✅ Done']);
  });

  it('go on when a handler breaks its promise and rejects', async () => {
    const { server, slack, log } = await startScene();
    let calls = 0;
    await slack.frontend?.start(
      hooksOf(async () => {
        if (++calls === 1) throw new Error('a bug');
        return replyOf('Done');
      }),
    );
    void server.slashCommand({ command: '/papers' });
    await expect.poll(() => log.join(), PATIENCE).toContain('a command could not be answered');
    expect(await server.slashCommand({ command: '/papers' })).toHaveLength(1);
  });
});
