import { count } from './card.ts';
import { type Group, ON_OTHERS } from './groups.ts';
import { plainText, type Text } from './message.ts';

/** So much is read at a glance, and is the name of a Discord thread: in UTF-16 units. */
const GLANCE = 100;
/** So many groups are named, and a fourth where it is the last. */
const NAMED = 3;

/**
 * What is in a digest: "3 new papers on grpo", "9 papers: 5 on grpo, 3 on reward model, 1 by Ada
 * Byron", "20 papers: 8 on agent, 5 on rag, 7 on other subscriptions".
 * @param groups the largest first; their papers are all papers of the digest.
 */
export function digestHeading(groups: readonly Group[]): Text {
  const [first] = groups;
  if (first && groups.length === 1)
    return [`${count(first.news.length, 'new paper')} `, ...first.topic];
  const most = groups.length === NAMED + 1 ? groups.length : NAMED;
  const headings = Array.from({ length: most }, (_, less) => breakdown(groups, most - less));
  return headings.find((it) => plainText(it).length <= GLANCE) ?? headings.at(-1) ?? [];
}

/** How many papers some groups hold. */
export function papersIn(groups: readonly Group[]): number {
  return groups.reduce((sum, { news }) => sum + news.length, 0);
}

function breakdown(groups: readonly Group[], most: number): Text {
  const named = groups.slice(0, most);
  const parts: Text[] = named.map(({ topic, news }) => [`${news.length} `, ...topic]);
  const others = groups.slice(most);
  if (others.length > 0) parts.push([`${papersIn(others)} `, ...othersTopic(others)]);
  return [
    `${count(papersIn(groups), 'paper')}: `,
    ...parts.flatMap((part, place) => (place === 0 ? part : [', ', ...part])),
  ];
}

function othersTopic(groups: readonly Group[]): Text {
  return groups.length === 1 ? ['on another subscription'] : ON_OTHERS;
}
