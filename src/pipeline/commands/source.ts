import type { Reply } from '../../core/command.ts';
import type { Feed } from '../../core/feed.ts';
import { notAllowed } from '../../core/replies/permission.ts';
import { noSuchPage } from '../../core/replies/reply.ts';
import {
  feedAnswer,
  feedConfigured,
  feedOfOthers,
  feedRemoved,
  feedsInChannels,
  feedsOff,
  noSuchFeed,
  SOURCES_PAGE,
  type SourceView,
  sourcesShown,
  whichSource,
} from '../../core/replies/sources.ts';
import { displayAddress, requestedAddress } from '../../lib/address.ts';
import { feedReference, typedAddress } from '../feed-key.ts';
import { adderIn } from '../feeds.ts';
import type { ListedSource } from '../source-list.ts';
import { memberOf } from './channel.ts';
import type { Call, Command, CommandDeps } from './command.ts';
import { readPage } from './papers.ts';

/** `/papers source add <address>` and `/papers source remove <address>`. */
export const source: Command = async (call, deps) => {
  const [, verb = '', typed = ''] = /^(\S*)\s*([\s\S]*)$/.exec(call.args) ?? [];
  const act = { add, remove }[verb.toLowerCase()];
  if (!act || typed === '') return whichSource();
  return (await feedObjection(call, deps)) ?? act(typed, call, deps);
};

/** Why this person may not change feeds here; null when it is allowed. */
export async function feedObjection(call: Call, deps: CommandDeps): Promise<Reply | null> {
  if (deps.feeds.allowed === 'off') return feedsOff();
  if (deps.feeds.allowed === 'everyone') return null;
  if (call.place === 'private' && !isOperator(call)) return feedsInChannels();
  return (await call.member.mayManage()) ? null : notAllowed();
}

/** Whoever sits at the terminal runs the bot. */
function isOperator({ channel }: Call): boolean {
  return channel.platform === 'terminal';
}

/** A feed serves everybody, so only those remove it from whose workspace it came. */
function isTheirs(feed: Feed, call: Call): boolean {
  return isOperator(call) || adderIn(memberOf(call), feed) !== null;
}

async function add(typed: string, call: Call, deps: CommandDeps): Promise<Reply> {
  const outcome = await deps.feeds.add(typed, memberOf(call));
  deps.wake();
  return feedAnswer(outcome);
}

async function remove(typed: string, call: Call, { feeds }: CommandDeps): Promise<Reply> {
  const feed = await feeds.find(typed);
  if (feed && !isTheirs(feed, call)) return feedOfOthers();
  if (feed && (await feeds.remove(feed)))
    return feedRemoved({ address: displayAddress(feed.url), title: feed.title }, again(feed));
  const address = displayAddress(typedAddress(typed));
  return feeds.isConfigured(typed) ? feedConfigured(address) : noSuchFeed(address);
}

/** What adds a feed again; null when it would show a secret. */
function again({ url }: Feed): string | null {
  return displayAddress(url) === requestedAddress(url) ? `papers source add ${url}` : null;
}

/** `/papers sources [page]`: where papers come from, and how each source does. */
export const sources: Command = async (call, deps) => {
  const all = await deps.feeds.list();
  const pages = Math.max(1, Math.ceil(all.length / SOURCES_PAGE));
  const page = readPage(call.args, pages);
  if (!page) return noSuchPage(pages);
  const listed = all.slice((page - 1) * SOURCES_PAGE, page * SOURCES_PAGE);
  const mayChange = (await feedObjection(call, deps)) === null;
  const shown = await Promise.all(listed.map((it) => viewOf(it, mayChange, call, deps)));
  return sourcesShown({ shown, total: all.length, page, mayChange, now: deps.now() });
};

async function viewOf(
  { source, feed }: ListedSource,
  mayChange: boolean,
  call: Call,
  deps: CommandDeps,
): Promise<SourceView> {
  const status = await deps.storage.sources.get(source.name);
  if (!feed) return { status, feed };
  const { url, title, addedAt } = feed;
  const addedBy = adderIn(memberOf(call), feed);
  const reference = mayChange && isTheirs(feed, call) ? feedReference(url) : null;
  return { status, feed: { title, addedAt, addedBy, reference } };
}
