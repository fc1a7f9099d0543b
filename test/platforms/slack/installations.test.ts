import { describe, expect, it } from 'vitest';
import { eventOf } from '../../support/slack/events.ts';
import { PUBLIC_URL } from '../../support/slack/server.ts';
import { CLUB, inWorkspace, LAB, startOAuth } from './oauth-scene.ts';
import { failure, PATIENCE, send } from './setup.ts';

describe('a workspace that is left', () => {
  it.each([
    ['by uninstalling', { type: 'app_uninstalled' }],
    ['by revoking the token', { type: 'tokens_revoked', tokens: { bot: ['UT0LABBOT'] } }],
  ])('%s is forgotten, and others are not', async (_, event) => {
    const { server, slack, storage, events } = await startOAuth([LAB, CLUB]);
    await send(slack, inWorkspace(LAB.id));
    await server.deliver('events_api', eventOf(event, LAB));
    await expect
      .poll(() => events.at(-1), PATIENCE)
      .toMatchObject({
        kind: 'left',
        workspace: 'T0LAB',
      });
    expect(await storage.installations.list('slack')).toMatchObject([{ workspace: 'T0CLUB' }]);
    const error = await failure(send(slack, inWorkspace(LAB.id)));
    expect(error).toMatchObject({
      kind: 'retry',
      concerns: 'workspace',
      message: `Paper Route is not installed in the Slack workspace T0LAB: install it at ${PUBLIC_URL}/slack/install.`,
    });
  });

  it('is left by every process ten seconds later', async () => {
    let now = Date.now();
    const { slack, storage } = await startOAuth([LAB], () => ({ clock: () => new Date(now) }));
    await send(slack, inWorkspace(LAB.id));
    await storage.installations.remove('slack', LAB.id);
    now += 10_001;
    const error = await failure(send(slack, inWorkspace(LAB.id)));
    expect(error.message).toContain('is not installed in the Slack workspace T0LAB');
  });

  it('and was installed again since stays, though Slack tells late', async () => {
    const { server, storage, events } = await startOAuth([LAB]);
    const late = { ...eventOf({ type: 'app_uninstalled' }, LAB), event_time: 1_700_000_000 };
    await server.deliver('events_api', late);
    await server.deliver('events_api', eventOf({ type: 'channel_unarchive', channel: 'C1' }, LAB));
    await expect.poll(() => events.length, PATIENCE).toBe(2);
    expect(events.map(({ kind }) => kind)).toEqual(['returned', 'returned']);
    expect(await storage.installations.list('slack')).toHaveLength(1);
  });

  it('has its people told, when they type nevertheless', async () => {
    const { server, typed } = await startOAuth();
    const [answer] = await server.slashCommand({
      command: '/papers',
      recorded: { team_id: 'T0GONE' },
    });
    expect(answer?.text).toContain(`install it at ${PUBLIC_URL}/slack/install`);
    expect(typed).toEqual([]);
  });
});

describe('another key', () => {
  it('opens no token: each use says so in one sentence', async () => {
    const { server, storage, ...scene } = await startOAuth([LAB]);
    const sealed = (await storage.installations.find('slack', LAB.id))?.sealed ?? '';
    const moved = { platform: 'slack', workspace: 'T0OTHER', sealed, installedAt: new Date() };
    await storage.installations.save(moved);
    const error = await failure(send(scene.slack, inWorkspace('T0OTHER')));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'workspace' });
    expect(error.message).toMatch(
      /^The token of the Slack workspace T0OTHER can't be opened with this ENCRYPTION_KEY: set the key that it was stored with, or install the app there again at .*$/,
    );
    const [answer] = await server.slashCommand({
      command: '/papers',
      recorded: { team_id: 'T0OTHER' },
    });
    expect(answer?.text).toContain('has no permission for this workspace any more');
    expect(await scene.slack.check()).toContainEqual({
      name: 'Slack workspace (T0OTHER)',
      ok: false,
      detail: error.message,
      remedy: '',
    });
  });
});

describe('the doctor', () => {
  it('tells where the app can be installed while no workspace has it', async () => {
    const { slack } = await startOAuth();
    expect(await slack.check()).toEqual([
      {
        name: 'Slack workspaces',
        ok: true,
        detail: `none yet: ${PUBLIC_URL}/slack/install`,
        remedy: '',
      },
    ]);
  });

  it('names the scopes that a workspace did not give, and asks about its channels', async () => {
    const { server, slack, storage } = await startOAuth([LAB]);
    server.teams.shrink(LAB, ['chat:write', 'commands']);
    const checks = await slack.check();
    expect(checks.map(({ name }) => name)).toContain(
      'Slack scope channels:history in T0LAB (optional)',
    );
    expect(checks.map(({ name }) => name)).not.toContain('Slack scope commands in T0LAB');
    const address = { platform: 'slack', workspace: LAB.id, channel: 'C0READING' };
    expect(await slack.checkChannel(address)).toMatchObject({
      detail: expect.stringContaining('without the scope channels:read'),
    });
    await storage.installations.remove('slack', LAB.id);
    expect(await slack.checkChannel({ ...address, workspace: 'T0NONE' })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('not installed in the Slack workspace T0NONE'),
    });
  });
});
