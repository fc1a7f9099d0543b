import { setTimeout as sleep } from 'node:timers/promises';
import { SimpleShardingStrategy, WebSocketShardEvents, WebSocketShardStatus } from 'discord.js';
import type { Log } from '../../lib/log.ts';
import { logFields } from './errors.ts';

/** How long close() waits for a connection that is being made, in milliseconds. */
const SETTLE_MS = 1500;
const STEP_MS = 50;

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** The network connections of a gateway, one for each shard. */
export interface Lines {
  /** For the client's option `ws.buildStrategy`. */
  readonly build: (manager: Manager) => SimpleShardingStrategy;
  /** Closes them for good. @param destroy the client's own way to close what stands. */
  close(destroy: () => Promise<void>): Promise<void>;
}

/**
 * The lines to Discord, so that they can be closed for good. discord.js loses sight of a line that
 * is between two attempts (it connects again after destroy()), and one that is destroyed while it
 * connects throws its next network error at the process. So once closing, no new attempt gets
 * beyond its first question, and an attempt under way is waited for; one that takes longer is
 * closed as soon as it stands.
 */
export function createLines(closing: AbortSignal, log: Log): Lines {
  let strategy: SimpleShardingStrategy | undefined;
  let manager: Manager | undefined;

  function build(created: Manager): SimpleShardingStrategy {
    const retrieve = created.options.retrieveSessionInfo;
    created.options.retrieveSessionInfo = (shard) =>
      closing.aborted ? new Promise<never>(() => {}) : retrieve(shard);
    shield(created, log);
    manager = created;
    strategy = new SimpleShardingStrategy(created);
    return strategy;
  }

  async function isConnecting(): Promise<boolean> {
    const statuses = await strategy?.fetchStatus();
    return statuses?.some((status) => status === WebSocketShardStatus.Connecting) ?? false;
  }

  async function settle(): Promise<void> {
    for (let waited = 0; waited < SETTLE_MS; waited += STEP_MS) {
      if (!(await isConnecting())) return;
      await sleep(STEP_MS);
    }
  }

  async function close(destroy: () => Promise<void>): Promise<void> {
    await settle();
    if (!(await isConnecting())) return destroy();
    manager?.on(WebSocketShardEvents.Ready, () => void destroy());
    manager?.on(WebSocketShardEvents.Resumed, () => void destroy());
  }

  return { build, close };
}

/** discord.js lets an event that it can't read end the process: here it ends in the log. */
function shield(manager: Manager, log: Log): void {
  const emit = manager.emit.bind(manager) as (...event: unknown[]) => boolean;
  manager.emit = (...event: unknown[]) => {
    try {
      return emit(...event);
    } catch (error) {
      log.error(logFields(error), 'Discord: an event could not be read');
      return true;
    }
  };
}
