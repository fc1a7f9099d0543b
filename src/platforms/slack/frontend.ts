import { App, SocketModeReceiver } from '@slack/bolt';
import type { ChatFrontend, CommandHandler, OnReturn } from '../../core/command.ts';
import type { Clock } from '../../lib/clock.ts';
import { createOutage } from '../../lib/outage.ts';
import type { Tasks } from '../../lib/tasks.ts';
import { type ApiOptions, clientOptions } from './api.ts';
import { type Bot, identify } from './bot.ts';
import { type Connection, createConnection } from './connection.ts';
import { listen, listenForReturns } from './listeners.ts';
import { sdkLogger } from './sdk-log.ts';
import { createSockets, type Sockets } from './sockets.ts';
import {
  problemSentence,
  swappedTokens,
  type TokenName,
  type Tokens,
  tokenProblem,
} from './tokens.ts';

/** Slack's slash commands over Socket Mode. `start` may be called once. */
export function createFrontend(tokens: Tokens, options: ApiOptions, clock: Clock): ChatFrontend {
  const stopped = new AbortController();
  const outage = createOutage(clock, 'Slack is not connected yet.');
  let connection: Connection | undefined;
  let commands: Tasks | undefined;

  async function start(
    handle: CommandHandler,
    onReturn: OnReturn = () => undefined,
  ): Promise<void> {
    rejectSwapped(tokens);
    const identified = identify(tokens.botToken, options, stopped.signal);
    const bot = await explained(identified, 'SLACK_BOT_TOKEN', options);
    const sockets = createSockets();
    const receiver = createReceiver(tokens, sockets, options, stopped.signal);
    const app = createApp(receiver, bot, options);
    commands = listen(app, handle, options.log);
    listenForReturns(app, onReturn);
    connection = createConnection({ client: receiver.client, sockets, outage, log: options.log });
    await explained(connection.open(), 'SLACK_APP_TOKEN', options);
    options.log.info(`Slack: connected as ${bot.name} in ${bot.team}`);
  }

  async function stop(): Promise<void> {
    stopped.abort();
    connection?.close();
    await commands?.settled();
  }

  return { start, stop, problem: outage.problem };
}

function createReceiver(
  { appToken }: Tokens,
  { dispatcher }: Sockets,
  options: ApiOptions,
  stopped: AbortSignal,
): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    dispatcher,
    logger: sdkLogger(options.log),
    installerOptions: { clientOptions: clientOptions(options, stopped) },
  });
}

function createApp(receiver: SocketModeReceiver, bot: Bot, options: ApiOptions): App {
  return new App({
    receiver,
    authorize: async () => bot.authorization,
    clientOptions: clientOptions(options),
    logger: sdkLogger(options.log),
    convoStore: false,
    ignoreSelf: false,
  });
}

function rejectSwapped(tokens: Tokens): void {
  const problem = swappedTokens(tokens);
  if (problem) throw new Error(problemSentence(problem));
}

async function explained<T>(call: Promise<T>, name: TokenName, options: ApiOptions): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const sentence = problemSentence(tokenProblem(error, name, options.apiUrl));
    throw new Error(sentence, { cause: error });
  }
}
