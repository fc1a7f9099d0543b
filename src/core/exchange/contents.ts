import type { ChannelSettings } from '../channel.ts';
import type { DailySchedule } from '../schedule.ts';

/** What a file says that a channel follows, and how: nothing in it belongs to one platform. */
export interface Contents {
  /** Queries as written. */
  readonly subscriptions: readonly Entry[];
  readonly settings: ExchangedSettings;
  readonly mutes: readonly MuteEntry[];
  /** What of it could not be used. */
  readonly problems: readonly Problem[];
}

/** Only what the file names; the rest of a channel stays as it is. */
export interface ExchangedSettings extends Partial<Omit<ChannelSettings, 'mutes' | 'pausedUntil'>> {
  readonly schedule?: 'at once' | Partial<Omit<DailySchedule, 'kind'>>;
}

/** A text, and the line where it stands; null where there are no lines to count. */
export interface Entry {
  readonly text: string;
  readonly line: number | null;
}

export interface MuteEntry extends Entry {
  readonly kind: 'query' | 'paper';
}

/** Something that can't be used; the reason goes on after the text: "is no setting". */
export interface Problem extends Entry {
  readonly reason: string;
}

/** A file that can't be used as a whole; one sentence says why. */
export class ExchangeError extends Error {}

/** Goes up when a program of before would misread what is written. */
export const EXCHANGE_VERSION = 1;
