import { foldedWords } from '../matching/text.ts';
import { type Query, QueryError } from './ast.ts';
import { lex } from './lexer.ts';
import type { Token } from './token.ts';

/** Longest query that is read, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 500;
const MAX_DEPTH = 20;

/**
 * Reads a query. Words next to each other must all occur; OR (or |) needs one side; NOT (or a
 * minus) excludes; parentheses group.
 *
 *     query  = all { OR all }
 *     all    = part { [AND] part }
 *     part   = [NOT | -] ( word | "phrase" | '(' query ')' )
 *
 * @throws {QueryError} and nothing else, for anything that is not a query.
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_LENGTH)
    throw new QueryError(`A query has at most ${MAX_QUERY_LENGTH} characters.`, MAX_QUERY_LENGTH);
  const reader = createReader(lex(text), text.length);
  if (!reader.peek()) throw new QueryError('There is nothing to look for.', 0);
  const query = parseAny(reader, 0);
  const rest = reader.peek();
  if (rest) throw new QueryError('This parenthesis was never opened.', rest.position);
  if (!needsSomething(query))
    throw new QueryError('This only excludes. Add at least one word to look for.', 0);
  return query;
}

interface Reader {
  peek(): Token | undefined;
  take(kind: Token['kind']): Token | undefined;
  readonly end: number;
}

function createReader(tokens: readonly Token[], end: number): Reader {
  let next = 0;
  return {
    end,
    peek: () => tokens[next],
    take: (kind) => (tokens[next]?.kind === kind ? tokens[next++] : undefined),
  };
}

function parseAny(reader: Reader, depth: number): Query {
  const sides = [parseAll(reader, depth)];
  while (reader.take('or')) sides.push(parseAll(reader, depth));
  return group('or', sides);
}

function parseAll(reader: Reader, depth: number): Query {
  const parts = [parsePart(reader, depth)];
  for (;;) {
    const joined = reader.take('and');
    const token = reader.peek();
    if (!joined && (!token || token.kind === 'or' || token.kind === 'close')) break;
    parts.push(parsePart(reader, depth));
  }
  return group('and', parts);
}

function parsePart(reader: Reader, depth: number): Query {
  if (depth > MAX_DEPTH)
    throw new QueryError('This is nested too deeply.', reader.peek()?.position ?? reader.end);
  if (reader.take('minus') ?? reader.take('not'))
    return { kind: 'not', of: parsePart(reader, depth + 1) };
  const open = reader.take('open');
  if (open) return parseGroup(reader, open, depth);
  const term = reader.take('word') ?? reader.take('phrase');
  if (!term) throw missingTerm(reader);
  return makeTerm(term);
}

function parseGroup(reader: Reader, open: Token, depth: number): Query {
  const inner = parseAny(reader, depth + 1);
  if (!reader.take('close'))
    throw new QueryError('This parenthesis is never closed. Add a ) where it ends.', open.position);
  return inner;
}

function missingTerm(reader: Reader): QueryError {
  const token = reader.peek();
  if (!token) return new QueryError('Something to look for is missing at the end.', reader.end);
  return new QueryError(`Something to look for is missing before “${token.text}”.`, token.position);
}

const FIELD = /^\p{L}[\p{L}\p{N}_]*(?::|[<>]=?|=)/u;

function makeTerm(token: Token): Query {
  const parts = foldedWords(token.text);
  if (parts.length === 0)
    throw new QueryError(`“${token.text}” has no letter or digit to look for.`, token.position);
  if (token.kind === 'phrase') return { kind: 'phrase', text: parts.join(' ') };
  if (FIELD.test(token.text) || token.text.endsWith('*'))
    throw new QueryError(
      `“${token.text}” is not understood yet. To look for it as it stands, put it in quotes.`,
      token.position,
    );
  return { kind: 'word', text: parts.join('-') };
}

function group(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  return { kind, of: parts.flatMap((part) => (part.kind === kind ? part.of : [part])) };
}

/** False for a query that every paper without some word satisfies, such as -survey. */
function needsSomething(query: Query): boolean {
  switch (query.kind) {
    case 'not':
      return false;
    case 'and':
      return query.of.some(needsSomething);
    case 'or':
      return query.of.every(needsSomething);
    default:
      return true;
  }
}
