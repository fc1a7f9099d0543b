import type { ChannelSettings, Mute } from './channel.ts';
import type { AnalysedPaper } from './matching/analysed-paper.ts';
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
export type Judge = (analysed: AnalysedPaper, paper: Paper) => Objection | null;

/** True when a channel takes everything that its subscriptions bring. */
export function takesAll({ minUpvotes, sources, mutes }: Taste): boolean {
  return minUpvotes === null && sources === null && mutes.length === 0;
}

/** Prepares a channel's taste, so that muted words are analysed once. */
export function createJudge({ minUpvotes, sources, mutes }: Taste): Judge {
  const muted = mutes.map((mute) => ({ mute, applies: muteTest(mute) }));
  return (analysed, paper) => {
    const found = muted.find((it) => it.applies(analysed, paper));
    if (found) return { kind: 'muted', mute: found.mute };
    if (sources && !paper.sources.some((source) => sources.includes(source)))
      return { kind: 'source' };
    if (minUpvotes !== null && (paper.upvotes ?? -1) < minUpvotes)
      return { kind: 'upvotes', least: minUpvotes, has: paper.upvotes };
    return null;
  };
}

function muteTest({ kind, what }: Mute): (analysed: AnalysedPaper, paper: Paper) => boolean {
  if (kind === 'paper') return (_, paper) => paper.id === what;
  const matches = compileQuery(parseStored(what));
  return (analysed) => matches(analysed) !== null;
}
