import { unknownPaper } from '../../core/replies/paper.ts';
import { noSuchPage } from '../../core/replies/reply.ts';
import {
  nothingSaved,
  SAVED_PAGE,
  savedList,
  saved as savedReply,
  unsaved,
} from '../../core/replies/saved.ts';
import { memberOf } from './channel.ts';
import type { Command } from './command.ts';
import { findPaper, readPage } from './papers.ts';

/** `/papers save <paper>`: onto the caller's own list. */
export const save: Command = async (call, deps) => {
  const paper = await findPaper(call.args, deps);
  if (!paper) return unknownPaper(call.args);
  return savedReply(paper, await deps.storage.saved.save(memberOf(call), paper.id, deps.now()));
};

/** `/papers unsave <paper>`: off that list. */
export const unsave: Command = async (call, deps) => {
  const paper = await findPaper(call.args, deps);
  if (!paper) return unknownPaper(call.args);
  return unsaved(paper, await deps.storage.saved.remove(memberOf(call), paper.id));
};

/** `/papers saved [page]`: the caller's own list. */
export const saved: Command = async (call, deps) => {
  const member = memberOf(call);
  const total = await deps.storage.saved.count(member);
  if (total === 0) return nothingSaved();
  const page = readPage(call.args, Math.ceil(total / SAVED_PAGE));
  if (!page) return noSuchPage(Math.ceil(total / SAVED_PAGE));
  const range = { limit: SAVED_PAGE, offset: (page - 1) * SAVED_PAGE };
  return savedList(await deps.storage.saved.list(member, range), total, page);
};
