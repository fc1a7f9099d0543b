import type { ChannelAddress } from '../../core/channel.ts';
import type { Reply } from '../../core/command.ts';
import type { DailySchedule, Schedule } from '../../core/schedule.ts';
import type { Storage } from '../../core/stores.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Matcher } from '../match.ts';

export interface CommandDeps {
  readonly storage: Storage;
  readonly matcher: Matcher;
  /** The schedule of a channel that is new on a platform. */
  readonly defaultSchedule: (platform: string) => Schedule;
  /** What a daily schedule is when only an hour or a day is named. */
  readonly dailySchedule: DailySchedule;
  /** Most cards a day of a channel that sets no number. */
  readonly dailyCap: number;
  readonly sourceNames: readonly string[];
  /** Called when something may have become due. */
  readonly wake: () => void;
  readonly now: Clock;
  readonly log: Log;
}

/** A command's call: what stands behind its name, and where. */
export interface Call {
  readonly args: string;
  readonly channel: ChannelAddress;
  readonly userId: string;
}

export type Command = (call: Call, deps: CommandDeps) => Promise<Reply>;
