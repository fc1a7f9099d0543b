import { isDailyCap, isMinUpvotes, type Layout, type LinkLook } from '../channel.ts';
import { readLanguage, settingOf } from '../language.ts';
import { LAYOUTS, LINK_LOOKS } from '../replies/settings.ts';
import { isTimeZone, readDays, readTime } from '../schedule.ts';
import type { ExchangedSettings } from './contents.ts';

/** What a setting becomes; undefined for a value that it can't have. */
type Reader = (words: readonly string[]) => ExchangedSettings | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  schedule: ([word = '']) => {
    if (/^(now|at once)$/i.test(word)) return { schedule: 'at once' };
    const time = readTime(word);
    return time ? { schedule: { time } } : undefined;
  },
  days: (words) => {
    const days = readDays(words.join(',').replaceAll(' ', ''));
    return days && { schedule: { days } };
  },
  'time-zone': ([timeZone = '']) => (isTimeZone(timeZone) ? { schedule: { timeZone } } : undefined),
  layout: ([word = '']) => (Object.hasOwn(LAYOUTS, word) ? { layout: word as Layout } : undefined),
  links: ([word = '']) =>
    Object.hasOwn(LINK_LOOKS, word) ? { links: word as LinkLook } : undefined,
  'daily-cap': ([word = '']) => {
    if (word === 'usual') return { dailyCap: null };
    return isDailyCap(toNumber(word)) ? { dailyCap: toNumber(word) } : undefined;
  },
  'minimum-upvotes': ([word = '']) => {
    if (word === 'none' || word === '0') return { minUpvotes: null };
    return isMinUpvotes(toNumber(word)) ? { minUpvotes: toNumber(word) } : undefined;
  },
  sources: (words) => {
    if (words.length === 0) return undefined;
    return { sources: words.length === 1 && words[0] === 'all' ? null : words };
  },
  notices: ([word = '']) => toSwitch(word, (notices) => ({ notices })),
  announcements: ([word = '']) => toSwitch(word, (announces) => ({ announces })),
  language: ([word = '']) => {
    const language = readLanguage(word);
    return language && { language: settingOf(language) };
  },
};

/** The names of settings, as a file writes them. */
export const SETTING_NAMES: readonly string[] = Object.keys(READERS);

/**
 * A setting of a file; undefined for a value that it can't have.
 * @param name one of SETTING_NAMES.
 */
export function readSetting(name: string, words: readonly string[]): ExchangedSettings | undefined {
  return READERS[name]?.(words);
}

/** Settings together; of the schedule, each part stays. */
export function mergeSettings(some: ExchangedSettings, more: ExchangedSettings): ExchangedSettings {
  const [one, other] = [some.schedule, more.schedule];
  const both = typeof one === 'object' && typeof other === 'object';
  const atOnce = one === 'at once' || other === 'at once';
  if (both) return { ...some, ...more, schedule: { ...one, ...other } };
  return { ...some, ...more, ...(atOnce && { schedule: 'at once' }) };
}

function toNumber(word: string): number {
  return /^\d+$/.test(word) ? Number(word) : Number.NaN;
}

function toSwitch(
  word: string,
  setting: (on: boolean) => ExchangedSettings,
): ExchangedSettings | undefined {
  if (/^(on|true|yes)$/i.test(word)) return setting(true);
  return /^(off|false|no)$/i.test(word) ? setting(false) : undefined;
}
