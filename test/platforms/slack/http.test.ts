import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { CommandHandler } from '../../../src/core/command.ts';
import { hooksOf, plainRequest } from '../../support/hooks.ts';
import { makeDatabase } from '../../support/postgres/database.ts';
import type { Tweaks } from '../../support/slack/caller.ts';
import { eventOf } from '../../support/slack/events.ts';
import { CHANNEL, TEAM } from '../../support/slack/workspace.ts';
import { makeCard, makeMessage, replyOf } from './fixtures.ts';
import { PATIENCE, send } from './setup.ts';
import { type Beside, httpOnly, startWebScene, type WebScene } from './web.ts';

describe('HTTP mode', () => {
  it('answers a command that Slack posts', async () => {
    const typed: unknown[] = [];
    const { server } = await startHttp(async (asked) => {
      typed.push(plainRequest(asked));
      return replyOf('Subscribed');
    });
    const [answer] = await server.slashCommand({ command: '/subscribe', text: 'a & "b" <c>' });
    expect(answer).toMatchObject({ response_type: 'ephemeral', text: '✅ Subscribed' });
    expect(typed).toEqual([
      {
        text: 'subscribe a & "b" <c>',
        channel: { platform: 'slack', workspace: TEAM.id, channel: CHANNEL },
        userId: 'U0READER',
      },
    ]);
  });

  it('hears events, and answers the address check of Slack', async () => {
    const { caller, events } = await startHttp();
    await caller.deliver('events_api', eventOf({ type: 'channel_deleted', channel: CHANNEL }));
    await expect.poll(() => events, PATIENCE).toMatchObject([{ kind: 'closed' }]);
    const challenge = { type: 'url_verification', token: 'x', challenge: '3eZbrw1aBm2rZgRNFdxV' };
    expect(await caller.deliver('events_api', challenge)).toEqual({
      challenge: '3eZbrw1aBm2rZgRNFdxV',
    });
  });

  it('answers a press on a button', async () => {
    const { server, slack, handled } = await startHttp();
    const save = { label: 'Save', command: 'papers save 2601.00001' };
    await send(slack, { message: makeMessage({ cards: [makeCard({ actions: [save] })] }) });
    const [post] = server.messagesIn(CHANNEL);
    if (post) await server.person('U0READER').press(post, 'Save');
    await expect.poll(() => server.ephemerals.length, PATIENCE).toBe(1);
    expect(handled).toMatchObject([{ text: save.command, channel: { channel: CHANNEL } }]);
  });

  it('posts as in Socket Mode', async () => {
    const { server, slack } = await startHttp();
    await send(slack);
    expect(server.messagesIn(CHANNEL)).toHaveLength(1);
  });

  it('says what is wrong with the bot token at the start', async () => {
    const scene = await startWebScene({
      setUp: (server) => ({ ...httpOnly(server), botToken: 'xoxb-wrong' }),
    });
    await expect(scene.slack.frontend?.start(hooksOf(idle))).rejects.toThrow(
      /^Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\): copy the .*\.$/,
    );
  });

  it('is no problem once started, and is one before and after', async () => {
    const { slack } = await startWebScene({ setUp: httpOnly });
    expect(slack.frontend?.problem()).toBe('Slack is not connected yet.');
    await slack.frontend?.start(hooksOf(idle));
    expect(slack.frontend?.problem()).toBeNull();
    await slack.frontend?.stop();
    expect(slack.frontend?.problem()).toContain('stopping');
  });
});

describe('a request that is not from Slack', () => {
  it.each<[string, Tweaks, string]>([
    ['with the signature of another secret', { signingSecret: 'guessed' }, 'signature mismatch'],
    ['that is six minutes old', { age: 360 }, 'request is stale'],
    ['without a signature', { headers: { 'x-slack-signature': undefined } }, 'x-slack-signature'],
    ['without a time', { headers: { 'x-slack-request-timestamp': undefined } }, 'timestamp'],
    ['whose time is no number', { headers: { 'x-slack-request-timestamp': 'now' } }, 'timestamp'],
    ['with another version', { headers: { 'x-slack-signature': 'v1=ab' } }, 'unknown signature'],
    [
      'that says it has no content type',
      { headers: { 'content-type': undefined, 'x-slack-signature': 'v0=ab' } },
      'mismatch',
    ],
  ])('%s gets 401 and one line in the log', async (_, tweaks, reason) => {
    const { caller, events, log } = await startHttp();
    const before = log.length;
    const event = eventOf({ type: 'channel_deleted', channel: CHANNEL });
    expect(await caller.post('events_api', event, tweaks)).toEqual({ status: 401, body: '' });
    expect(log.slice(before)).toEqual([expect.stringContaining(reason)]);
    expect(JSON.parse(log.at(-1) ?? '')).toMatchObject({
      level: 40,
      msg: expect.stringMatching(
        /^A request to \/slack\/events was refused .*SLACK_SIGNING_SECRET/,
      ),
    });
    expect(events).toEqual([]);
  });

  it('is turned away unread when it is over a megabyte', async () => {
    const { caller, log } = await startHttp();
    const large = eventOf({ type: 'channel_deleted', channel: 'C'.repeat(1_100_000) });
    const reply = await caller.post('events_api', large).catch(() => ({ status: 413 }));
    expect(reply).toMatchObject({ status: 413 });
    expect(log.at(-1)).toContain('1000000');
  });

  it('gets 405 when it is no POST, and 404 elsewhere', async () => {
    const { caller, origin } = await startHttp();
    expect((await fetch(caller.url)).status).toBe(405);
    expect((await fetch(`${origin}/slack/other`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${origin}//`)).status).toBe(404);
  });
});

describe('a repetition', () => {
  it.each(['events_api', 'slash_commands'] as const)(
    'of %s is acknowledged and not handled again, with the same signature or a new one',
    async (kind) => {
      const { caller, handled, events } = await startHttp();
      const payload = kind === 'events_api' ? DELETED() : command();
      expect(await caller.post(kind, payload)).toMatchObject({ status: 200 });
      expect(await caller.post(kind, payload)).toMatchObject({ status: 200 });
      expect(await caller.post(kind, payload, { retry: 1, age: 60 })).toMatchObject({
        status: 200,
      });
      expect(await caller.post(kind, payload, { retry: 2, age: 299 })).toMatchObject({
        status: 200,
      });
      await expect.poll(() => handled.length + events.length, PATIENCE).toBe(1);
    },
  );

  it('is recognised while the first one is still being answered', async () => {
    const answered = Promise.withResolvers<void>();
    const { caller, handled } = await startHttp(async () => {
      await answered.promise;
      return replyOf('Here');
    });
    const first = caller.post('slash_commands', command());
    await expect.poll(() => handled.length, PATIENCE).toBe(1);
    const again = await caller.post('slash_commands', command(), { retry: 1 });
    expect([await first, again]).toMatchObject([{ status: 200 }, { status: 200 }]);
    answered.resolve();
    await caller.deliver('events_api', QUIET());
    expect(handled).toHaveLength(1);
  });

  it('is recognised by another process on the same PostgreSQL', async () => {
    const url = await makeDatabase();
    const one = await startHttp(idle, { url });
    const two = await startHttp(idle, { url, server: one.server });
    for (const [kind, payload] of [
      ['slash_commands', command()],
      ['interactive', PRESS],
      ['events_api', DELETED()],
    ] as const) {
      const first = one.caller.post(kind, payload);
      const again = two.caller.post(kind, payload, { retry: 1 });
      expect([await first, await again]).toMatchObject([{ status: 200 }, { status: 200 }]);
    }
    const done = () => [...one.handled, ...two.handled, ...one.events, ...two.events].length;
    await expect.poll(done, PATIENCE).toBe(3);
    await Promise.all([one, two].map(({ caller }) => caller.deliver('events_api', QUIET())));
    expect(done()).toBe(3);
  });

  it('is handled again when the database can not tell', async () => {
    const { caller, events, storage, log } = await startHttp();
    const event = DELETED();
    await caller.post('events_api', event);
    await storage.close();
    expect(await caller.post('events_api', event, { retry: 1 })).toMatchObject({ status: 200 });
    await expect.poll(() => events.length, PATIENCE).toBe(2);
    expect(log.join()).toContain('could not be told whether a request is a repetition');
  });
});

describe('a stop', () => {
  it('waits for a command under way, and takes no other', async () => {
    const answered = Promise.withResolvers<void>();
    const { caller, server, slack, handled } = await startHttp(async () => {
      await answered.promise;
      return replyOf('Here');
    });
    const answer = server.slashCommand({ command: '/papers' });
    await expect.poll(() => handled.length, PATIENCE).toBe(1);
    const stopped = slack.frontend?.stop();
    expect((await caller.post('events_api', DELETED())).status).toBe(404);
    answered.resolve();
    await stopped;
    expect(await answer).toHaveLength(1);
  });

  it('does not wait more than a few seconds for a command that hangs', async () => {
    const { server, slack, handled } = await startHttp(() => new Promise(() => undefined));
    server.slashCommand({ command: '/papers' }).catch(() => undefined);
    await expect.poll(() => handled.length, PATIENCE).toBe(1);
    const begin = performance.now();
    await slack.frontend?.stop();
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it('does not wait for a request that comes in byte by byte', async () => {
    const { caller, slack } = await startHttp();
    const slow = request(caller.url, { method: 'POST', headers: { 'content-length': 100 } });
    const ended = new Promise((resolve) => slow.on('error', resolve).on('close', resolve));
    slow.write('{');
    await slack.frontend?.stop();
    slow.destroy();
    await ended;
  });
});

const idle: CommandHandler = async () => replyOf('Here');

const DELETED = () => eventOf({ type: 'channel_deleted', channel: CHANNEL });
const QUIET = () => eventOf({ type: 'channel_rename', channel: { id: CHANNEL } });

const PRESS = {
  ...{ type: 'block_actions', token: 'x', api_app_id: 'A0PAPERS' },
  team: TEAM,
  user: { id: 'U0READER', name: 'reader', team_id: TEAM.id },
  channel: { id: CHANNEL, name: 'reading' },
  container: { type: 'message', message_ts: '1.2', channel_id: CHANNEL, is_ephemeral: true },
  actions: [{ type: 'button', action_id: 'run.0', block_id: 'b', value: 'papers help' }],
  ...{ trigger_id: '1.2.press', response_url: 'http://127.0.0.1:1/' },
};

/** Its answer gets nowhere. */
function command() {
  return {
    ...{ token: 'x', team_id: TEAM.id, channel_id: CHANNEL, channel_name: 'reading' },
    ...{ user_id: 'U0READER', user_name: 'reader', command: '/papers', text: 'help' },
    ...{
      trigger_id: '1.2.once',
      is_enterprise_install: 'false',
      response_url: 'http://127.0.0.1:1/',
    },
  };
}

/** HTTP mode for one workspace, started; `handled` has each command that was asked for. */
async function startHttp(
  handle = idle,
  beside: Beside = {},
): Promise<WebScene & { readonly handled: unknown[] }> {
  const scene = await startWebScene({ setUp: httpOnly, ...beside });
  const handled: unknown[] = [];
  const counting: CommandHandler = (asked) => {
    handled.push(asked);
    return handle(asked);
  };
  await scene.slack.frontend?.start(hooksOf(counting, { happened: scene.happened }));
  return { ...scene, handled };
}
