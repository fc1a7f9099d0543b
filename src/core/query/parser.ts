import { type Query, QueryError, type Term } from './ast.ts';
import { refuseUnknownCategory } from './categories.ts';
import { formatQuery } from './format.ts';
import { lex } from './lexer.ts';
import { refuseSeveral } from './list.ts';
import { checkSense } from './sense.ts';
import { makeTerm, makeThreshold, readField, type TermPrefix } from './terms.ts';
import type { Token } from './token.ts';

/** Longest query that is taken, as typed and in its canonical spelling, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 500;
/** So much of a query is shown where it is too long, in UTF-16 units. */
const SHOWN_LENGTH = 40;
const NO_PREFIX: TermPrefix = { field: 'any', literal: false };

/** What is refused, beside what is no query. */
interface Rules {
  readonly maxDepth: number;
  /** @throws {QueryError} at a term that is refused. */
  checkTerm(term: Term, token: Token): void;
}

const TYPED: Rules = { maxDepth: 20, checkTerm: refuseUnknownCategory };
/** Deeper than anything that was ever taken, and far from the end of the stack. */
const STORED: Rules = { maxDepth: 500, checkTerm: () => undefined };

/**
 * Reads a query that a person typed. Words next to each other must all occur; OR (or |) needs one
 * side; NOT (or a minus) excludes; parentheses group; a field or an = stands before a term or a
 * group.
 *
 *     query  = all { OR all }
 *     all    = part { [AND] part }
 *     part   = ( NOT | '-' ) part | field ':' part | '=' part
 *            | word | '"' phrase '"' | name ( '>=' | '<=' | '=' … ) number | '(' query ')'
 *
 * @throws {QueryError} and nothing else, for anything that is not a query, that everything
 *   matches, that nothing can match, or that is too long or deep, also in its canonical spelling.
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_LENGTH)
    throw new QueryError(`A query has at most ${MAX_QUERY_LENGTH} characters.`, MAX_QUERY_LENGTH);
  refuseSeveral(text);
  const query = parse(text, TYPED);
  checkSense(query);
  checkWrittenOut(formatQuery(query));
  return query;
}

/**
 * Reads a query that was taken once: whatever is refused today, it stays readable.
 * @throws {QueryError} for what is not a query at all.
 */
export function parseStored(text: string): Query {
  return parse(text, STORED);
}

/** "title:(a OR b)" is kept as "title:a OR title:b": that may be longer than what was typed. */
function checkWrittenOut(canonical: string): void {
  if (canonical.length <= MAX_QUERY_LENGTH) return;
  throw new QueryError(
    `Written out as “${canonical.slice(0, SHOWN_LENGTH)}…” it has ${canonical.length} characters, and a query has at most ${MAX_QUERY_LENGTH}. Make several queries of it.`,
    'whole',
  );
}

function parse(text: string, rules: Rules): Query {
  const reader = createReader(lex(text), text.length, rules);
  if (!reader.peek()) throw new QueryError('There is nothing to look for.', 0);
  const query = parseAny(reader, NO_PREFIX, 0);
  const rest = reader.peek();
  if (rest) throw new QueryError('This parenthesis was never opened.', rest.position);
  return query;
}

interface Reader {
  peek(): Token | undefined;
  take<K extends Token['kind']>(...kinds: K[]): Extract<Token, { kind: K }> | undefined;
  readonly end: number;
  readonly rules: Rules;
}

function createReader(tokens: readonly Token[], end: number, rules: Rules): Reader {
  let next = 0;
  return {
    end,
    rules,
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
  if (depth > reader.rules.maxDepth)
    throw new QueryError('This is nested too deeply.', reader.peek()?.position ?? reader.end);
  if (reader.take('minus', 'not')) return not(parsePart(reader, prefix, depth + 1));
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
  const made = makeTerm(term, prefix);
  reader.rules.checkTerm(made, term);
  return made;
}

function missingTerm(reader: Reader): QueryError {
  const token = reader.peek();
  if (!token) return new QueryError('Something to look for is missing at the end.', reader.end);
  return new QueryError(`Something to look for is missing before “${token.text}”.`, token.position);
}

/** What is excluded twice is asked for. */
function not(of: Query): Query {
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

function group(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  return { kind, of: parts.flatMap((part) => (part.kind === kind ? part.of : [part])) };
}
