import { count, formatDay, joinSpans } from './card.ts';
import type { Message, Span, Text } from './message.ts';
import { sourceLabel } from './paper.ts';
import type { Silence, SilentSource } from './silence.ts';
import { DAY_MS } from './time.ts';

/** More sources of a site, or more sites, are only counted. */
const NAMED = 4;

/** "arXiv" of all its categories, the host of all its feeds: what fails together is told together. */
export function siteOf(source: string): string {
  return sourceLabel(source).split(/[ /]/, 1)[0] ?? source;
}

/** What a channel is told when sources that it depends on fall silent. */
export function fellSilent(sources: readonly SilentSource[]): Message {
  const groups = [
    ...Map.groupBy(sources, (it) => `${siteOf(it.name)} ${it.silence.kind}`).values(),
  ];
  const others = groups.slice(NAMED).flat();
  return {
    heading: ['Nothing new comes from ', ...named(sources.map((it) => it.name))],
    lines: [
      ...groups.slice(0, NAMED).map(groupText),
      ...(others.length > 0
        ? [[`The same goes for ${count(others.length, 'other source')}.`]]
        : []),
      ['Papers from there may be missing; what is listed meanwhile comes later.'],
      [{ code: '/papers notices off' }, ' ends such notices in this channel.'],
    ],
    cards: [],
  };
}

/**
 * What a channel is told when they are back.
 * @param papers how many they have listed since it was told.
 */
export function backAgain(sources: readonly string[], papers: number): Message {
  const verb = sources.length === 1 ? ' is back' : ' are back';
  const brought = papers > 0 ? `, with ${count(papers, 'new paper')}` : '';
  return { heading: [...named(sources), `${verb}${brought}.`], lines: [], cards: [] };
}

/** "arXiv cs.LG has listed nothing since 19 Nov 2026, longer than its usual pause of 3 days." */
export function silenceText(source: string, silence: Silence): Text {
  return groupText([{ name: source, silence }]);
}

/** Sources of one site that are silent in the same way. */
function groupText(group: readonly SilentSource[]): Text {
  const since = formatDay(new Date(Math.min(...group.map((it) => it.silence.since.getTime()))));
  const names = named(group.map((it) => it.name));
  if (group.some((it) => it.silence.kind === 'failing'))
    return ['Reading ', ...names, ` has failed since ${since}.`];
  const [verb, their] = group.length === 1 ? ['has', 'its'] : ['have', 'their'];
  return [...names, ` ${verb} listed nothing since ${since}${longerThan(group, their)}.`];
}

function longerThan(group: readonly SilentSource[], their: string): string {
  const usual = group.map(({ silence }) => (silence.kind === 'stale' ? silence.usualMs : null));
  if (usual.includes(null)) return '';
  const days = Math.max(1, Math.round(Math.max(...usual.map(Number)) / DAY_MS));
  return `, longer than ${their} usual pause of ${count(days, 'day')}`;
}

/** "arXiv cs.LG, cs.AI and cs.CL": a site's name stands once before its sources. */
function named(sources: readonly string[]): Span[] {
  const bySite = [...Map.groupBy(sources, siteOf)].flatMap(([site, ofSite]) =>
    ofSite.map((source, place) => shortLabel(source, place === 0 ? '' : `${site} `)),
  );
  const others = bySite.length - NAMED;
  const parts: Span[][] = bySite.slice(0, NAMED).map((label) => [{ bold: label }]);
  return joinSpans(others > 0 ? [...parts, [count(others, 'other')]] : parts);
}

function shortLabel(source: string, site: string): string {
  const label = sourceLabel(source);
  return label.startsWith(site) ? label.slice(site.length) : label;
}
