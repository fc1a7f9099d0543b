import { expect } from 'vitest';
import { silentLog } from '../../../src/lib/log.ts';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { describeConversation } from '../../contract/conversation.ts';
import { describePlatformContract, type PlatformUnderTest } from '../../contract/platforms.ts';
import { CHANNEL, type PostedMessage, TEAM } from '../../support/slack/workspace.ts';
import { normalAddress } from '../hostile.ts';
import { linksIn, shownIn, textIn } from './reading.ts';
import { PATIENCE, startScene } from './setup.ts';

const setUp = async (
  changes: Parameters<typeof startScene>[1] = {},
): Promise<PlatformUnderTest> => {
  const { server, slack } = await startScene({ burst: 10_000 }, changes);
  return {
    platform: slack,
    address: { platform: 'slack', workspace: TEAM.id, channel: CHANNEL },
    type: async (line) => {
      const [, command = '', text = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
      const answers = await server.slashCommand({ command, text });
      return answers.map(({ blocks }) => shownIn(blocks)).join('\n');
    },
    press: async (label) => {
      const known = server.ephemerals.length;
      await server.person('U0READER').press(server.messages.at(-1) as PostedMessage, label);
      await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(known + 1);
      return textIn(server.ephemerals.at(-1)?.blocks);
    },
    posts: () => server.messages.map(({ blocks }) => blocks.map(textIn).join('\n')),
    alarms: (links, known) => {
      const blocks = server.messages.slice(known).map((message) => message.blocks);
      return [
        ...server.violations,
        ...linksIn(blocks).filter((link) => !links.has(normalAddress(link))),
        ...(JSON.stringify(blocks).match(/"type":"mrkdwn"/g) ?? []),
      ];
    },
    refuseNext: (how) =>
      server.fail(
        'chat.postMessage',
        how === 'closed' ? { error: 'is_archived' } : { retryAfter: 30 },
      ),
    impostor: createSlack({ ...server, botToken: 'xoxb-wrong', log: silentLog() }),
  };
};

describePlatformContract('Slack', () => setUp());
describeConversation(
  'Slack',
  () => setUp(),
  () => setUp({ managers: 'admins' }),
);
