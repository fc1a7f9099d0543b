import { setImmediate } from 'node:timers/promises';
import type { Mute } from '../../core/channel.ts';
import { type AnalysedPaper, analysePaper } from '../../core/matching/analysed-paper.ts';
import { compileQuery } from '../../core/matching/evaluate.ts';
import { searchFor } from '../../core/matching/search.ts';
import type { Paper } from '../../core/paper.ts';
import { parseStored } from '../../core/query/parser.ts';
import { isSince, lookBack, oldestNews, type Subscription } from '../../core/subscription.ts';
import { createMuteFinder } from '../../core/taste.ts';
import type { CommandDeps } from './command.ts';

interface Held {
  readonly paper: Paper;
  readonly analysed: AnalysedPaper;
}

/**
 * Finds again, for a channel's subscriptions, the papers that a mute has held back since it was
 * made, as far as they are news still. Gives how many come now. Between two subscriptions, others
 * get their turn.
 */
export async function rematch(channelId: number, mute: Mute, deps: CommandDeps): Promise<number> {
  const held = await heldBack(mute, deps);
  for (const subscription of await deps.storage.subscriptions.listOf(channelId)) {
    await rematchOne(subscription, held, deps);
    await setImmediate();
  }
  const ids = new Set(held.map((it) => it.paper.id));
  const news = await deps.storage.matches.newsOf(channelId);
  return news.filter((it) => ids.has(it.paper.id)).length;
}

async function heldBack(mute: Mute, deps: CommandDeps): Promise<Held[]> {
  const { expand } = deps.matcher.abbreviations;
  const findMute = createMuteFinder([mute], expand);
  return (await candidates(mute, deps))
    .filter((paper) => findMute(paper) !== undefined)
    .map((paper) => ({ paper, analysed: analysePaper(paper, expand) }));
}

async function candidates({ kind, what, mutedAt }: Mute, deps: CommandDeps): Promise<Paper[]> {
  const { papers } = deps.storage;
  if (kind === 'paper') return [(await papers.find(what)) ?? []].flat();
  const oldest = Math.max(lookBack(mutedAt).getTime(), oldestNews(deps.now()).getTime());
  const search = searchFor(parseStored(what), deps.matcher.abbreviations.othersOf);
  return papers.listedSince(new Date(oldest), search);
}

async function rematchOne(
  subscription: Subscription,
  held: readonly Held[],
  deps: CommandDeps,
): Promise<void> {
  const { id: subscriptionId, channelId } = subscription;
  const matches = compileQuery(parseStored(subscription.query));
  const found = held.flatMap(({ paper, analysed }) => {
    const evidence = isSince(paper, subscription) ? matches(analysed) : null;
    return evidence ? [{ channelId, subscriptionId, paperId: paper.id, evidence }] : [];
  });
  await deps.storage.matches.add(found, deps.now());
}
