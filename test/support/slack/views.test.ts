import { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../src/lib/log.ts';
import { sdkLogger } from '../../../src/platforms/slack/sdk-log.ts';
import { type SlackServer, startSlackServer } from './server.ts';
import { judgeView } from './views.ts';
import { CHANNEL, type SlackServerOptions } from './workspace.ts';

const text = (text: string) => ({ type: 'plain_text', text }) as const;
const MODAL: ModalView = { type: 'modal', title: text('A title'), blocks: [] };
const INPUT = {
  type: 'input',
  block_id: 'a',
  label: text('A label'),
  element: { type: 'plain_text_input', action_id: 'value' },
} as const;

describe('the fake Slack takes no view that', () => {
  it.each([
    ['has a long title', { ...MODAL, title: text('x'.repeat(25)) }],
    ['remembers too much', { ...MODAL, private_metadata: 'x'.repeat(3_001) }],
    ['has inputs and no button to send them', { ...MODAL, blocks: [INPUT] }],
    ['has two inputs of one id', { ...MODAL, submit: text('Save'), blocks: [INPUT, INPUT] }],
    ['has 101 blocks', { ...MODAL, blocks: Array.from({ length: 101 }, divider) }],
    ['is of another type', { type: 'home', blocks: [] }],
    ['has no title', { type: 'modal', blocks: [] }],
    ['begins with an option that it does not offer', withElement(strangeSelect())],
    ['begins with a longer text than it takes', withElement(longText())],
    ['offers nothing', withElement({ type: 'static_select', options: [] })],
  ])('%s', (_, view) => {
    expect(judgeView(view, 'modal')[1]).not.toEqual([]);
  });

  it('comes with a trigger_id that is unknown, used or 3 s old', async () => {
    let now = Date.now();
    const { client, triggers } = await withTriggers({ now: () => now });
    const open = (trigger_id: string) => client.views.open({ trigger_id, view: MODAL });
    await expect(open('nonsense')).rejects.toThrow('invalid_trigger_id');
    const [first = '', second = ''] = triggers;
    await open(first);
    await expect(open(first)).rejects.toThrow('exchanged_trigger_id');
    now += 3_001;
    await expect(open(second)).rejects.toThrow('expired_trigger_id');
  });
});

describe('the fake Slack refuses', () => {
  it('blocks with one action_id twice', async () => {
    const { client, server } = await withTriggers();
    const button = { type: 'button', text: text('A'), action_id: 'run.0', value: 'x' } as const;
    const blocks = [{ type: 'actions', elements: [button, button] }] as const;
    const post = client.chat.postMessage({ channel: CHANNEL, text: 'x', blocks: [...blocks] });
    await expect(post).rejects.toThrow('invalid_blocks');
    expect(server.violations).toHaveLength(1);
  });

  it('a reply in the thread of no message', async () => {
    const { client } = await withTriggers();
    const reply = { channel: CHANNEL, text: 'x', blocks: [divider()], thread_ts: '1.000001' };
    await expect(client.chat.postMessage(reply)).rejects.toThrow('thread_not_found');
  });

  it('an ephemeral message where the bot is no member', async () => {
    const { client } = await withTriggers();
    const message = { channel: 'C0LOUNGE', user: 'U0READER', text: 'x', blocks: [divider()] };
    await expect(client.chat.postEphemeral(message)).rejects.toThrow('not_in_channel');
  });
});

function divider() {
  return { type: 'divider' } as const;
}

function withElement(element: object): object {
  return { ...MODAL, submit: text('Save'), blocks: [{ ...INPUT, element }] };
}

function strangeSelect(): object {
  const option = (value: string) => ({ text: text(value), value });
  return { type: 'static_select', options: [option('a')], initial_option: option('b') };
}

function longText(): object {
  return { type: 'plain_text_input', initial_value: 'four', max_length: 3 };
}

/** A client of the Web API, and the trigger_ids of two commands. */
async function withTriggers(options: SlackServerOptions = {}) {
  const server: SlackServer = await startSlackServer(options);
  onTestFinished(() => server.stop());
  const logger = sdkLogger(silentLog());
  const settings = { slackApiUrl: server.apiUrl, retryConfig: { retries: 0 }, logger };
  const client = new webApi.WebClient(server.botToken, settings);
  return { server, client, triggers: [server.trigger('U0READER'), server.trigger('U0READER')] };
}
