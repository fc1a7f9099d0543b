import { formatQuery } from '../../core/query/format.ts';
import { parseQuery } from '../../core/query/parser.ts';
import { hintsFor, withHints } from '../../core/replies/hints.ts';
import { emptyPreview, outlook, searchResults } from '../../core/replies/outlook.ts';
import { lookOut } from '../outlook.ts';
import { preview as previewQuery } from '../preview.ts';
import type { Command } from './command.ts';
import { orUnreadable, previewDeps } from './queries.ts';
import { ifNothingStored } from './sources-status.ts';

/** `/papers preview <query>`: what it would have brought. */
export const preview: Command = async (call, deps) => {
  if (call.args === '') return emptyPreview('preview');
  return orUnreadable(call.args, async () => {
    const query = parseQuery(call.args);
    const view = await lookOut(query, deps.now(), previewDeps(deps));
    return withHints(outlook(view), hintsFor(query, deps.sourceNames));
  });
};

/** `/papers search <query>`: the best of all stored papers. */
export const search: Command = async (call, deps) => {
  if (call.args === '') return emptyPreview('search');
  return orUnreadable(call.args, async () => {
    const query = parseQuery(call.args);
    const nothing = await ifNothingStored(deps);
    if (nothing) return withHints(nothing, hintsFor(query, deps.sourceNames));
    const found = await previewQuery(query, new Date(0), previewDeps(deps));
    const hints = found.length === 0 ? hintsFor(query, deps.sourceNames) : [];
    return withHints(searchResults(formatQuery(query), found), hints);
  });
};
