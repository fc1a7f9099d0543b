import type { Reply } from '../../core/command.ts';
import { writeExchange } from '../../core/exchange/write.ts';
import { sourceLabel } from '../../core/paper.ts';
import {
  exported,
  feedsExported,
  nothingToExport,
  whichExport,
} from '../../core/replies/exchange.ts';
import { writeOpml } from '../../lib/opml.ts';
import type { ListedSource } from '../source-list.ts';
import type { Command, CommandDeps } from './command.ts';

/** `/papers export`: what this channel follows, as a file; `/papers export feeds`: all feeds. */
export const exportChannel: Command = async (call, deps) => {
  if (/^feeds$/i.test(call.args)) return exportFeeds(deps);
  if (call.args !== '') return whichExport(call.args);
  const channel = await deps.storage.channels.find(call.channel);
  if (!channel) return nothingToExport();
  const subscriptions = await deps.storage.subscriptions.listOf(channel.id);
  const queries = subscriptions.map((it) => it.query);
  const name = `paper-route-${call.channel.channel.replace(/[^\w-]+/g, '-')}.yaml`;
  return exported({ name, text: writeExchange(channel, queries) }, queries.length);
};

async function exportFeeds(deps: CommandDeps): Promise<Reply> {
  const listed = (await deps.feeds.list()).filter((it) => it.source.name.startsWith('rss:'));
  const feeds = listed.filter((it) => !isSecret(it)).map(toOpml);
  const text = writeOpml('Feeds of Paper Route', feeds);
  const file = { name: 'paper-route-feeds.opml', text };
  return feedsExported(file, feeds.length, listed.length - feeds.length);
}

/** The name of such a source is its address; a sign at its end stands for what is not shown. */
function isSecret({ source }: ListedSource): boolean {
  return source.name.includes('#');
}

function toOpml({ source, feed }: ListedSource) {
  return { title: feed?.title || sourceLabel(source.name), url: source.name.slice('rss:'.length) };
}
