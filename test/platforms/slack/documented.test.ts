import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { codesIn, rowsUnder } from '../../docs/tables.ts';
import { hooksOf } from '../../support/hooks.ts';
import { judgeManifest, type Manifest } from '../../support/slack/manifest.ts';
import { PUBLIC_URL } from '../../support/slack/server.ts';
import { CHANNEL, TEAM } from '../../support/slack/workspace.ts';
import { replyOf } from './fixtures.ts';
import { send, startScene } from './setup.ts';

const SPEC = fromHere('../../../../shared/specs/slack-web-api.openapi-v2.json');
const PAGE = readFileSync(fromHere('../../../docs/slack.md'), 'utf8');
const SOCKET = manifestOf('slack-manifest.yaml');
const HTTP = manifestOf('slack-manifest-http.yaml');

/** Newer than the specification of 2021, from https://docs.slack.dev/reference/methods. */
const SINCE_THEN: Record<string, string[]> = {
  'chat.postMessage': ['metadata'],
  'conversations.history': ['include_all_metadata'],
};

describe('the Web API', () => {
  it('is called with documented arguments only', async ({ skip }) => {
    if (!existsSync(SPEC)) skip(`Slack's specification is not at ${SPEC}`);
    const { server, slack } = await startScene();
    await slack.check();
    await slack.checkChannel({ platform: 'slack', workspace: TEAM.id, channel: CHANNEL });
    await send(slack);
    await send(slack, { maybeSentAt: new Date() });
    for (const { method, args } of server.calls) {
      const known = documentedArguments(method);
      expect(Object.keys(args).filter((name) => !known.includes(name))).toEqual([]);
    }
  });
});

describe('an app made from docs/slack-manifest.yaml', () => {
  it('has each command answered', async () => {
    const { server, slack } = await startScene();
    await slack.frontend?.start(hooksOf(async (request) => replyOf(request.text)));
    const { slash_commands: commands } = SOCKET.features;
    expect(commands).toHaveLength(4);
    for (const { command } of commands)
      expect(await server.slashCommand({ command })).toHaveLength(1);
  });

  it('has every scope that the doctor asks for, and no other', async () => {
    const scopes = SOCKET.oauth_config.scopes.bot;
    expect(scopes.toSorted()).toEqual(SCOPES.map(({ name }) => name).toSorted());
    const { slack } = await startScene({ scopes });
    expect((await slack.check()).filter(({ remedy }) => remedy !== '')).toEqual([]);
  });

  it('hears every event that the program listens for, and no other', () => {
    const folder = fromHere('../../../src/platforms/slack');
    const sources = globSync('*.ts', { cwd: folder }).map((file) =>
      readFileSync(`${folder}/${file}`, 'utf8'),
    );
    const heard = Array.from(sources.join().matchAll(/app\.event\('(\w+)'/g), ([, name]) => name);
    expect(eventsOf(SOCKET)).toEqual(heard.toSorted());
  });

  it('has its home, its messages and its buttons switched on', () => {
    expect(SOCKET.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(SOCKET.settings.interactivity.is_enabled).toBe(true);
  });
});

describe('docs/slack-manifest-http.yaml', () => {
  it('is the same app, with the addresses that we answer', () => {
    expect(withoutAddresses(HTTP)).toEqual(withoutAddresses(SOCKET));
    expect(HTTP.settings.event_subscriptions.request_url).toBe(`${PUBLIC_URL}/slack/events`);
    expect(HTTP.settings.interactivity.request_url).toBe(`${PUBLIC_URL}/slack/events`);
    expect(new Set(HTTP.features.slash_commands.map(({ url }) => url))).toEqual(
      new Set([`${PUBLIC_URL}/slack/events`]),
    );
    expect(HTTP.oauth_config.redirect_urls).toEqual([`${PUBLIC_URL}/slack/oauth_redirect`]);
  });
});

describe('docs/slack.md', () => {
  it('explains each scope of the manifest', () => {
    const explained = rowsUnder(PAGE, 'scope | why | without it').flatMap(([cell]) =>
      codesIn(cell),
    );
    expect(explained).toEqual(expect.arrayContaining(SOCKET.oauth_config.scopes.bot));
  });

  it('explains each event of the manifest, and no other', () => {
    const explained = rowsUnder(PAGE, 'event | what it is for').flatMap(([cell]) => codesIn(cell));
    expect(explained.toSorted()).toEqual(eventsOf(SOCKET));
  });
});

function manifestOf(file: string): Manifest {
  return judgeManifest(parse(readFileSync(fromHere(`../../../docs/${file}`), 'utf8')));
}

function eventsOf({ settings }: Manifest): string[] {
  return settings.event_subscriptions.bot_events.toSorted();
}

/** What the two ways in have in common. */
function withoutAddresses({ features, oauth_config, settings, ...others }: Manifest) {
  const { slash_commands, ...rest } = features;
  const { bot_events } = settings.event_subscriptions;
  return {
    ...{ ...others, ...rest, bot_events, scopes: oauth_config.scopes },
    commands: slash_commands.map(({ url, ...command }) => command),
  };
}

function documentedArguments(method: string): string[] {
  const { paths } = JSON.parse(readFileSync(SPEC, 'utf8'));
  const parameters: { name: string }[] = paths[`/api/${method}`]?.post?.parameters ?? [];
  return [...parameters.map(({ name }) => name), ...(SINCE_THEN[method] ?? [])];
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
