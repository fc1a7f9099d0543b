import type { ChatFrontend, ChatHooks } from '../../core/command.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { createOutage } from '../../lib/outage.ts';
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
  readonly clock: Clock;
}

/** Slash commands over the gateway: registered, then listened to. */
export function createFrontend(options: FrontendOptions): ChatFrontend {
  const { rest, log, clock } = options;
  const outage = createOutage(clock, 'Discord is not connected yet.');
  let gateway: Gateway | undefined;
  let listener: Listener | undefined;

  async function start(hooks: ChatHooks): Promise<void> {
    const application = await register(rest);
    listener = createListener(rest, hooks, log);
    const { onInteraction } = listener;
    gateway = createGateway({ ...options, outage, onInteraction, onEvent: hooks.happened });
    const servers = await gateway.connect();
    log.info({ servers }, 'Discord: connected');
    if (servers === 0) log.warn(`Discord: the bot is in no server: ${inviteLink(application.id)}`);
  }

  async function stop(): Promise<void> {
    await listener?.drain();
    await gateway?.close();
  }

  return { start, stop, problem: outage.problem };
}

async function register(rest: DiscordRest): Promise<Application> {
  try {
    const application = await readApplication(rest);
    await registerCommands(rest, application);
    return application;
  } catch (error) {
    throw toStartError(error);
  }
}
