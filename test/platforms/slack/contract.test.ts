import { silentLog } from '../../../src/lib/log.ts';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { describePlatformContract } from '../../contract/platforms.ts';
import { CHANNEL, TEAM } from '../../support/slack/workspace.ts';
import { normalAddress } from '../hostile.ts';
import { linksIn, textIn } from './reading.ts';
import { startScene } from './setup.ts';

describePlatformContract('Slack', async () => {
  const { server, slack } = await startScene({ burst: 10_000 });
  return {
    platform: slack,
    address: { platform: 'slack', workspace: TEAM.id, channel: CHANNEL },
    type: async (line) => {
      const [, command = '', text = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
      const answers = await server.slashCommand({ command, text });
      return answers.map(({ blocks }) => textIn(blocks)).join('\n');
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
});
