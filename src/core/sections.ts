import type { Layout } from './channel.ts';
import { papersIn } from './digest-heading.ts';
import { type Group, ON_OTHERS } from './groups.ts';
import type { News } from './match.ts';
import { SEPARATOR, type Span, type Text } from './message.ts';

/**
 * Fewer papers are seen at once, in any order. Ten of a compact list fit a laptop's screen just so,
 * and say in their own line what matched.
 */
const LEAST_PAPERS: Readonly<Record<Layout, number>> = { cards: 5, compact: 11, thread: 11 };
/** So many papers make a section, */
const LEAST_IN_SECTION = 2;
/** and so many sections are worth the lines that they take, */
const LEAST_SECTIONS = 2;
/** where they hold at least this share of the papers. */
const LEAST_SHARE = 1 / 2;

/** A paper at its place in a digest. */
export interface Placed {
  readonly news: News;
  /** What stands above it: "On grpo · 5". */
  readonly section?: Text;
}

/**
 * Puts the papers of a digest in the order of its cards: by section, the largest first, the single
 * ones in a last section together. Where sections would not help, as they came.
 * @param news of these groups, best first.
 */
export function arrange(news: readonly News[], groups: readonly Group[], layout: Layout): Placed[] {
  const large = groups.filter((it) => it.news.length >= LEAST_IN_SECTION);
  const isHelpful =
    news.length >= LEAST_PAPERS[layout] &&
    large.length >= LEAST_SECTIONS &&
    papersIn(large) >= news.length * LEAST_SHARE;
  if (!isHelpful) return news.map((it) => ({ news: it }));
  return [...large, ...joinSingle(groups.slice(large.length))].flatMap(place);
}

function joinSingle(groups: readonly Group[]): readonly Group[] {
  if (groups.length < 2) return groups;
  return [{ topic: ON_OTHERS, news: groups.flatMap((it) => it.news) }];
}

function place({ topic, news }: Group): Placed[] {
  const section = [...capitalised(topic), `${SEPARATOR}${news.length}`];
  return news.map((it, place) => (place === 0 ? { news: it, section } : { news: it }));
}

/** Topics begin with a plain word. */
function capitalised([first, ...rest]: Text): Span[] {
  return typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : [];
}
