import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../support/discord/interactions.ts';
import { wordsOf } from '../../support/discord/reader.ts';
import { setUpListening } from './set-up.ts';

const FILE = join(
  import.meta.dirname,
  '../../../../shared/data/chat-payloads/vercel-chat-replay/discord.json',
);
const MISSING = `The recorded events are not on this machine: ${FILE}`;

describe('what Discord has really sent', () => {
  it('does no harm: presses on the buttons of others, messages, threads', async (test) => {
    if (!existsSync(FILE)) return test.skip(MISSING);
    const { server, heard, log } = await setUpListening();
    const events = recorded();
    for (const [name, data] of events) server.gateway.dispatch(name, data);
    expect(wordsOf(await server.interact({ name: 'subscriptions' }))).toContain('subscriptions');
    expect(events.length).toBeGreaterThan(15);
    expect(heard).toHaveLength(1);
    expect(log.filter((line) => line.includes('could not be read'))).toHaveLength(1);
  });

  it('is understood where it is a press on a button of ours', async (test) => {
    if (!existsSync(FILE)) return test.skip(MISSING);
    const { server, heard } = await setUpListening();
    for (const press of presses()) {
      const ours = { ...press, application_id: server.applicationId, data: renamed(press.data) };
      expect(wordsOf(await server.replay(ours))).toBe('✅ papers help');
    }
    expect(heard.length).toBeGreaterThan(3);
    for (const { channel, member, place } of heard) {
      expect(channel).toEqual({
        ...{ platform: 'discord', workspace: expect.stringMatching(/^\d+$/) },
        channel: expect.stringMatching(/^\d+$/),
      });
      expect(member).toMatchObject({ id: expect.stringMatching(/^\d+$/), home: '' });
      expect(place).toBe('shared');
    }
  });

  it('is a failure in the log, not the end, when Discord leaves something out', async (test) => {
    if (!existsSync(FILE)) return test.skip(MISSING);
    const { server, log } = await setUpListening();
    for (const { member, ...press } of presses())
      server.gateway.dispatch('INTERACTION_CREATE', press);
    await vi.waitFor(() => expect(log.join()).toContain('could not be read'));
    expect(wordsOf(await server.interact({ name: 'subscriptions' }))).toContain('subscriptions');
  });
});

/** All of the recording; one of its presses was cut down by hand and lacks what Discord sends. */
function recorded(): [string, Record<string, unknown>][] {
  const { metadata, ...events } = JSON.parse(readFileSync(FILE, 'utf8'));
  return Object.values<{ type: unknown; data: Record<string, unknown> }>(events).map((event) =>
    typeof event.type === 'string'
      ? [event.type.replace(/^GATEWAY_/, ''), event.data]
      : ['INTERACTION_CREATE', event as unknown as Record<string, unknown>],
  );
}

/** The whole presses, each with a token of its own. */
function presses(): Recorded[] {
  return recorded()
    .filter(([, data]) => data.type === 3 && data.authorizing_integration_owners)
    .map(([, data], index) => ({ ...data, token: `recorded-${index}` }));
}

function renamed(data: unknown): object {
  return { ...(data as object), custom_id: 'c:papers help' };
}
