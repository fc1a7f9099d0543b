import PQueue from 'p-queue';
import type { Reply } from '../../core/command.ts';
import type { Problem } from '../../core/exchange/contents.ts';
import { badImport, feedsImported } from '../../core/replies/exchange.ts';
import { type FeedOutcome, fullText } from '../../core/replies/sources.ts';
import { displayAddress } from '../../lib/address.ts';
import { type OpmlFeed, readOpml } from '../../lib/opml.ts';
import { memberOf } from './channel.ts';
import type { Call, CommandDeps } from './command.ts';
import { feedObjection } from './source.ts';

/** Most feeds that one import adds. */
const MOST_AT_ONCE = 50;
/** How many are read side by side. */
const SIDE_BY_SIDE = 8;
/** Long before Discord forgets who asked (15 minutes), in milliseconds. */
const PATIENCE_MS = 120_000;

/** Adds the feeds of an OPML file, each as `/papers source add` would. */
export async function importFeeds(text: string, call: Call, deps: CommandDeps): Promise<Reply> {
  const objection = await feedObjection(call, deps);
  if (objection) return objection;
  const feeds = readOpml(text);
  if (feeds.length === 0) return badImport('The OPML file names no feed.');
  const unread = await deps.feeds.unreadOf(feeds);
  const tried = unread.slice(0, MOST_AT_ONCE);
  const outcomes = await addAll(tried, call, deps);
  deps.wake();
  const known = outcomes.filter((it) => it.kind === 'known').length;
  return feedsImported({
    added: outcomes.flatMap((it) => (it.kind === 'added' ? [it.title || it.address] : [])),
    known: known + feeds.length - unread.length,
    beyond: unread.length - tried.length,
    problems: outcomes.flatMap((it, place) => problemOf(it, tried[place])),
  });
}

async function addAll(
  feeds: readonly OpmlFeed[],
  call: Call,
  deps: CommandDeps,
): Promise<FeedOutcome[]> {
  const pool = new PQueue({ concurrency: SIDE_BY_SIDE });
  const patience = AbortSignal.timeout(PATIENCE_MS);
  return pool.addAll(
    feeds.map(
      ({ url }) =>
        () =>
          deps.feeds.add(url, memberOf(call), patience),
    ),
  );
}

function problemOf(outcome: FeedOutcome, feed: OpmlFeed | undefined): Problem[] {
  if (!feed || outcome.kind === 'added' || outcome.kind === 'known') return [];
  const reason = outcome.kind === 'full' ? fullText(outcome.most) : outcome.reason;
  const line = { text: displayAddress(feed.url), line: feed.line };
  return [{ ...line, reason: `can't be added: ${reason.replace(/\.$/, '')}` }];
}
