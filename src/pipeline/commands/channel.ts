import type { Channel } from '../../core/channel.ts';
import type { MemberAddress } from '../../core/saved.ts';
import type { Schedule } from '../../core/schedule.ts';
import type { Call, CommandDeps } from './command.ts';

/** The schedule of a channel that sets none: the usual one, in the time zone of who asks first. */
export async function usualSchedule(call: Call, deps: CommandDeps): Promise<Schedule> {
  const usual = deps.defaultSchedule(call.channel.platform);
  if (usual.kind !== 'daily') return usual;
  return { ...usual, timeZone: (await call.member.timeZone()) ?? usual.timeZone };
}

/** The channel of a call; made when it is new. */
export async function ensureChannel(call: Call, deps: CommandDeps): Promise<Channel> {
  const { channels } = deps.storage;
  const known = await channels.find(call.channel);
  return known ?? channels.ensure(call.channel, await usualSchedule(call, deps), deps.now());
}

/** Whose list of saved papers a call is about. */
export function memberOf({ channel, member }: Call): MemberAddress {
  return { platform: channel.platform, workspace: member.home, userId: member.id };
}
