import {
  noSubscriptions,
  subscriptions as subscriptionsReply,
} from '../../core/replies/subscriptions.ts';
import type { Command } from './command.ts';

/** `/subscriptions`: what this channel follows. */
export const subscriptions: Command = async (call, deps) => {
  const channel = await deps.storage.channels.find(call.channel);
  const followed = channel ? await deps.storage.subscriptions.listOf(channel.id) : [];
  if (!channel || followed.length === 0) return noSubscriptions();
  return subscriptionsReply({
    queries: followed.map((it) => it.query),
    schedule: channel.schedule,
    pausedReason: channel.pausedReason,
    notices: channel.notices,
  });
};
