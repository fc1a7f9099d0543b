import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { hooksOf } from '../../support/hooks.ts';
import { replyOf } from './fixtures.ts';
import { failure, send, startScene } from './setup.ts';

/** What takes seconds by its nature; all at the same time. */
describe.concurrent('slow things', () => {
  it('a command is acknowledged at once though its answer takes longer than Slack waits', async ({
    expect,
  }) => {
    const { server, slack } = await startScene();
    await slack.frontend?.start(
      hooksOf(async () => {
        await sleep(3_500);
        return replyOf('At last');
      }),
    );
    const [answer] = await server.slashCommand({ command: '/papers', text: 'today' });
    expect(answer?.text).toBe('✅ At last');
  });

  it('a post that Slack never answers may have arrived', async ({ expect }) => {
    const { server, slack } = await startScene();
    server.fail('chat.postMessage', { hang: true, arrives: true });
    const error = await failure(send(slack));
    expect(error).toMatchObject({ name: 'DeliveryError', kind: 'unknown' });
    expect(error.message).toBe(
      'The post in C0READING did not get through to Slack (no answer in time); it is tried again.',
    );
    expect(server.messages).toHaveLength(1);
  });
});
