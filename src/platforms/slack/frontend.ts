import { App, SocketModeReceiver } from '@slack/bolt';
import type { ChatFrontend, CommandHandler } from '../../core/command.ts';
import { type ApiOptions, clientOptions } from './api.ts';
import { type Bot, identify } from './bot.ts';
import { type Connection, createConnection } from './connection.ts';
import { type Listeners, listen } from './listeners.ts';
import { sdkLogger } from './sdk-log.ts';
import { createSockets } from './sockets.ts';
import { problemError, type TokenName, tokenProblem } from './tokens.ts';

export interface Tokens {
  readonly botToken: string;
  readonly appToken: string;
}

/** Slack's slash commands over Socket Mode. `start` may be called once. */
export function createFrontend(tokens: Tokens, options: ApiOptions): ChatFrontend {
  const stopped = new AbortController();
  let connection: Connection | undefined;
  let listeners: Listeners | undefined;

  async function start(handle: CommandHandler): Promise<void> {
    const identified = identify(tokens.botToken, options, stopped.signal);
    const bot = await explained(identified, 'SLACK_BOT_TOKEN', options);
    const sockets = createSockets();
    const receiver = new SocketModeReceiver({
      appToken: tokens.appToken,
      autoReconnectEnabled: false,
      dispatcher: sockets.dispatcher,
      logger: sdkLogger(options.log),
      installerOptions: { clientOptions: clientOptions(options, stopped.signal) },
    });
    listeners = listen(createApp(receiver, bot, options), handle, options.log);
    connection = createConnection(receiver.client, sockets, options.log);
    await explained(connection.open(), 'SLACK_APP_TOKEN', options);
    options.log.info(`Slack: connected as ${bot.name} in ${bot.team}`);
  }

  async function stop(): Promise<void> {
    stopped.abort();
    connection?.close();
    await listeners?.settled();
  }

  return { start, stop };
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

async function explained<T>(call: Promise<T>, name: TokenName, options: ApiOptions): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw problemError(tokenProblem(error, name, options.apiUrl), error);
  }
}
