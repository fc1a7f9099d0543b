import pino from 'pino';
import { expect, onTestFinished } from 'vitest';
import type { ChannelAddress } from '../../../src/core/channel.ts';
import type { ChatHooks, CommandHandler, CommandRequest } from '../../../src/core/command.ts';
import type { DeliveryError, SendRequest } from '../../../src/core/delivery.ts';
import { createDiscord, type DiscordOptions } from '../../../src/platforms/discord/index.ts';
import {
  type DiscordServer,
  type DiscordServerOptions,
  type FakeChannel,
  startDiscordServer,
} from '../../support/discord/index.ts';
import { hooksOf } from '../../support/hooks.ts';
import { message, reply } from './fixtures.ts';

/** Answers every command with what was asked. */
export const echo: CommandHandler = async ({ text }) => reply(`heard ${text}`);

/** The same as hooks. */
export const echoHooks = hooksOf(echo);

type AtEnd = (end: () => Promise<void>) => void;

/**
 * A fake Discord and the real platform against it; both end with the test (`atEnd` is the
 * onTestFinished of a test that runs beside others).
 */
export async function setUp(
  options: DiscordServerOptions = {},
  changes: Partial<DiscordOptions> = {},
  atEnd: AtEnd = onTestFinished,
) {
  const server = await startDiscordServer(options);
  atEnd(async () => {
    await server.stop();
    expect(server.violations).toEqual([]);
  });
  const { log, lines } = recordingLog();
  const { token, apiUrl } = server;
  const discord = createDiscord({ token, apiUrl, log, ...changes });
  return { server, discord, sender: discord.sender, log: lines };
}

/** The same, with commands answered, and with what else the test is about. */
export async function setUpCommands(
  handle: CommandHandler = echo,
  options: DiscordServerOptions = {},
  atEnd: AtEnd = onTestFinished,
  others: Partial<ChatHooks> = {},
) {
  const setting = await setUp(options, {}, atEnd);
  const { frontend } = setting.discord;
  if (!frontend) throw new Error('Discord listens to commands');
  await frontend.start(hooksOf(handle, others));
  atEnd(() => frontend.stop());
  return { ...setting, frontend };
}

/** The same, with each command kept in `heard`. */
export async function setUpListening(handle: CommandHandler = async ({ text }) => reply(text)) {
  const heard: CommandRequest[] = [];
  const setting = await setUpCommands(async (request) => {
    heard.push(request);
    return handle(request);
  });
  return { ...setting, heard };
}

export function request(
  server: DiscordServer,
  channel: FakeChannel,
  changes: Partial<SendRequest> = {},
): SendRequest {
  return {
    to: address(server, channel),
    message: message(),
    key: 'd1',
    maybeSentAt: null,
    first: null,
    ...changes,
  };
}

export function address(server: DiscordServer, channel: FakeChannel): ChannelAddress {
  return { platform: 'discord', workspace: server.guildId, channel: channel.id };
}

/** The error of a post that is expected to fail. */
export async function failure(outcome: Promise<unknown>): Promise<DeliveryError> {
  return outcome.then(
    () => Promise.reject(new Error('It was expected to fail')),
    (error) => error,
  );
}

/** A signal that nobody raises. */
export const calm = new AbortController().signal;

function recordingLog() {
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  return { log, lines };
}
