import type { Call, Command } from './command.ts';
import { email } from './email.ts';
import { exportChannel } from './export.ts';
import { help } from './help.ts';
import { importChannel } from './import.ts';
import { limit } from './limit.ts';
import { more } from './more.ts';
import { mute, muted, unmute } from './mute.ts';
import { notices } from './notices.ts';
import { paper } from './paper.ts';
import { pause } from './pause.ts';
import { preview, search } from './preview.ts';
import { resume } from './resume.ts';
import { save, saved, unsave } from './saved.ts';
import { schedule } from './schedule.ts';
import { settings } from './settings.ts';
import { source, sources } from './source.ts';
import { subscribe } from './subscribe.ts';
import { subscriptions } from './subscriptions.ts';
import { today } from './today.ts';
import { trending } from './trending.ts';
import { unsubscribe } from './unsubscribe.ts';
import { why } from './why.ts';

/** What stands behind `/papers`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  subscribe,
  unsubscribe,
  subscriptions,
  today,
  more,
  trending,
  search,
  preview,
  why,
  paper,
  save,
  unsave,
  saved,
  mute,
  unmute,
  muted,
  settings,
  schedule,
  limit,
  notices,
  pause,
  resume,
  email,
  export: exportChannel,
  import: importChannel,
  source,
  sources,
  help,
};

/** Commands that also stand alone: `/subscribe` is `/papers subscribe`. */
export const TOP_LEVEL: readonly string[] = [
  'subscribe',
  'unsubscribe',
  'subscriptions',
  'email',
  'help',
];

/** What `/papers settings` sets by words. */
export const SETTINGS: ReadonlySet<string> = new Set([
  'layout',
  'links',
  'upvotes',
  'announce',
  'language',
]);

const ALWAYS: ReadonlySet<string> = new Set([
  'subscribe',
  'unsubscribe',
  'mute',
  'unmute',
  'resume',
]);
/** Alone they only show how things are. */
const WITH_WORDS: ReadonlySet<string> = new Set([
  'settings',
  'schedule',
  'limit',
  'notices',
  'pause',
]);

/** True of a call that changes what a channel gets, and so is for those who may manage it. */
export function isManaging(name: string, { args, fields }: Pick<Call, 'args' | 'fields'>): boolean {
  return ALWAYS.has(name) || (WITH_WORDS.has(name) && (args !== '' || fields !== undefined));
}
