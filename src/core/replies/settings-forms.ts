import type { Form, FormField } from '../form.ts';
import { LANGUAGES, languageOf } from '../language.ts';
import { sourceLabel } from '../paper.ts';
import { shortName } from '../reference.ts';
import { calendarDay, WEEKDAYS } from '../schedule.ts';
import { isoDay } from '../time.ts';
import { LAYOUTS, LINK_LOOKS, type SettingsView } from './settings.ts';

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Discord's select menus take 25. */
const OFFERED_SOURCES = 25;

/** When papers come. @param usual stands in where the channel gets papers at once. */
export function whenForm(
  { schedule, pausedUntil }: SettingsView,
  usual: SettingsView['schedule'],
): Form {
  const daily = schedule.kind === 'daily' ? schedule : usual.kind === 'daily' ? usual : null;
  const days = DAY_NAMES.map((label, place) => ({ label, value: WEEKDAYS[place] ?? '' }));
  return {
    title: 'When papers come',
    command: 'papers settings when',
    submit: 'Save',
    fields: [
      text('time', 'Time', schedule.kind === 'daily' ? schedule.time : 'now', {
        hint: 'For instance 09:00; or now, for papers as soon as they are listed.',
        required: true,
      }),
      {
        kind: 'choice',
        name: 'days',
        label: 'Days',
        options: days,
        chosen: daily?.days ?? WEEKDAYS.slice(0, 5),
        several: true,
      },
      text('zone', 'Time zone', daily?.timeZone ?? 'UTC', {
        hint: 'For instance Europe/Berlin or America/New_York.',
        required: true,
      }),
      text('pause', 'Pause until', pausedUntil ? isoDay(calendarDay(schedule, pausedUntil)) : '', {
        hint: 'A day such as 2026-12-24; empty for no pause.',
      }),
    ],
  };
}

/** How posts look. */
export function lookForm({ layout, links, dailyCap, notices, announces }: SettingsView): Form {
  return {
    title: 'How they look',
    command: 'papers settings look',
    submit: 'Save',
    fields: [
      oneOf('layout', 'Layout', LAYOUTS, layout),
      oneOf('links', 'Links', LINK_LOOKS, links),
      text('cap', 'Papers a day at most', `${dailyCap}`, {
        hint: 'A number from 1 to 200; /papers more lists the others.',
        required: true,
      }),
      oneOf('notices', 'Tell when a source falls silent', YES_NO, notices ? 'on' : 'off'),
      oneOf('announce', 'Tell of changes to subscriptions', YES_NO, announces ? 'on' : 'off'),
    ],
  };
}

/** Which papers come, of those that the channel follows. */
export function whichForm({ minUpvotes, sources }: SettingsView, known: readonly string[]): Form {
  const offered = offeredSources(sources, known);
  return {
    title: 'Which papers',
    command: 'papers settings which',
    submit: 'Save',
    fields: [
      text('upvotes', 'Upvotes at least', minUpvotes === null ? '' : `${minUpvotes}`, {
        hint: 'A paper with fewer waits until it has them; empty for no such limit.',
      }),
      {
        kind: 'choice',
        name: 'sources',
        label: 'Sources',
        hint: 'None chosen: all, also those to come.',
        options: offered.map((name) => ({ label: sourceLabel(name), value: sourceValue(name) })),
        chosen: offered.filter((name) => sources?.includes(name)).map(sourceValue),
        several: true,
      },
    ],
  };
}

/** In which language summaries come. */
export function languageForm(view: SettingsView): Form {
  return {
    title: 'Language of summaries',
    command: 'papers settings language',
    submit: 'Save',
    fields: [
      text('language', 'Language', LANGUAGES[languageOf(view)], {
        hint: languageHint(view),
        required: true,
      }),
    ],
  };
}

function languageHint({ translates }: SettingsView): string {
  const example = 'For instance German, Deutsch or de.';
  return translates ? example : `${example} English until a language model is set up.`;
}

/** The sources that the form offers: those that are chosen first. */
function offeredSources(chosen: readonly string[] | null, known: readonly string[]): string[] {
  const first = known.filter((name) => chosen?.includes(name));
  const others = known.filter((name) => !first.includes(name));
  return [...first, ...others].slice(0, OFFERED_SOURCES);
}

/** An option's value: the name, or a short one in its place. Discord takes 100 characters. */
function sourceValue(name: string): string {
  return name.length <= LONGEST_VALUE ? name : shortName(name);
}

const LONGEST_VALUE = 90;

/**
 * The sources after the form was sent: what was chosen of those offered, and what was chosen before
 * and not offered; null when that is no choice.
 */
export function chosenSources(
  values: readonly string[],
  before: readonly string[] | null,
  known: readonly string[],
): readonly string[] | null {
  const offered = offeredSources(before, known);
  const chosen = offered.filter((name) => values.includes(sourceValue(name)));
  const kept = (before ?? []).filter((name) => !offered.includes(name));
  const sources = [...chosen, ...kept];
  return sources.length === 0 || sources.length === known.length ? null : sources;
}

const YES_NO = { on: 'Yes', off: 'No' } as const;

function oneOf<K extends string>(
  name: string,
  label: string,
  options: Readonly<Record<K, string>>,
  chosen: K,
): FormField {
  const entries = Object.entries<string>(options);
  return {
    kind: 'choice',
    name,
    label,
    options: entries.map(([value, shown]) => ({ label: shown, value })),
    chosen: [chosen],
    several: false,
  };
}

function text(
  name: string,
  label: string,
  value: string,
  { hint, required = false }: { readonly hint: string; readonly required?: boolean },
): FormField {
  return { kind: 'text', name, label, hint, value, long: false, required, maxLength: 100 };
}
