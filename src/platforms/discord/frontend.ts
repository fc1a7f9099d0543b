import type { ChatFrontend, ChatHooks } from '../../core/command.ts';
import type { Peers } from '../../core/peers.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { toStartError } from './errors.ts';
import type { Shard } from './gateway.ts';
import { inviteLink } from './invite.ts';
import { createListener, type Listener } from './listeners.ts';
import { type Application, readApplication, registerCommands } from './register.ts';
import type { DiscordRest } from './rest.ts';
import { createShards, type ShardSettings } from './shards.ts';

export interface FrontendOptions {
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly rest: DiscordRest;
  readonly peers: Peers;
  readonly shards: ShardSettings | null;
  readonly log: Log;
  readonly clock: Clock;
}

/** Slash commands over the gateway: registered, then listened to, on the shards that are free. */
export function createFrontend(options: FrontendOptions): ChatFrontend {
  const { rest, log } = options;
  const shards = createShards({ ...options, settings: options.shards });
  let listener: Listener | undefined;

  async function start(hooks: ChatHooks): Promise<void> {
    const application = await register(rest);
    listener = createListener(rest, hooks, log);
    const { onInteraction } = listener;
    const onConnected = (servers: number, shard: Shard) => {
      log.info({ servers, shard }, 'Discord: connected');
      if (servers === 0 && shard === 'auto')
        log.warn(`Discord: the bot is in no server: ${inviteLink(application.id)}`);
    };
    await shards.start({ onInteraction, onConnected, onEvent: hooks.happened });
  }

  async function stop(): Promise<void> {
    await listener?.drain();
    await shards.stop();
  }

  return { start, stop, problem: shards.problem };
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
