import type { ChatFrontend, CommandHandler } from '../../core/command.ts';
import type { Log } from '../../lib/log.ts';
import { toStartError } from './errors.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { inviteLink } from './invite.ts';
import { createListener, type Listener } from './listeners.ts';
import { type Application, readApplication, registerCommands } from './register.ts';
import type { DiscordRest } from './rest.ts';

export interface FrontendOptions {
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly rest: DiscordRest;
  readonly log: Log;
}

/** Slash commands over the gateway: registered, then listened to. */
export function createFrontend({ token, apiUrl, rest, log }: FrontendOptions): ChatFrontend {
  let gateway: Gateway | undefined;
  let listener: Listener | undefined;

  async function start(handle: CommandHandler): Promise<void> {
    const application = await register(rest);
    listener = createListener(rest, handle, log);
    gateway = createGateway({ token, apiUrl, log, onInteraction: listener.onInteraction });
    const servers = await gateway.connect();
    log.info({ servers }, 'Discord: connected');
    if (servers === 0) log.warn(`Discord: the bot is in no server: ${inviteLink(application.id)}`);
  }

  async function stop(): Promise<void> {
    await listener?.drain();
    await gateway?.close();
  }

  return { start, stop };
}

async function register(rest: DiscordRest): Promise<Application> {
  try {
    const application = await readApplication(rest);
    await registerCommands(rest, application.id);
    return application;
  } catch (error) {
    throw toStartError(error);
  }
}
