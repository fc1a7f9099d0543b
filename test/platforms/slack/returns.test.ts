import { expect, it } from 'vitest';
import { BOT, CHANNEL, TEAM } from '../../support/slack/workspace.ts';
import { replyOf } from './fixtures.ts';
import { PATIENCE, startScene } from './setup.ts';

it.each([
  ['the bot was invited', { type: 'member_joined_channel', user: BOT.userId }],
  ['a channel was unarchived', { type: 'channel_unarchive', user: 'U0ADMIN' }],
  ['a private channel was unarchived', { type: 'group_unarchive' }],
])('the program hears that %s', async (_, event) => {
  const { server, slack } = await startScene();
  const returned: string[] = [];
  await slack.frontend?.start(
    async (request) => replyOf(request.text),
    (workspace) => returned.push(workspace),
  );
  await deliver({ type: 'member_joined_channel', user: 'U0SOMEONE' });
  await deliver(event);
  await expect.poll(() => returned, PATIENCE).toEqual([TEAM.id]);

  async function deliver(content: object): Promise<void> {
    await server.deliver('events_api', {
      ...{ type: 'event_callback', team_id: TEAM.id, api_app_id: 'A0PAPERS', event_id: 'Ev1' },
      ...{ event_time: 1_795_000_000, authorizations: [] },
      event: { channel: CHANNEL, team: TEAM.id, event_ts: '1795000000.000100', ...content },
    });
  }
});
