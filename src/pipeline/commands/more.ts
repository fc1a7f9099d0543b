import type { Channel } from '../../core/channel.ts';
import { rank } from '../../core/digest.ts';
import { MORE_PAGE, morePapers, nothingMore } from '../../core/replies/more.ts';
import { noSuchPage } from '../../core/replies/reply.ts';
import { noSubscriptions } from '../../core/replies/subscriptions.ts';
import { readDate } from '../../core/schedule.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Command } from './command.ts';
import { readPage } from './papers.ts';

/** How many days `/papers more` looks back. */
const DAYS = 7;

/** `/papers more [day] [page]`: what was counted, but had no card, of a day or of the last week. */
export const more: Command = async (call, deps) => {
  const channel = await deps.storage.channels.find(call.channel);
  if (!channel) return noSubscriptions();
  const { since, until, day, rest } = readTime(call.args, channel, deps.now());
  const cap = channel.dailyCap ?? deps.dailyCap;
  const papers = await deps.storage.posts.moreBetween(channel.id, since, until);
  if (papers.length === 0) return nothingMore({ day, cap });
  const pages = Math.ceil(papers.length / MORE_PAGE);
  const page = readPage(rest, pages);
  if (!page) return noSuchPage(pages);
  const ranked = rank(papers.map((paper) => ({ paper, reasons: [] }))).map((it) => it.paper);
  return morePapers({ papers: ranked, page, day, cap });
};

/** The time that is asked for, and what else was typed. */
function readTime(typed: string, { schedule }: Channel, now: Date) {
  const [, named = '', rest = ''] = /^(\d{4}-\d{2}-\d{2})(?:\s+(.*))?$/.exec(typed) ?? [];
  const bounds = readDate(named, schedule);
  if (bounds) return { ...bounds, day: new Date(`${named}T00:00:00Z`), rest };
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  return { since, until: now, day: null, rest: typed };
}
