import type { webApi } from '@slack/bolt';
import type { Member, Place } from '../../core/command.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { failureName } from './errors.ts';

/** Who may change what a channel follows: everyone in it, or admins and who made the channel. */
export type Managers = 'everyone' | 'admins';

/** How long a time zone is believed, in milliseconds, and of how many people; ours. */
const ZONE_MS = 10 * 60_000;
const MOST_ZONES = 1_000;

/** Who did something, and where. */
export interface Who {
  readonly id: string;
  readonly name: string;
  /** The workspace that knows the person by this id. */
  readonly home: string;
  readonly workspace: string;
  readonly channel: string;
  readonly place: Place;
  readonly client: webApi.WebClient;
}

export interface MembersOptions {
  readonly managers: Managers;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes members, who ask Slack about themselves only when somebody wants to know. */
export function createMembers(options: MembersOptions): (who: Who) => Member {
  const zoneOf = createZones(options);
  return (who) => ({
    id: who.id,
    name: who.name,
    home: who.home,
    mayManage: () => mayManage(who, options),
    timeZone: () => zoneOf(who),
  });
}

async function mayManage(who: Who, { managers, log }: MembersOptions): Promise<boolean> {
  if (managers === 'everyone' || who.place === 'private') return true;
  return (await isAdmin(who, log)) || (await isCreator(who, log));
}

/** Needs users:read. */
async function isAdmin({ client, id }: Who, log: Log): Promise<boolean> {
  try {
    const { user } = await client.users.info({ user: id });
    return Boolean(user?.is_admin || user?.is_owner || user?.is_primary_owner);
  } catch (error) {
    log.warn(
      { user: id },
      `Slack does not tell whether a person is an admin (${failureName(error)}): the scope is users:read`,
    );
    return false;
  }
}

/** Needs channels:read, and groups:read in a private channel. */
async function isCreator({ client, id, channel }: Who, log: Log): Promise<boolean> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    return found?.creator === id;
  } catch (error) {
    log.warn(
      { user: id, channel },
      `Slack does not tell who made the channel (${failureName(error)}): the scopes are channels:read and groups:read`,
    );
    return false;
  }
}

/** Needs users:read: without it every answer is null. */
function createZones({ clock, log }: MembersOptions): (who: Who) => Promise<string | null> {
  const known = new Map<string, { readonly zone: string | null; readonly until: number }>();

  function remember(key: string, zone: string | null): void {
    const [oldest] = known.keys();
    if (known.size >= MOST_ZONES && oldest !== undefined) known.delete(oldest);
    known.set(key, { zone, until: clock().getTime() + ZONE_MS });
  }

  return async (who) => {
    const key = `${who.workspace} ${who.id}`;
    const cached = known.get(key);
    if (cached && cached.until > clock().getTime()) return cached.zone;
    known.delete(key);
    const zone = await askForZone(who, log);
    remember(key, zone);
    return zone;
  };
}

async function askForZone({ client, id }: Who, log: Log): Promise<string | null> {
  try {
    const { user } = await client.users.info({ user: id });
    return user?.tz || null;
  } catch (error) {
    log.debug({ user: id }, `Slack: the time zone is not known (${failureName(error)})`);
    return null;
  }
}
