import { badSchedule, scheduleSet, scheduleShown } from '../../core/replies/schedule.ts';
import { readSchedule, type Schedule } from '../../core/schedule.ts';
import type { Command } from './command.ts';

/** `/papers schedule 08:30 weekdays Europe/Berlin`: when this channel's papers come. */
export const schedule: Command = async (call, deps) => {
  const usual = deps.defaultSchedule(call.channel.platform);
  const channel = await deps.storage.channels.find(call.channel);
  const current = channel?.schedule ?? usual;
  if (call.args === '') return scheduleShown(current);
  const wanted = readSchedule(call.args, current.kind === 'daily' ? current : deps.dailySchedule);
  if (typeof wanted === 'string') return badSchedule(wanted);
  await store(wanted);
  deps.wake();
  return scheduleSet(wanted);

  async function store(wanted: Schedule): Promise<void> {
    const { id } = channel ?? (await deps.storage.channels.ensure(call.channel, usual, deps.now()));
    await deps.storage.channels.setSchedule(id, wanted, deps.now());
  }
};
