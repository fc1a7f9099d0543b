import { UNSET } from '../../core/channel.ts';
import { onePaper, unknownPaper } from '../../core/replies/paper.ts';
import type { Command } from './command.ts';
import { findPaper } from './papers.ts';

/** `/papers paper <paper>`: what is known of it, and what one can do with it. */
export const paper: Command = async (call, deps) => {
  const found = await findPaper(call.args, deps);
  if (!found) return unknownPaper(call.args);
  const channel = await deps.storage.channels.find(call.channel);
  const news = channel && (await deps.storage.matches.matchOf(channel.id, found.id));
  const summarise = await deps.summaries.of([found], channel ?? UNSET, deps.storage);
  return onePaper(found, news?.reasons ?? [], summarise);
};
