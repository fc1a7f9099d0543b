import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeDatabase } from '../../support/postgres/database.ts';
import { openBrowser } from '../../support/slack/browser.ts';
import { eventOf } from '../../support/slack/events.ts';
import { PUBLIC_URL } from '../../support/slack/server.ts';
import { CLUB, install, inWorkspace, LAB, ORG, startOAuth } from './oauth-scene.ts';
import { PATIENCE, send } from './setup.ts';

describe('a workspace', () => {
  it('installs the app by two pages, and its token is sealed in the database', async () => {
    const { server, browser, storage, file, events } = await startOAuth();
    const page = await browser.open(`${PUBLIC_URL}/slack/install`);
    expect(page.html).toContain('<h1>Add Paper Route to Slack</h1>');
    expect(page.html).toContain('>Add to Slack</a>');
    server.consent.choose(LAB);
    const end = await browser.open(page.link);
    expect([end.status, end.link]).toEqual([200, 'https://app.slack.com/client/T0LAB']);
    expect(end.html).toContain('<h1>Paper Route is in Lantern Lab</h1>');

    const [stored] = await storage.installations.list('slack');
    expect(stored).toMatchObject({ platform: 'slack', workspace: 'T0LAB' });
    expect(events).toEqual([{ kind: 'returned', workspace: 'T0LAB' }]);
    const bytes = ['', '-wal'].map((end) => readFileSync(file + end, 'latin1')).join('');
    expect(bytes).toContain('T0LAB');
    for (const word of ['xoxb', 'botToken', 'Lantern Lab']) expect(bytes).not.toContain(word);
  });

  it('may see each of the two pages by another process', async () => {
    const url = await makeDatabase();
    const one = await startOAuth([], undefined, { url });
    const two = await startOAuth([], undefined, { url, server: one.server });
    const origins = [one.origin, two.origin];
    const browser = openBrowser(PUBLIC_URL, () => origins.shift() ?? '');
    expect((await install({ ...one, browser }, LAB)).status).toBe(200);
    expect(two.events).toEqual([{ kind: 'returned', workspace: 'T0LAB' }]);
    await send(one.slack, inWorkspace(LAB.id));
  });

  it('is asked for the scopes of the manifest, and sent back to us alone', async () => {
    const { browser } = await startOAuth();
    const { link } = await browser.open(`${PUBLIC_URL}/slack/install`);
    const { searchParams } = new URL(link);
    expect(searchParams.get('scope')).toContain('chat:write,commands');
    expect(searchParams.get('redirect_uri')).toBe(`${PUBLIC_URL}/slack/oauth_redirect`);
  });

  it('has its commands and posts by its own token', async () => {
    const { server, slack, typed } = await startOAuth([LAB, CLUB]);
    for (const { id } of [LAB, CLUB]) {
      const answers = await server.slashCommand({ command: '/papers', recorded: { team_id: id } });
      expect(answers).toHaveLength(1);
      await send(slack, inWorkspace(id));
    }
    expect(typed).toMatchObject([
      { channel: { workspace: 'T0LAB' } },
      { channel: { workspace: 'T0CLUB' } },
    ]);
    const posts = server.teams.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(posts.map(({ team }) => team)).toEqual(['T0LAB', 'T0CLUB']);
  });

  it('that installs it again has its new token used at once', async () => {
    const scene = await startOAuth([LAB]);
    await send(scene.slack, inWorkspace(LAB.id));
    scene.server.teams.revoke(LAB);
    await install(scene, LAB);
    await send(scene.slack, inWorkspace(LAB.id));
    expect(scene.server.messages).toHaveLength(2);
    expect(await scene.storage.installations.list('slack')).toHaveLength(1);
  });
});

describe('an organization (Enterprise Grid)', () => {
  it('that installs the app as a whole is one workspace', async () => {
    const { server, slack, typed, storage, events } = await startOAuth([ORG]);
    expect(await storage.installations.list('slack')).toMatchObject([{ workspace: 'E0GRID' }]);
    const inside = { team_id: 'T0MEMBER', enterprise_id: 'E0GRID', is_enterprise_install: 'true' };
    await server.slashCommand({ command: '/papers', recorded: inside });
    expect(typed).toMatchObject([{ channel: { workspace: 'E0GRID' } }]);
    await send(slack, inWorkspace('E0GRID'));
    await server.deliver('events_api', eventOf({ type: 'channel_deleted', channel: 'C1' }, ORG));
    await expect
      .poll(() => events.at(-1), PATIENCE)
      .toMatchObject({
        kind: 'closed',
        channel: { workspace: 'E0GRID', channel: 'C1' },
      });
  });

  it('is asked for the channels of the one team where somebody opens their home', async () => {
    const { server } = await startOAuth([ORG]);
    const opened = { type: 'app_home_opened', user: 'U0READER', channel: 'D0READER', tab: 'home' };
    await server.deliver('events_api', eventOf(opened, ORG));
    const asked = () => server.calls.find(({ method }) => method === 'users.conversations')?.args;
    await expect.poll(asked, PATIENCE).toMatchObject({ user: 'U0READER', team_id: 'T0MEMBER' });
  });

  it('is sent on to where its admins add workspaces', async () => {
    const scene = await startOAuth();
    const end = await install(scene, ORG);
    expect(end.html).toContain('Paper Route is in Grid &amp; Sons');
    expect(end.link).toMatch(/manage\/organization\/apps\/profile\/A0PAPERS\/workspaces\/add$/);
  });
});

describe('an installation that fails', () => {
  it('because the person cancels, says that nothing was changed', async () => {
    const { browser, storage } = await startOAuth();
    const { link } = await browser.open(`${PUBLIC_URL}/slack/install`);
    const end = await browser.open(link);
    expect([end.status, end.link]).toEqual([200, `${PUBLIC_URL}/slack/install`]);
    expect(end.html).toContain('chose Cancel');
    expect(await storage.installations.list('slack')).toEqual([]);
  });

  it.each([
    ['without a code', ''],
    ['with a state that we did not make', '?code=abc&state=forged'],
    ['without a state', '?code=abc'],
  ])('%s asks to start again, and asks Slack nothing', async (_, query) => {
    const { browser, server } = await startOAuth();
    const end = await browser.open(`${PUBLIC_URL}/slack/oauth_redirect${query}`);
    expect(end.status).toBe(400);
    expect(end.html).toContain('comes from another browser');
    expect(server.calls).toEqual([]);
  });

  it('because the page is opened in another browser, asks to start again', async () => {
    const { browser, origin, server } = await startOAuth();
    const { link } = await browser.open(`${PUBLIC_URL}/slack/install`);
    server.consent.choose(LAB);
    const sentBack = await fetch(link, { redirect: 'manual' });
    const address = sentBack.headers.get('location') ?? '';
    const stranger = await fetch(address.replace(PUBLIC_URL, origin));
    expect(stranger.status).toBe(400);
    expect(server.calls).toEqual([]);
  });

  it('because Slack does not know the code, says so in plain words', async () => {
    const { browser, server, log } = await startOAuth();
    const { link } = await browser.open(`${PUBLIC_URL}/slack/install`);
    server.consent.choose(LAB);
    server.fail('oauth.v2.access', { error: 'invalid_code' });
    const end = await browser.open(link);
    expect(end.status).toBe(502);
    expect(end.html).toContain('Slack did not confirm the installation (invalid_code).');
    expect(end.html).not.toMatch(/Error|at \w+ \(|\.ts/);
    expect(log.join()).toContain('Slack: an installation failed. Slack did not confirm');
  });

  it('because the database is closed, says so without details', async () => {
    const { browser, server, storage } = await startOAuth();
    const { link } = await browser.open(`${PUBLIC_URL}/slack/install`);
    server.consent.choose(LAB);
    await storage.close();
    const end = await browser.open(link);
    expect(end.status).toBe(500);
    expect(end.html).toContain('could not be stored; the log says more');
  });
});

describe('the pages', () => {
  it('load nothing from elsewhere, are kept nowhere and framed nowhere', async () => {
    const { browser } = await startOAuth();
    const { headers, html } = await browser.open(`${PUBLIC_URL}/slack/install`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(/<script|<img|src=/);
  });

  it('are there in Socket Mode, too', async () => {
    const scene = await startOAuth([], (server) => ({
      appToken: server.appToken,
      signingSecret: undefined,
    }));
    await scene.server.connected();
    const end = await install(scene, LAB);
    expect(end.status).toBe(200);
    expect((await fetch(`${scene.origin}/slack/events`, { method: 'POST' })).status).toBe(404);
  });

  it('are gone after a stop', async () => {
    const { slack, browser } = await startOAuth();
    await slack.frontend?.stop();
    expect((await browser.open(`${PUBLIC_URL}/slack/install`)).status).toBe(404);
  });
});
