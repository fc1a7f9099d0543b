import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/lib/log.ts';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { startScene } from './setup.ts';

describe('the doctor', () => {
  it('finds nothing wrong with an app made from the manifest', async () => {
    const { server, slack } = await startScene();
    const checks = await slack.check();
    expect(checks.map(({ name, ok, remedy }) => [name, ok, remedy])).toEqual([
      ['Slack bot token', true, ''],
      ['Slack scope chat:write', true, ''],
      ['Slack scope commands', true, ''],
      ['Slack scope chat:write.public (optional)', true, ''],
      ['Slack scope channels:history (optional)', true, ''],
      ['Slack scope channels:read (optional)', true, ''],
      ['Slack scope groups:read (optional)', true, ''],
      ['Slack scope users:read (optional)', true, ''],
      ['Slack app token', true, ''],
    ]);
    expect(checks[0]?.detail).toBe('signed in as @paper-route in Paper Lab (T0PAPERS)');
    expect([server.messages, server.connections()]).toEqual([[], 0]);
  });

  it('says that the tokens are swapped, before it asks anybody', async () => {
    const { server } = await startScene();
    const { apiUrl, botToken: appToken, appToken: botToken } = server;
    const checks = await createSlack({ apiUrl, appToken, botToken, log: silentLog() }).check();
    expect(checks).toEqual([
      {
        name: 'Slack tokens',
        ok: false,
        detail: 'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped',
        remedy: 'put the token that begins with xoxb- into the first and xapp- into the second',
      },
    ]);
    expect(server.calls).toEqual([]);
  });

  it('names a missing scope and what it costs', async () => {
    const { slack } = await startScene({ scopes: ['chat:write'] });
    const checks = await slack.check();
    expect(checks.filter(({ remedy }) => remedy !== '')).toEqual([
      {
        name: 'Slack scope commands',
        ok: false,
        detail: 'missing: slash commands do not work',
        remedy: 'add commands under "OAuth & Permissions" and install the app again',
      },
      expect.objectContaining({ name: 'Slack scope chat:write.public (optional)', ok: true }),
      {
        name: 'Slack scope channels:history (optional)',
        ok: true,
        detail: 'missing: a digest may come twice after a crash or a lost connection',
        remedy: 'add channels:history under "OAuth & Permissions" and install the app again',
      },
      expect.objectContaining({ name: 'Slack scope channels:read (optional)', ok: true }),
      expect.objectContaining({ name: 'Slack scope groups:read (optional)', ok: true }),
      expect.objectContaining({ name: 'Slack scope users:read (optional)', ok: true }),
    ]);
  });

  it('tells which token is wrong', async () => {
    const { server } = await startScene();
    const tokens = { botToken: 'xoxb-wrong', appToken: 'xapp-wrong' };
    const checks = await createSlack({ ...server, ...tokens, log: silentLog() }).check();
    expect(checks).toMatchObject([
      { name: 'Slack bot token', ok: false, detail: expect.stringContaining('SLACK_BOT_TOKEN') },
      { name: 'Slack app token', ok: false, detail: expect.stringContaining('SLACK_APP_TOKEN') },
    ]);
  });

  it('asks no more in HTTP mode than it can', async () => {
    const { server } = await startScene();
    const { apiUrl, botToken } = server;
    const log = silentLog();
    const checks = await createSlack({ apiUrl, botToken, signingSecret: 'x', log }).check();
    expect(checks.map(({ name }) => name)).not.toContain('Slack app token');
    expect(checks.every(({ ok }) => ok)).toBe(true);
  });
});
