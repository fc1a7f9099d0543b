import { resumed } from '../../core/replies/subscriptions.ts';
import type { Command } from './command.ts';

/** `/papers resume`: posting to a paused channel is tried again. */
export const resume: Command = async (call, deps) => {
  const channel = await deps.storage.channels.find(call.channel);
  if (!channel?.pausedReason) return resumed(false);
  await deps.storage.channels.resume(channel.id);
  deps.wake();
  return resumed(true);
};
