import {
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  OverwriteType,
  PermissionFlagsBits,
} from 'discord.js';

/** What posting needs, in the words of Discord's settings. */
const NEEDED = {
  channel: [
    ['View Channel', PermissionFlagsBits.ViewChannel],
    ['Send Messages', PermissionFlagsBits.SendMessages],
    ['Embed Links', PermissionFlagsBits.EmbedLinks],
  ],
  thread: [
    ['View Channel', PermissionFlagsBits.ViewChannel],
    ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads],
    ['Embed Links', PermissionFlagsBits.EmbedLinks],
  ],
} as const;

/** Of what posting needs, what these permissions lack; empty when the bot may post. */
export function missing(permissions: bigint, where: keyof typeof NEEDED): string[] {
  return NEEDED[where].filter(([, bit]) => (permissions & bit) === 0n).map(([name]) => name);
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
