import type { Reply } from '../command.ts';
import type { Text } from '../message.ts';
import { reply } from './reply.ts';

/** `/papers notices` alone: whether this channel is told of sources that fall silent. */
export function noticesShown(wanted: boolean): Reply {
  const heading = wanted
    ? 'This channel is told when a source that it depends on falls silent, and when it is back.'
    : 'This channel is not told when a source falls silent.';
  return reply('noticesShown', 'info', [heading], [changeText(!wanted)]);
}

/** Whether this channel is told from now on. */
export function noticesSet(wanted: boolean): Reply {
  const heading = wanted
    ? 'This channel is now told when a source that it depends on falls silent, and when it is back.'
    : 'This channel is no longer told when a source falls silent.';
  return reply('noticesSet', 'good', [heading]);
}

/** What stands behind `/papers notices` is neither on nor off. */
export function badNotices(typed: string): Reply {
  const heading: Text = [{ code: typed }, ' is neither on nor off. Nothing was changed.'];
  return reply('badNotices', 'bad', heading, [
    ['Write ', { code: '/papers notices on' }, ' or ', { code: '/papers notices off' }, '.'],
  ]);
}

/** How to have it the other way. */
export function changeText(wanted: boolean): Text {
  return [{ code: `/papers notices ${wanted ? 'on' : 'off'}` }, ' changes that.'];
}
