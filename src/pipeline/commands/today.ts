import { rank } from '../../core/digest.ts';
import { noMatchToday, nothingToday, papersToday, popularToday } from '../../core/replies/today.ts';
import { lookBack } from '../../core/subscription.ts';
import { createMuteFinder } from '../../core/taste.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Call, Command, CommandDeps } from './command.ts';
import { sourceStatuses } from './sources-status.ts';

/** `/papers today`: of the newest day with listings, what this channel follows. */
export const today: Command = async (call, deps) => {
  const recent = await deps.storage.papers.listedSince(lookBack(deps.now()));
  const [newest] = recent;
  if (!newest) return nothingToday(await sourceStatuses(deps));
  const day = new Date(Math.floor(newest.listedAt.getTime() / DAY_MS) * DAY_MS);
  const listed = recent.filter((paper) => paper.listedAt >= day);
  const followed = await followedSince(day, call, deps);
  const popular = rank(listed.map((paper) => ({ paper, reasons: [] })));
  const papers = (followed ?? popular).map((it) => it.paper);
  const view = { day, listed: listed.length, papers };
  if (!followed) return popularToday(view);
  return papers.length === 0 ? noMatchToday(view, await sourceStatuses(deps)) : papersToday(view);
};

/** The channel's matches since a day that it has not muted, best first; null in a channel that follows nothing. */
async function followedSince(day: Date, call: Call, deps: CommandDeps) {
  const channel = await deps.storage.channels.find(call.channel);
  const followed = channel ? await deps.storage.subscriptions.listOf(channel.id) : [];
  if (!channel || followed.length === 0) return null;
  const findMute = createMuteFinder(channel.mutes, deps.matcher.abbreviations.expand);
  const news = await deps.storage.matches.matchedSince(channel.id, day);
  return rank(news.filter(({ paper }) => findMute(paper) === undefined));
}
