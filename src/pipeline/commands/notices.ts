import { badNotices, noticesSet, noticesShown } from '../../core/replies/notices.ts';
import { ensureChannel } from './channel.ts';
import type { Command } from './command.ts';

/** `/papers notices off`: whether this channel is told of sources that fall silent. */
export const notices: Command = async (call, deps) => {
  const { channels } = deps.storage;
  const channel = await channels.find(call.channel);
  const typed = call.args.toLowerCase();
  if (typed === '') return noticesShown(channel?.notices ?? true);
  if (typed !== 'on' && typed !== 'off') return badNotices(call.args);
  const { id } = channel ?? (await ensureChannel(call, deps));
  await channels.change(id, { notices: typed === 'on' });
  return noticesSet(typed === 'on');
};
