import { isDailyCap } from '../../core/channel.ts';
import { badLimit, limitSet, limitShown } from '../../core/replies/more.ts';
import { ensureChannel } from './channel.ts';
import type { Command } from './command.ts';

/** `/papers limit 30`: how many cards a day this channel gets at most. */
export const limit: Command = async (call, deps) => {
  const { channels } = deps.storage;
  const channel = await channels.find(call.channel);
  if (call.args === '') return limitShown(channel?.dailyCap ?? deps.dailyCap);
  const isUsual = /^usual$/i.test(call.args);
  const cap = isUsual ? deps.dailyCap : Number(call.args);
  if (!isDailyCap(cap)) return badLimit(call.args);
  const { id } = channel ?? (await ensureChannel(call, deps));
  await channels.change(id, { dailyCap: isUsual ? null : cap });
  return limitSet(cap);
};
