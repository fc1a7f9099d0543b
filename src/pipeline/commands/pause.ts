import { pauseOf } from '../../core/channel.ts';
import { badSetting, PAUSE_EXPECTED, pauseSet, pauseShown } from '../../core/replies/settings.ts';
import { calendarDay, readDayToCome } from '../../core/schedule.ts';
import { ensureChannel } from './channel.ts';
import type { Command } from './command.ts';

/** `/papers pause 2026-12-24`: nothing is posted before that day. */
export const pause: Command = async (call, deps) => {
  const typed = call.args.replace(/^until\s+/i, '');
  if (typed === '') {
    const channel = await deps.storage.channels.find(call.channel);
    const until = channel && pauseOf(channel, deps.now());
    return pauseShown(channel && until ? calendarDay(channel.schedule, until) : null);
  }
  const { id, schedule } = await ensureChannel(call, deps);
  const pausedUntil = readDayToCome(typed, schedule, deps.now());
  if (!pausedUntil) return badSetting(typed, PAUSE_EXPECTED, 'pause');
  await deps.storage.channels.change(id, { pausedUntil });
  return pauseSet(calendarDay(schedule, pausedUntil));
};
