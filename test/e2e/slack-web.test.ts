import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { dailyPaper } from '../support/feeds/hugging-face.ts';
import { openBrowser } from '../support/slack/browser.ts';
import { PUBLIC_URL } from '../support/slack/server.ts';
import type { Team } from '../support/slack/teams.ts';
import { type Outside, startApp, startOutside } from './world.ts';

const DAY = '2026-11-24';
const LAB: Team = { id: 'T0LAB', name: 'Lantern Lab' };
const CLUB: Team = { id: 'T0CLUB', name: 'Reading Club' };

let outside: Outside;
let app: App | undefined;
let moment: Date;

beforeEach(async () => {
  outside = await startOutside();
  const listed = { submittedOnDailyAt: `${DAY}T00:00:00.000Z` };
  outside.publish(DAY, [dailyPaper('2611.00001', { ...listed, title: 'Tidal GRPO' })]);
  moment = new Date(`${DAY}T08:00:00Z`);
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  expect(outside.slack.violations).toEqual([]);
  await outside.close();
});

it('serves two workspaces over HTTP: installed, subscribed, posted to by their own tokens, after a restart, too', async () => {
  await start();
  for (const team of [LAB, CLUB]) {
    await install(team);
    expect(await type(team, '/subscribe', 'grpo')).toContain('grpo');
  }
  await app?.stop();
  await start();
  expect(await type(LAB, '/subscriptions')).toContain('grpo');
  moment = new Date(`${DAY}T23:30:00Z`);
  await app?.poll();
  const posts = outside.slack.teams.calls.filter(({ method }) => method === 'chat.postMessage');
  expect(new Set(posts.map(({ team }) => team))).toEqual(new Set(['T0LAB', 'T0CLUB']));
  expect(readFileSync(outside.environment.DATABASE_URL?.slice(7) ?? '', 'latin1')).not.toMatch(
    /xoxb-/,
  );
});

it('says over the same port whether it can work, and stops within 5 s though Slack is silent', async () => {
  await start();
  await install(LAB);
  expect(await (await fetch(`${origin()}/readyz`)).text()).toBe('ready\n');
  outside.slack.fail('response_url', { hang: true });
  const answering = new Promise<void>((resolve) =>
    outside.slack.watch(({ call }) => {
      if (call === 'response_url') resolve();
    }),
  );
  type(LAB, '/papers', 'help').catch(() => undefined);
  await answering;
  const begin = performance.now();
  await app?.stop();
  expect(performance.now() - begin).toBeLessThan(5_000);
  outside.slack.forgive();
});

it('has every workspace looked at by the doctor', async () => {
  await start();
  for (const team of [LAB, CLUB]) await install(team);
  outside.slack.teams.revoke(CLUB);
  const checks = (await app?.doctor()) ?? [];
  const slack = checks.filter(({ name }) => name.startsWith('Slack'));
  expect(slack.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'Slack workspace Lantern Lab (T0LAB)', ok: true, ...signedIn },
    {
      name: 'Slack workspace Reading Club (T0CLUB)',
      ok: false,
      detail: 'Slack does not accept the token of the workspace (token_revoked)',
      remedy: 'install the app there again, as docs/slack.md says',
    },
  ]);
});

const signedIn = { detail: 'signed in as @paper-route', remedy: '' };

async function start(): Promise<void> {
  const { credentials } = outside.slack;
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, DISCORD_TOKEN, ...others } = outside.environment;
  const environment = {
    ...others,
    SLACK_SIGNING_SECRET: credentials.signingSecret,
    SLACK_CLIENT_ID: credentials.clientId,
    SLACK_CLIENT_SECRET: credentials.clientSecret,
    ENCRYPTION_KEY: 'correct horse battery staple, and more',
    PUBLIC_URL,
    HTTP_PORT: '0',
  };
  app = await startApp(environment, { now: () => moment });
  outside.slack.callAt(origin());
}

function origin(): string {
  return `http://127.0.0.1:${app?.httpPort()}`;
}

async function install(team: Team): Promise<void> {
  const browser = openBrowser(PUBLIC_URL, origin);
  const { link } = await browser.open(`${PUBLIC_URL}/slack/install`);
  outside.slack.consent.choose(team);
  expect((await browser.open(link)).status).toBe(200);
}

async function type({ id }: Team, command: string, text = ''): Promise<string> {
  const recorded = { team_id: id };
  const [answer] = await outside.slack.slashCommand({ command, text, recorded });
  return answer?.text ?? '';
}
