import type { Reply } from '../command.ts';
import { asksFor } from '../matching/asked-sources.ts';
import type { Text } from '../message.ts';
import { sourceLabel } from '../paper.ts';
import { type Query, termsOf } from '../query/ast.ts';
import { formatQuery, formatTerm } from '../query/format.ts';
import { inCapitals } from '../query/neighbours.ts';

/** How many sources are named. */
const NAMED_SOURCES = 12;

/**
 * What to say about a query that can be read, but is hardly meant like that: an operator in small
 * letters, a source that there is not.
 * @param sources the names of all sources; nothing is said of sources when there are none.
 */
export function hintsFor(query: Query, sources: readonly string[]): Text[] {
  return [...operatorHints(query), ...sourceHints(query, sources)];
}

/** A reply with more lines at its end. */
export function withHints(reply: Reply, hints: readonly Text[]): Reply {
  const { message } = reply;
  return { ...reply, message: { ...message, lines: [...message.lines, ...hints] } };
}

function operatorHints(query: Query): Text[] {
  const meant = inCapitals(query);
  if (!meant) return [];
  return [['Operators are in capitals. Did you mean ', { code: formatQuery(meant) }, '?']];
}

function sourceHints(query: Query, sources: readonly string[]): Text[] {
  if (sources.length === 0) return [];
  const unknown = termsOf(query).filter(
    (term) =>
      term.kind === 'fact' &&
      term.field === 'source' &&
      !sources.some((source) => asksFor(source)(term)),
  );
  const names = sources.slice(0, NAMED_SOURCES).map(sourceLabel).join(', ');
  const more = sources.length > NAMED_SOURCES ? ` and ${sources.length - NAMED_SOURCES} more` : '';
  return unknown.map((term) => [
    'No source here matches ',
    { code: formatTerm(term) },
    `. There are: ${names}${more}.`,
  ]);
}
