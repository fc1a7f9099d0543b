import {
  type ChannelSettings,
  isDailyCap,
  isMinUpvotes,
  type Layout,
  type LinkLook,
  pauseOf,
  UNSET,
} from '../../core/channel.ts';
import type { Reply } from '../../core/command.ts';
import type { Form } from '../../core/form.ts';
import { readLanguage, settingOf } from '../../core/language.ts';
import { asksFor } from '../../core/matching/asked-sources.ts';
import {
  badLanguage,
  badSetting,
  LAYOUTS,
  LINK_LOOKS,
  PAUSE_EXPECTED,
  type SettingsView,
  settingsSaved,
  settings as settingsShown,
  unknownSetting,
} from '../../core/replies/settings.ts';
import {
  chosenSources,
  languageForm,
  lookForm,
  whenForm,
  whichForm,
} from '../../core/replies/settings-forms.ts';
import {
  isTimeZone,
  readDays,
  readDayToCome,
  readTime,
  type Schedule,
} from '../../core/schedule.ts';
import { ensureChannel, usualSchedule } from './channel.ts';
import type { Call, Command, CommandDeps } from './command.ts';

/** What a setting becomes, or why it can't. */
type Read = Partial<ChannelSettings> | Reply;

const UPVOTES_EXPECTED = 'a number of upvotes from 1 to 10,000';
const CAP_EXPECTED = 'a number from 1 to 200';

/** `/papers settings`, `/papers settings layout compact`, or a form of settings that was sent. */
export const settings: Command = async (call, deps) => {
  const [name = '', ...rest] = call.args.split(/\s+/);
  if (call.fields) return saveForm(name, call.fields, call, deps);
  if (name === '') return settingsShown(await viewOf(call, deps));
  const read = readSetting(name.toLowerCase(), rest.join(' '), deps);
  return read ? change(read, call, deps) : unknownSetting(name);
};

/** The form that a button of `/papers settings` opens; undefined for one that there is not. */
export async function settingsForm(call: Call, deps: CommandDeps): Promise<Form | undefined> {
  const view = await viewOf(call, deps);
  switch (call.args) {
    case 'when':
      return whenForm(view, await usualSchedule(call, deps));
    case 'look':
      return lookForm(view);
    case 'which':
      return whichForm(view, deps.sourceNames);
    case 'language':
      return languageForm(view);
    default:
      return undefined;
  }
}

async function viewOf(call: Call, deps: CommandDeps): Promise<SettingsView> {
  const known = await deps.storage.channels.find(call.channel);
  const channel = known ?? { ...UNSET, schedule: await usualSchedule(call, deps) };
  const pausedUntil = pauseOf(channel, deps.now());
  const dailyCap = channel.dailyCap ?? deps.dailyCap;
  return { ...channel, pausedUntil, dailyCap, translates: deps.translates };
}

async function change(read: Read, call: Call, deps: CommandDeps): Promise<Reply> {
  if ('tone' in read) return read;
  const { id } = await ensureChannel(call, deps);
  await deps.storage.channels.change(id, read);
  deps.wake();
  return settingsSaved(await viewOf(call, deps));
}

/** Undefined for a setting that there is not. */
function readSetting(name: string, typed: string, deps: CommandDeps): Read | undefined {
  switch (name) {
    case 'layout':
      return readLayout(typed);
    case 'links':
      return readLinks(typed);
    case 'upvotes':
      return readUpvotes(typed);
    case 'sources':
      return readSources(typed, deps.sourceNames);
    case 'announce':
      return readSwitch('announces', 'announce', typed);
    case 'language':
      return readChosenLanguage(typed);
    default:
      return undefined;
  }
}

function readLayout(typed: string): Read {
  if (Object.hasOwn(LAYOUTS, typed)) return { layout: typed as Layout };
  return badSetting(typed, `a layout: ${Object.keys(LAYOUTS).join(', ')}`, 'layout');
}

function readLinks(typed: string): Read {
  if (Object.hasOwn(LINK_LOOKS, typed)) return { links: typed as LinkLook };
  return badSetting(typed, `a look of links: ${Object.keys(LINK_LOOKS).join(', ')}`, 'links');
}

function readUpvotes(typed: string): Read {
  if (/^(0|none|off|)$/i.test(typed.trim())) return { minUpvotes: null };
  const least = Number(typed);
  if (isMinUpvotes(least)) return { minUpvotes: least };
  return badSetting(typed, UPVOTES_EXPECTED, 'upvotes');
}

/** Names as `source:` of a query takes them, with commas; "all" for no choice. */
function readSources(typed: string, known: readonly string[]): Read {
  if (/^(all|)$/i.test(typed.trim())) return { sources: null };
  const asked = typed.split(',').map((it) => it.trim().toLowerCase());
  const found = known.filter((source) => asked.some((it) => isSource(source, it)));
  const unknown = asked.find((it) => !known.some((source) => isSource(source, it)));
  if (unknown !== undefined)
    return badSetting(
      unknown,
      'a source; /papers sources lists them, and all stands for all',
      'sources',
    );
  return { sources: found };
}

function isSource(source: string, asked: string): boolean {
  return source === asked || asksFor(source)({ kind: 'fact', field: 'source', text: asked });
}

function readChosenLanguage(typed: string): Read {
  const language = readLanguage(typed);
  return language ? { language: settingOf(language) } : badLanguage(typed);
}

function readSwitch(setting: 'announces' | 'notices', field: string, typed: string): Read {
  if (!/^(on|off)$/i.test(typed)) return badSetting(typed, 'on or off', field);
  return { [setting]: typed.toLowerCase() === 'on' };
}

type Fields = NonNullable<Call['fields']>;

async function saveForm(
  name: string,
  fields: Fields,
  call: Call,
  deps: CommandDeps,
): Promise<Reply> {
  if (name === 'when') return saveWhen(fields, call, deps);
  const value = (field: string) => fields[field]?.[0]?.trim() ?? '';
  if (name === 'language') return change(readChosenLanguage(value('language')), call, deps);
  const before = await viewOf(call, deps);
  const reads =
    name === 'look'
      ? [
          readLayout(value('layout')),
          readLinks(value('links')),
          readCap(value('cap')),
          readSwitch('notices', 'notices', value('notices')),
          readSwitch('announces', 'announce', value('announce')),
        ]
      : [
          readUpvotes(value('upvotes')),
          { sources: chosenSources(fields.sources ?? [], before.sources, deps.sourceNames) },
        ];
  return change(mergeReads(reads), call, deps);
}

function readCap(typed: string): Read {
  const dailyCap = Number(typed);
  return isDailyCap(dailyCap) ? { dailyCap } : badSetting(typed, CAP_EXPECTED, 'cap');
}

/** The first that is refused, else all together. */
function mergeReads(reads: readonly Read[]): Read {
  const refused = reads.find((it) => 'tone' in it);
  return refused ?? Object.assign({}, ...reads);
}

async function saveWhen(fields: Fields, call: Call, deps: CommandDeps): Promise<Reply> {
  const schedule = readWhen(fields);
  if ('tone' in schedule) return schedule;
  const pause = fields.pause?.[0]?.trim() ?? '';
  const pausedUntil = pause === '' ? null : readDayToCome(pause, schedule, deps.now());
  if (pausedUntil === undefined) return badSetting(pause, PAUSE_EXPECTED, 'pause');
  const { id } = await ensureChannel(call, deps);
  await deps.storage.channels.setSchedule(id, schedule, deps.now());
  return change({ pausedUntil }, call, deps);
}

function readWhen(fields: Fields): Schedule | Reply {
  const typed = fields.time?.[0]?.trim() ?? '';
  if (/^(now|at once)$/i.test(typed)) return { kind: 'at-once' };
  const time = readTime(typed);
  if (!time) return badSetting(typed, 'a time of the day such as 09:00, or now', 'time');
  const days = readDays((fields.days ?? []).join(','));
  if (!days) return badSetting('', 'a choice of days: at least one is needed', 'days');
  const timeZone = fields.zone?.[0]?.trim() ?? '';
  if (!isTimeZone(timeZone))
    return badSetting(timeZone, 'a time zone such as Europe/Berlin', 'zone');
  return { kind: 'daily', time, days, timeZone };
}
