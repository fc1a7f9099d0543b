import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CHANNEL, TEAM } from '../../support/slack/workspace.ts';
import { replyOf } from './fixtures.ts';
import { send, startScene } from './setup.ts';

const SPEC = fromHere('../../../../shared/specs/slack-web-api.openapi-v2.json');
const MANIFEST = readFileSync(fromHere('../../../docs/slack-manifest.yaml'), 'utf8');

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
    await slack.frontend?.start(async (request) => replyOf(request.text));
    const commands = [...MANIFEST.matchAll(/- command: (\/\w+)/g)].map((match) => match[1] ?? '');
    expect(commands).toHaveLength(4);
    for (const command of commands) expect(await server.slashCommand({ command })).toHaveLength(1);
  });

  it('has every scope that the doctor asks for', async () => {
    const list = /bot:\n((?: +- .+\n)+)/.exec(MANIFEST)?.[1] ?? '';
    const scopes = [...list.matchAll(/- (.+)/g)].map((match) => match[1] ?? '');
    const { slack } = await startScene({ scopes });
    expect((await slack.check()).filter(({ remedy }) => remedy !== '')).toEqual([]);
  });
});

function documentedArguments(method: string): string[] {
  const { paths } = JSON.parse(readFileSync(SPEC, 'utf8'));
  const parameters: { name: string }[] = paths[`/api/${method}`]?.post?.parameters ?? [];
  return [...parameters.map(({ name }) => name), ...(SINCE_THEN[method] ?? [])];
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
