import { type Query, QueryError } from './ast.ts';
import { lex } from './lexer.ts';
import { checkSense } from './sense.ts';
import { makeTerm, makeThreshold, readField, type TermPrefix } from './terms.ts';
import type { Token } from './token.ts';

/** Longest query that is read, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 500;
const MAX_DEPTH = 20;
const NO_PREFIX: TermPrefix = { field: 'any', literal: false };

/**
 * Reads a query. Words next to each other must all occur; OR (or |) needs one side; NOT (or a
 * minus) excludes; parentheses group; a field or an = stands before a term or a group.
 *
 *     query  = all { OR all }
 *     all    = part { [AND] part }
 *     part   = ( NOT | '-' ) part | field ':' part | '=' part
 *            | word | '"' phrase '"' | name ( '>=' | '<=' | '=' … ) number | '(' query ')'
 *
 * @throws {QueryError} and nothing else, for anything that is not a query, that everything
 *   matches, or that nothing can match.
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_LENGTH)
    throw new QueryError(`A query has at most ${MAX_QUERY_LENGTH} characters.`, MAX_QUERY_LENGTH);
  const reader = createReader(lex(text), text.length);
  if (!reader.peek()) throw new QueryError('There is nothing to look for.', 0);
  const query = parseAny(reader, NO_PREFIX, 0);
  const rest = reader.peek();
  if (rest) throw new QueryError('This parenthesis was never opened.', rest.position);
  checkSense(query);
  return query;
}

interface Reader {
  peek(): Token | undefined;
  take<K extends Token['kind']>(...kinds: K[]): Extract<Token, { kind: K }> | undefined;
  readonly end: number;
}

function createReader(tokens: readonly Token[], end: number): Reader {
  let next = 0;
  return {
    end,
    peek: () => tokens[next],
    take: <K extends Token['kind']>(...kinds: K[]) => {
      const token = tokens[next];
      if (!token || !(kinds as readonly string[]).includes(token.kind)) return undefined;
      next++;
      return token as Extract<Token, { kind: K }>;
    },
  };
}

function parseAny(reader: Reader, prefix: TermPrefix, depth: number): Query {
  const sides = [parseAll(reader, prefix, depth)];
  while (reader.take('or')) sides.push(parseAll(reader, prefix, depth));
  return group('or', sides);
}

function parseAll(reader: Reader, prefix: TermPrefix, depth: number): Query {
  const parts = [parsePart(reader, prefix, depth)];
  for (;;) {
    const joined = reader.take('and');
    const token = reader.peek();
    if (!joined && (!token || token.kind === 'or' || token.kind === 'close')) break;
    parts.push(parsePart(reader, prefix, depth));
  }
  return group('and', parts);
}

function parsePart(reader: Reader, prefix: TermPrefix, depth: number): Query {
  if (depth > MAX_DEPTH)
    throw new QueryError('This is nested too deeply.', reader.peek()?.position ?? reader.end);
  if (reader.take('minus', 'not')) return { kind: 'not', of: parsePart(reader, prefix, depth + 1) };
  if (reader.take('literal')) return parsePart(reader, { ...prefix, literal: true }, depth + 1);
  const field = reader.take('field');
  if (field) return parsePart(reader, { ...prefix, field: readField(field) }, depth + 1);
  const open = reader.take('open');
  if (open) return parseGroup(reader, open, prefix, depth);
  return parseTerm(reader, prefix);
}

function parseGroup(reader: Reader, open: Token, prefix: TermPrefix, depth: number): Query {
  const inner = parseAny(reader, prefix, depth + 1);
  if (!reader.take('close'))
    throw new QueryError('This parenthesis is never closed. Add a ) where it ends.', open.position);
  return inner;
}

function parseTerm(reader: Reader, prefix: TermPrefix): Query {
  const comparison = reader.take('comparison');
  if (comparison) return makeThreshold(comparison);
  const term = reader.take('word', 'phrase');
  if (!term) throw missingTerm(reader);
  return makeTerm(term, prefix);
}

function missingTerm(reader: Reader): QueryError {
  const token = reader.peek();
  if (!token) return new QueryError('Something to look for is missing at the end.', reader.end);
  return new QueryError(`Something to look for is missing before “${token.text}”.`, token.position);
}

function group(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  return { kind, of: parts.flatMap((part) => (part.kind === kind ? part.of : [part])) };
}
