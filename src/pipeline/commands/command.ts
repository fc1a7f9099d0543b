import type { CommandRequest, Reply } from '../../core/command.ts';
import type { DeliveryId } from '../../core/delivery.ts';
import type { DailySchedule, Schedule } from '../../core/schedule.ts';
import type { Storage } from '../../core/stores.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { FeedDesk } from '../feeds.ts';
import type { Matcher } from '../match.ts';
import type { Readers } from '../readers.ts';
import type { Summaries } from '../summaries.ts';

export interface CommandDeps {
  readonly storage: Storage;
  readonly matcher: Matcher;
  readonly summaries: Summaries;
  /** The schedule of a channel that is new on a platform. */
  readonly defaultSchedule: (platform: string) => Schedule;
  /** What a daily schedule is when only an hour or a day is named. */
  readonly dailySchedule: DailySchedule;
  /** Most cards a day of a channel that sets no number. */
  readonly dailyCap: number;
  /** True where a language model writes summaries in the language of a channel. */
  readonly translates: boolean;
  /** As they are at present: feeds come and go. */
  readonly sourceNames: readonly string[];
  readonly feeds: FeedDesk;
  /** Null where no mail server is set up. */
  readonly readers: Pick<Readers, 'request'> | null;
  /** Aborted when the program is about to stop: what takes long ends early. */
  readonly stopping: AbortSignal;
  readonly newId: () => DeliveryId;
  /** Called when something may have become due. */
  readonly wake: () => void;
  readonly now: Clock;
  readonly log: Log;
}

/** A command's call: what stands behind its name, where, and by whom. */
export interface Call extends Omit<CommandRequest, 'text'> {
  readonly args: string;
}

export type Command = (call: Call, deps: CommandDeps) => Promise<Reply>;
