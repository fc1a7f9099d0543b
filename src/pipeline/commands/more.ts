import { MORE_PAGE, morePapers, noSuchPage, nothingMore } from '../../core/replies/more.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Command } from './command.ts';

/** How many days `/papers more` looks back. */
const DAYS = 7;

/** `/papers more [page]`: what was counted, but had no card. */
export const more: Command = async (call, deps) => {
  const channel = await deps.storage.channels.find(call.channel);
  const cap = channel?.dailyCap ?? deps.dailyCap;
  const since = new Date(deps.now().getTime() - DAYS * DAY_MS);
  const papers = channel ? await deps.storage.posts.moreSince(channel.id, since) : [];
  if (papers.length === 0) return nothingMore(cap);
  const page = call.args === '' ? 1 : Number(call.args);
  const pages = Math.ceil(papers.length / MORE_PAGE);
  if (!Number.isInteger(page) || page < 1 || page > pages) return noSuchPage(pages);
  return morePapers(papers, page, cap);
};
