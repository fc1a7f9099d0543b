import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/lib/log.ts';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { hooksOf } from '../../support/hooks.ts';
import { replyOf } from './fixtures.ts';
import { PATIENCE, startScene } from './setup.ts';

const hooks = hooksOf(async () => replyOf('Here'));

describe('the connection', () => {
  it.each(['warning', 'refresh_requested'] as const)(
    'is made anew when Slack asks for it (%s)',
    async (reason) => {
      const { server, slack } = await startScene();
      await slack.frontend?.start(hooks);
      server.disconnect(reason);
      await server.connected();
      expect(await server.slashCommand({ command: '/papers' })).toHaveLength(1);
      expect(server.connections()).toBe(1);
    },
  );

  it('is made anew after it broke, though Slack is away for a moment', async () => {
    const { server, slack, log } = await startScene();
    await slack.frontend?.start(hooks);
    server.fail('apps.connections.open', { reset: true });
    server.dropConnections();
    await server.connected();
    expect(await server.slashCommand({ command: '/papers' })).toHaveLength(1);
    expect(log.join()).toContain("Slack can't be reached");
    expect(log.join()).toContain('Slack: connected again');
  });

  it('says what to do when somebody switched Socket Mode off', async () => {
    const { server, slack, log } = await startScene();
    await slack.frontend?.start(hooks);
    server.disconnect('link_disabled');
    await server.connected();
    expect(log.join()).toContain('Slack: Socket Mode was switched off for the app; switch it on');
  });

  it('is one of at most ten that Slack allows', async () => {
    const { server } = await startScene();
    const crowd = Array.from({ length: 11 }, () => createSlack({ ...server, log: silentLog() }));
    const starts = await Promise.allSettled(crowd.map(({ frontend }) => frontend?.start(hooks)));
    expect(starts.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { message: expect.stringContaining('TOO_MANY_WEBSOCKETS') } },
    ]);
    await Promise.all(crowd.map(({ frontend }) => frontend?.stop()));
  });

  it('is closed by stop, and nothing keeps the process alive', async () => {
    const { server } = await startScene();
    const script = fileURLToPath(
      new URL('../../support/slack/start-and-stop.run.ts', import.meta.url),
    );
    const args = [script, server.apiUrl, server.botToken, server.appToken];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('can be given up while it is being made', async () => {
    const { server, slack } = await startScene();
    server.fail('apps.connections.open', { hang: true });
    const started = slack.frontend?.start(hooks).catch((error: Error) => error.message);
    await expect.poll(() => server.calls.length, PATIENCE).toBe(2);
    await slack.frontend?.stop();
    expect(await started).toContain('interrupted');
    expect(server.connections()).toBe(0);
  });
});

describe('the problem', () => {
  it('is told after a minute of a break, until it is over', async () => {
    let now = Date.now();
    const { server, slack, log } = await startScene({}, { clock: () => new Date(now) });
    const problem = () => slack.frontend?.problem();
    expect(problem()).toBe('Slack is not connected yet.');
    await slack.frontend?.start(hooks);
    server.fail('apps.connections.open', { status: 503 }, 2);
    server.dropConnections();
    await expect.poll(() => log.join(), PATIENCE).toContain("Slack can't be reached (HTTP 503)");
    expect(problem()).toBeNull();
    now += 61_000;
    expect(problem()).toMatch(
      /^Slack can't be reached \(HTTP 503\), so commands get no answer: .*\.$/,
    );
    await server.connected();
    await expect.poll(problem, PATIENCE).toBeNull();
  });

  it('is told at once when Slack no longer takes the token', async () => {
    const { server, slack } = await startScene();
    await slack.frontend?.start(hooks);
    server.fail('apps.connections.open', { error: 'token_revoked' }, 10);
    server.dropConnections();
    await expect
      .poll(() => slack.frontend?.problem(), PATIENCE)
      .toMatch(/^Slack does not accept SLACK_APP_TOKEN \(token_revoked\): create an .*\.$/);
  });

  it('is told after a stop', async () => {
    const { slack } = await startScene();
    await slack.frontend?.start(hooks);
    await slack.frontend?.stop();
    expect(slack.frontend?.problem()).toContain('stopping');
  });
});

describe('a start that fails says in one sentence what to do', () => {
  it('about the bot token', async () => {
    const { server } = await startScene();
    await expect(startWith(server, { botToken: 'xoxb-wrong' })).rejects.toThrow(
      'Slack does not accept SLACK_BOT_TOKEN (invalid_auth): copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of your app at https://api.slack.com/apps.',
    );
  });

  it('about the app token', async () => {
    const { server } = await startScene();
    await expect(startWith(server, { appToken: 'xapp-wrong' })).rejects.toThrow(
      'Slack does not accept SLACK_APP_TOKEN (invalid_auth): create an app-level token (xapp-…) with the scope connections:write under "Basic Information" of your app at https://api.slack.com/apps.',
    );
  });

  it('about two tokens in the wrong places', async () => {
    const { server } = await startScene();
    const { botToken, appToken } = server;
    await expect(startWith(server, { botToken: appToken, appToken: botToken })).rejects.toThrow(
      'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped: put the token that begins with xoxb- into the first and xapp- into the second.',
    );
  });

  it.each([
    [
      { botToken: 'xapp-1-A0-secret' },
      'SLACK_BOT_TOKEN holds an app-level token (xapp-…): copy the',
    ],
    [{ appToken: 'xoxb-secret' }, 'SLACK_APP_TOKEN holds a bot token (xoxb-…): create an'],
  ])('about one token in the place of the other: %j', async (changes, words) => {
    const { server } = await startScene();
    await expect(startWith(server, changes)).rejects.toThrow(words);
    await expect(startWith(server, changes)).rejects.not.toThrow('secret');
    expect(server.calls).toEqual([]);
  });

  it('about a Slack in trouble', async () => {
    const { server } = await startScene();
    server.fail('auth.test', { error: 'internal_error' });
    await expect(startWith(server, {})).rejects.toThrow(/\(internal_error\): .* wait a minute/);
  });

  it('about a Slack that is out of reach', async () => {
    const { server } = await startScene();
    await expect(startWith(server, { apiUrl: 'http://127.0.0.1:1/api/' })).rejects.toThrow(
      /^Slack can't be reached at http:\/\/127\.0\.0\.1:1\/api\/ \(.+\): check the network and SLACK_API_URL, or wait a minute, then start again\.$/,
    );
  });
});

async function startWith(
  server: { apiUrl: string; botToken: string; appToken: string },
  changes: Partial<{ apiUrl: string; botToken: string; appToken: string }>,
): Promise<void> {
  const slack = createSlack({ ...server, ...changes, log: silentLog() });
  await slack.frontend?.start(hooks).finally(() => slack.frontend?.stop());
}
