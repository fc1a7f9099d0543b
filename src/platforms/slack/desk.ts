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
  /** The person's own workspace; in a shared channel, not always the one that it happened in. */
  readonly team_id?: string | undefined;
}

/** Where the app is installed for a whole organization, that is everybody's home. */
function isTeam(workspace: string): boolean {
  return workspace.startsWith('T');
}

/** What the listeners of one connection work with. */
export function createDesk(hooks: ChatHooks, options: ListenOptions): Desk {
  const makeMember = createMembers(options);
  const { fetch = globalThis.fetch } = clientOptions(options);
  return {
    hooks,
    options,
    underWay: createTasks(),
    member: (client, { id, name, username, team_id }, { workspace, channel, place }) => {
      const home = isTeam(workspace) && team_id ? team_id : workspace;
      return makeMember({
        ...{ id, name: name ?? username ?? id, home },
        ...{ workspace, channel, place, client },
      });
    },
    channels: (client) => ({ client, hooks, fetch, log: options.log }),
  };
}
