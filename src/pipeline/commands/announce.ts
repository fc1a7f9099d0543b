import { announcement, type Change } from '../../core/announcement.ts';
import type { Call, CommandDeps } from './command.ts';

/**
 * Tells a channel of a change to what it gets, in one short line, unless nobody else reads along
 * or the channel does not want to be told.
 */
export async function announce(
  change: Omit<Change, 'by'>,
  call: Call,
  deps: CommandDeps,
): Promise<void> {
  if (call.place !== 'shared' || change.queries.length === 0) return;
  const channel = await deps.storage.channels.find(call.channel);
  if (!channel?.announces) return;
  const message = announcement({ ...change, by: call.member.name });
  const page = { id: deps.newId(), message, papers: [] };
  await deps.storage.outbox.put(channel.id, [page], deps.now());
}
