import { expect, it, onTestFinished } from 'vitest';
import { hooksOf } from '../../support/hooks.ts';
import { type Ephemeral, TEAM } from '../../support/slack/workspace.ts';
import { makeWorld } from '../../support/world.ts';
import { textIn } from './reading.ts';
import { PATIENCE, startScene } from './setup.ts';

/** What a field of Slack takes. */
const FIELD = 3_000;

it('an export of 200 subscriptions is copied, and pasted in another channel', async () => {
  const { server, reader, followed, follow } = await scene();
  const queries = Array.from({ length: 200 }, (_, place) => `"reward model ${place}" -survey`);
  await follow('C0READING', queries);
  const answers = await server.slashCommand({ command: '/papers', text: 'export' });
  const parts = inFields(textIn(answers.map(({ blocks }) => blocks)).replace(/^[^#]*/, ''));
  expect(parts).toHaveLength(3);

  const typed = { command: '/papers', text: 'import', channel: 'C0LOUNGE' };
  const [asked] = await server.slashCommand(typed);
  await reader.press(asked as Ephemeral, 'Paste a text');
  await expect.poll(() => reader.modal(), PATIENCE).toBeDefined();
  const [first = '', second = '', third = ''] = parts;
  await reader.submit({ Text: first, 'More text': second, 'Still more': third });
  await expect
    .poll(() => JSON.stringify(server.ephemerals.at(-1)), PATIENCE)
    .toContain('200 subscriptions added');
  expect(await followed('C0LOUNGE')).toEqual(await followed('C0READING'));
});

/** As a person cuts a text: between lines, each part as long as a field takes; Slack trims it. */
function inFields(text: string): string[] {
  const parts = [''];
  for (const line of text.split('\n')) {
    const longer = `${parts.at(-1)}${line}\n`;
    if (longer.length > FIELD) parts.push(`${line}\n`);
    else parts[parts.length - 1] = longer;
  }
  return parts.map((part) => part.trim());
}

async function scene() {
  const { server, slack } = await startScene();
  const world = await makeWorld();
  onTestFinished(() => world.close());
  await slack.frontend?.start(hooksOf(world.talk.handle, world.talk));

  const addressOf = (channel: string) => ({
    ...{ platform: 'slack', workspace: TEAM.id, channel },
  });
  async function follow(channel: string, queries: readonly string[]): Promise<void> {
    for (let from = 0; from < queries.length; from += 20) {
      const text = queries.slice(from, from + 20).join(', ');
      await server.slashCommand({ command: '/subscribe', text, channel });
    }
  }
  async function followed(channel: string): Promise<string[]> {
    const found = await world.storage.channels.find(addressOf(channel));
    const subscriptions = found ? await world.storage.subscriptions.listOf(found.id) : [];
    return subscriptions.map((it) => it.query);
  }
  return { server, reader: server.person('U0READER'), follow, followed };
}
