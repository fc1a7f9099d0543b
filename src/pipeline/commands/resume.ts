import { pauseOf } from '../../core/channel.ts';
import { resumed } from '../../core/replies/subscriptions.ts';
import type { Command } from './command.ts';

/** `/papers resume`: a pause ends, and posting to a channel that refused is tried again. */
export const resume: Command = async (call, deps) => {
  const { channels } = deps.storage;
  const channel = await channels.find(call.channel);
  if (!channel || (channel.pausedReason === null && !pauseOf(channel, deps.now())))
    return resumed(false);
  await channels.change(channel.id, { pausedUntil: null });
  await channels.resume(channel.id);
  deps.wake();
  return resumed(true);
};
