import { stringify } from 'yaml';
import type { Channel, Mute } from '../channel.ts';
import { languageOf } from '../language.ts';
import type { Schedule } from '../schedule.ts';
import { EXCHANGE_VERSION } from './contents.ts';

const COMMENT = `# What a channel follows in Paper Route, and how. To take it over in another
# channel, type /papers import there with this file, or with its text.
`;

/** A channel's subscriptions, settings and mutes as YAML, without ids of people or places. */
export function writeExchange(
  channel: Omit<Channel, 'id' | 'address'>,
  queries: readonly string[],
): string {
  const contents = {
    version: EXCHANGE_VERSION,
    subscriptions: queries,
    settings: {
      ...scheduleWords(channel.schedule),
      layout: channel.layout,
      'daily-cap': channel.dailyCap ?? 'usual',
      'minimum-upvotes': channel.minUpvotes ?? 'none',
      sources: channel.sources ?? 'all',
      links: channel.links,
      notices: channel.notices ? 'on' : 'off',
      announcements: channel.announces ? 'on' : 'off',
      language: languageOf(channel),
    },
    ...(channel.mutes.length > 0 && { mutes: channel.mutes.map(muteWords) }),
  };
  return COMMENT + stringify(contents, { lineWidth: 0, aliasDuplicateObjects: false });
}

function scheduleWords(schedule: Schedule): Record<string, string> {
  if (schedule.kind === 'at-once') return { schedule: 'at once' };
  const { time, days, timeZone } = schedule;
  return { schedule: time, days: days.join(','), 'time-zone': timeZone };
}

function muteWords({ kind, what }: Mute): string | { paper: string } {
  return kind === 'query' ? what : { paper: what };
}
