import { badSchedule, scheduleSet, scheduleShown } from '../../core/replies/schedule.ts';
import { readSchedule } from '../../core/schedule.ts';
import { ensureChannel, usualSchedule } from './channel.ts';
import type { Command } from './command.ts';

/** `/papers schedule 08:30 weekdays Europe/Berlin`: when this channel's papers come. */
export const schedule: Command = async (call, deps) => {
  const channel = await deps.storage.channels.find(call.channel);
  const current = channel?.schedule ?? (await usualSchedule(call, deps));
  if (call.args === '') return scheduleShown(current);
  const wanted = readSchedule(call.args, current.kind === 'daily' ? current : deps.dailySchedule);
  if (typeof wanted === 'string') return badSchedule(wanted);
  const { id } = channel ?? (await ensureChannel(call, deps));
  await deps.storage.channels.setSchedule(id, wanted, deps.now());
  deps.wake();
  return scheduleSet(wanted);
};
