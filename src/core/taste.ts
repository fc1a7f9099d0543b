import type { ChannelSettings, Mute } from './channel.ts';
import { type AnalysedPaper, analysePaper, type Expand } from './matching/analysed-paper.ts';
import { compileQuery } from './matching/evaluate.ts';
import type { Paper } from './paper.ts';
import { parseStored } from './query/parser.ts';

/** What a channel does not want of that which its subscriptions bring. */
export type Taste = Pick<ChannelSettings, 'minUpvotes' | 'sources' | 'mutes'>;

/** Why a channel does not get a paper that it follows. What is muted never comes; the others may. */
export type Objection =
  | { readonly kind: 'muted'; readonly mute: Mute }
  | { readonly kind: 'upvotes'; readonly least: number; readonly has: number | null }
  | { readonly kind: 'source' };

/** Finds the first objection to a paper; null for one that is welcome. */
export type Judge = (paper: Paper) => Objection | null;

/** True when a channel takes everything that its subscriptions bring. */
export function takesAll({ minUpvotes, sources, mutes }: Taste): boolean {
  return minUpvotes === null && sources === null && mutes.length === 0;
}

/**
 * Prepares a channel's taste, so that muted words are analysed once.
 * @param expand what is known of abbreviations, for muted words.
 */
export function createJudge({ minUpvotes, sources, mutes }: Taste, expand: Expand): Judge {
  const findMute = createMuteFinder(mutes, expand);
  return (paper) => {
    const mute = findMute(paper);
    if (mute) return { kind: 'muted', mute };
    if (sources && !paper.sources.some((source) => sources.includes(source)))
      return { kind: 'source' };
    if (minUpvotes !== null && (paper.upvotes ?? -1) < minUpvotes)
      return { kind: 'upvotes', least: minUpvotes, has: paper.upvotes };
    return null;
  };
}

/** Prepares the search for the first of some mutes that holds a paper back; undefined for none. */
export function createMuteFinder(
  mutes: readonly Mute[],
  expand: Expand,
): (paper: Paper) => Mute | undefined {
  const tests = mutes.map((mute) => ({ mute, holds: muteTest(mute) }));
  return (paper) => {
    let analysed: AnalysedPaper | undefined;
    const read = () => {
      analysed ??= analysePaper(paper, expand);
      return analysed;
    };
    return tests.find(({ holds }) => holds(paper, read))?.mute;
  };
}

/** A paper is only analysed where words are muted. */
function muteTest({ kind, what }: Mute): (paper: Paper, read: () => AnalysedPaper) => boolean {
  if (kind === 'paper') return (paper) => paper.id === what;
  const matches = compileQuery(parseStored(what));
  return (_, read) => matches(read()) !== null;
}
