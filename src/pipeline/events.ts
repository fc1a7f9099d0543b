import type { PlatformEvent } from '../core/command.ts';
import type { Platform } from '../core/platform.ts';
import type { Storage } from '../core/stores.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { channelsIn } from './probe.ts';

export interface EventDeps {
  readonly storage: Storage;
  readonly platforms: readonly Pick<Platform, 'name'>[];
  readonly now: Clock;
  readonly log: Log;
  /** Looks whether the paused channels of a workspace take posts again. Returns at once. */
  readonly lookAgain: (workspace: string) => void;
}

/**
 * Follows what happens to channels on their platforms: one that closes is paused, with the reason,
 * and keeps its subscriptions; one that gets another id keeps all. Never rejects.
 */
export async function follow(event: PlatformEvent, deps: EventDeps): Promise<void> {
  try {
    await apply(event, deps);
  } catch (error) {
    deps.log.error(
      { err: error, event: event.kind },
      'a change of a channel could not be followed',
    );
  }
}

async function apply(event: PlatformEvent, deps: EventDeps): Promise<void> {
  const { channels } = deps.storage;
  switch (event.kind) {
    case 'returned':
      return deps.lookAgain(event.workspace);
    case 'moved':
      return deps.storage.transaction((it) => it.channels.move(event.from, event.to));
    case 'closed': {
      const channel = await channels.find(event.channel);
      return channel && channels.refuse(channel.id, event.reason, deps.now());
    }
    case 'left':
      for (const { id } of await channelsIn(event.workspace, deps.storage, deps.platforms))
        await channels.refuse(id, event.reason, deps.now());
  }
}
