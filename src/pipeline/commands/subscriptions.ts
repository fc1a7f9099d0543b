import { noSuchPage } from '../../core/replies/reply.ts';
import {
  noSubscriptions,
  SUBSCRIPTIONS_PAGE,
  subscriptions as subscriptionsReply,
  YIELD_DAYS,
} from '../../core/replies/subscriptions.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Command } from './command.ts';
import { readPage } from './papers.ts';

/** `/subscriptions [page]`: what this channel follows, and what each query brought. */
export const subscriptions: Command = async (call, deps) => {
  const channel = await deps.storage.channels.find(call.channel);
  const followed = channel ? await deps.storage.subscriptions.listOf(channel.id) : [];
  if (!channel || followed.length === 0) return noSubscriptions();
  const pages = Math.ceil(followed.length / SUBSCRIPTIONS_PAGE);
  const page = readPage(call.args, pages);
  if (!page) return noSuchPage(pages);
  const start = (page - 1) * SUBSCRIPTIONS_PAGE;
  const shown = followed.slice(start, start + SUBSCRIPTIONS_PAGE);
  const ids = shown.map((it) => it.id);
  const since = new Date(deps.now().getTime() - YIELD_DAYS * DAY_MS);
  const yields = await deps.storage.subscriptions.yieldsOf(channel.id, ids, since);
  const rows = shown.map((it) => [it, yields.get(it.id)] as const);
  return subscriptionsReply({
    channel,
    shown: rows,
    total: followed.length,
    page,
    now: deps.now(),
  });
};
