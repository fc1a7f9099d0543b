import {
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  OverwriteType,
  PermissionFlagsBits,
} from 'discord.js';

const VIEW = ['View Channel', PermissionFlagsBits.ViewChannel] as const;

/** What posting needs, in the words of Discord's settings. Components need no Embed Links. */
const NEEDED = {
  channel: [VIEW, ['Send Messages', PermissionFlagsBits.SendMessages]],
  thread: [VIEW, ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads]],
  forum: [
    VIEW,
    ['Create Posts', PermissionFlagsBits.SendMessages],
    ['Send Messages in Posts', PermissionFlagsBits.SendMessagesInThreads],
  ],
} as const;

/** Without these it posts, too: pages go to the channel itself, a digest may come twice. */
const USEFUL = {
  channel: [
    ['Create Public Threads', PermissionFlagsBits.CreatePublicThreads],
    ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads],
    ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
  ],
  thread: [['Read Message History', PermissionFlagsBits.ReadMessageHistory]],
  forum: [['Read Message History', PermissionFlagsBits.ReadMessageHistory]],
} as const;

export type Where = keyof typeof NEEDED;

/** Of what posting needs, what these permissions lack; empty when the bot may post. */
export function missing(permissions: bigint, where: Where): string[] {
  return lacking(permissions, NEEDED[where]);
}

/** Of what makes posts better, what these permissions lack. */
export function missingExtras(permissions: bigint, where: Where): string[] {
  return lacking(permissions, USEFUL[where]);
}

function lacking(permissions: bigint, wanted: readonly (readonly [string, bigint])[]): string[] {
  return wanted.filter(([, bit]) => (permissions & bit) === 0n).map(([name]) => name);
}

/**
 * What a member may do in a channel with these overwrites (a thread has those of its parent).
 * https://docs.discord.com/developers/topics/permissions#permission-overwrites
 */
export function permissionsOf(
  { id: everyone, roles }: Pick<APIGuild, 'id' | 'roles'>,
  { user, roles: held }: Pick<APIGuildMember, 'user' | 'roles'>,
  overwrites: readonly APIOverwrite[],
): bigint {
  const own = roles.filter(({ id }) => id === everyone || held.includes(id));
  const base = union(own.map(({ permissions }) => permissions));
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ~0n;
  const ofRoles = overwrites.filter(({ type }) => type === OverwriteType.Role);
  return [
    ofRoles.filter(({ id }) => id === everyone),
    ofRoles.filter(({ id }) => id !== everyone && held.includes(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === user.id),
  ].reduce(overwrite, base);
}

/** Within one step what any overwrite allows wins over what another one denies. */
function overwrite(permissions: bigint, step: readonly APIOverwrite[]): bigint {
  const denied = union(step.map(({ deny }) => deny));
  return (permissions & ~denied) | union(step.map(({ allow }) => allow));
}

function union(bits: readonly string[]): bigint {
  return bits.reduce((sum, each) => sum | BigInt(each), 0n);
}
