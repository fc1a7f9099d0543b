import type { ChatHooks, Member } from '../../core/command.ts';
import type { Clock } from '../../lib/clock.ts';
import { createTasks, type Tasks } from '../../lib/tasks.ts';
import { type ApiOptions, clientOptions } from './api.ts';
import { createMembers, type Managers } from './member.ts';
import type { Spot } from './spot.ts';
import type { Channels } from './tell.ts';

export interface ListenOptions extends ApiOptions {
  readonly managers: Managers;
  readonly clock: Clock;
}

/** What every listener works with. */
export interface Desk {
  readonly hooks: ChatHooks;
  readonly options: ListenOptions;
  readonly underWay: Tasks;
  /** The person who did something at a spot. */
  member(client: Channels['client'], person: Person, spot: Spot): Member;
  /** What an answer through this client takes. */
  channels(client: Channels['client']): Channels;
}

/** As Slack names a person in what it sends. */
export interface Person {
  readonly id: string;
  readonly name?: string | undefined;
  readonly username?: string | undefined;
}

/** What the listeners of one connection work with. */
export function createDesk(hooks: ChatHooks, options: ListenOptions): Desk {
  const makeMember = createMembers(options);
  const { fetch = globalThis.fetch } = clientOptions(options);
  return {
    hooks,
    options,
    underWay: createTasks(),
    member: (client, { id, name, username }, { workspace, channel, place }) =>
      makeMember({ id, name: name ?? username ?? id, workspace, channel, place, client }),
    channels: (client) => ({ client, hooks, fetch, log: options.log }),
  };
}
