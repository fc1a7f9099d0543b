import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startApp, startOutside } from '../../e2e/world.ts';
import type { SlackServer } from '../../support/slack/server.ts';

const RECORDED = join(import.meta.dirname, '../../../../shared/data/chat-payloads');
const ENVELOPES = 'python-slack-sdk-socket-mode-envelopes.json';

/** A payload as Slack really sent it; the fields that say what it is. */
interface Payload {
  readonly type?: string;
  readonly event?: object;
  readonly command?: string;
  readonly response_url?: string;
}

it.skipIf(!existsSync(RECORDED))(
  `the real app takes what Slack really sends (recorded in ${RECORDED}, when it is there)`,
  async () => {
    const outside = await startOutside();
    const app = await startApp(outside.environment);
    onTestFinished(async () => {
      await app.stop();
      await outside.close();
    });
    const { slack } = outside;
    const { hello, disconnect } = read(ENVELOPES);
    const counts = { commands: 0, events: 0, interactions: 0 };
    for (const payload of recordedPayloads()) counts[await replay(slack, payload)]++;
    expect(counts).toMatchObject({ commands: 3 });
    expect(counts.events).toBeGreaterThan(90);
    expect(counts.interactions).toBeGreaterThan(15);

    slack.sendFrame(hello);
    slack.sendFrame(disconnect);
    await expect.poll(() => calls(slack, 'apps.connections.open'), { timeout: 10_000 }).toBe(2);
    await slack.connected();
    const [answer] = await slack.slashCommand({ command: '/papers', text: 'help' });
    expect(answer?.text).toContain('/papers today');
    expect(slack.violations).toEqual([]);
  },
);

/** Commands are acknowledged and answered, events and interactions acknowledged; nothing does harm. */
async function replay(slack: SlackServer, payload: Payload) {
  const { command, event } = payload;
  if (command) {
    const [answer] = await slack.slashCommand({ command, recorded: payload });
    expect(answer).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('is not a command'),
    });
    return 'commands';
  }
  if (event) {
    await slack.deliver('events_api', payload);
    return 'events';
  }
  await slack.deliver('interactive', withoutAddress(payload));
  return 'interactions';
}

/** Recorded addresses lead out of this machine. */
function withoutAddress({ response_url: _, ...payload }: Payload): object {
  return payload;
}

function recordedPayloads(): Payload[] {
  const envelopes: { payload: Payload }[] = read(ENVELOPES).envelopes;
  const replays = files('vercel-chat-replay/**/{slack*,team*}.json').flatMap((file) =>
    Object.values<Payload>(read(file)),
  );
  const samples = files('json-logs/samples/{events,app-backend}/**/*.json').map(read);
  return [...envelopes.map(({ payload }) => payload), ...replays, ...samples].filter(
    (payload) => payload.command || payload.event || payload.type,
  );
}

function files(pattern: string): string[] {
  return globSync(pattern, { cwd: RECORDED });
}

function read(file: string) {
  return JSON.parse(readFileSync(join(RECORDED, file), 'utf8'));
}

function calls(slack: SlackServer, method: string): number {
  return slack.calls.filter((call) => call.method === method).length;
}
