import pino from 'pino';
import { expect, onTestFinished } from 'vitest';
import type { DeliveryError, Receipt, SendRequest } from '../../../src/core/delivery.ts';
import type { Platform } from '../../../src/core/platform.ts';
import { createSlack, type SlackOptions } from '../../../src/platforms/slack/index.ts';
import { type SlackServer, startSlackServer } from '../../support/slack/server.ts';
import { CHANNEL, type SlackServerOptions, TEAM } from '../../support/slack/workspace.ts';
import { makeMessage } from './fixtures.ts';

/** How long a test waits for something that happens soon on an idle machine. */
export const PATIENCE = { timeout: 15_000 };

export interface Scene {
  readonly server: SlackServer;
  readonly slack: Platform;
  /** Every line of the log. */
  readonly log: readonly string[];
}

/** A fake Slack and our platform on it; both end with the test, which fails on any violation. */
export async function startScene(
  options: SlackServerOptions = {},
  changes: Partial<SlackOptions> = {},
): Promise<Scene> {
  const server = await startSlackServer(options);
  const log: string[] = [];
  const slack = createSlack({
    ...server,
    log: pino({ level: 'trace' }, { write: (line) => void log.push(line) }),
    ...changes,
  });
  onTestFinished(async () => {
    await slack.frontend?.stop();
    await server.stop();
    expect(server.violations).toEqual([]);
    expect(log.join()).not.toMatch(/xoxb-|xapp-/);
  });
  return { server, slack, log };
}

/** Posts an invented digest. */
export function send(slack: Platform, changes: Partial<SendRequest> = {}): Promise<Receipt> {
  const to = { platform: 'slack', workspace: TEAM.id, channel: CHANNEL };
  const request = {
    to,
    message: makeMessage(),
    key: 'delivery1',
    maybeSentAt: null,
    first: null,
    ...changes,
  };
  return slack.sender.send(request, new AbortController().signal);
}

export function inChannel(channel: string): Partial<SendRequest> {
  return { to: { platform: 'slack', workspace: TEAM.id, channel } };
}

/** The error that a delivery ends with. */
export async function failure(delivery: Promise<unknown>): Promise<DeliveryError> {
  return delivery.then(
    () => expect.fail('the delivery should have failed'),
    (error) => error,
  );
}
