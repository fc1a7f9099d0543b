import { QueryError } from './ast.ts';
import { fieldName, isCountField } from './fields.ts';
import { narrow } from './narrow.ts';
import type { Comparison, Sign, Token } from './token.ts';

const QUOTE = /["“”„«»]/;
const SIGNS: Readonly<Record<string, Sign['kind']>> = { '(': 'open', ')': 'close', '|': 'or' };
const OPERATORS = new Map<string, Sign['kind']>([
  ['OR', 'or'],
  ['AND', 'and'],
  ['NOT', 'not'],
]);

/** "upvotes>=20" and "upvotes >= 20", but not "upvotes =20": that is a word and a literal. */
const COMPARISON = /(\p{L}+)\s*(>=|<=|!=|≥|≤|>|<|(?<!\s)=|=(?=\s))\s*([^\s()|"“”„«»]*)/uy;
/** "20<=upvotes" */
const TURNED = /(\d[\d.,]*)\s*(>=|<=|≥|≤|>|<|=)\s*(\p{L}+)(?![\p{L}\p{N}])/uy;
const FIELD = /(\p{L}+):(?!\/\/)/uy;
const MINUS = /[-−–](?=[^\s)|])/y;
const LITERAL = /=(?=[^\s)|])/y;
/** Elsewhere it excludes: "!survey". */
const BANG = /!+(?=[\p{L}\p{N}("“])/uy;
const WORD = /[^\s()|"“”„«»]+/y;

/**
 * Cuts a typed query into tokens. Curly quotes are quotes (chat clients insert them), full-width
 * signs are their ASCII, and a minus counts only at the start of a word.
 * @throws {QueryError} at a quote that is never closed, and at an exclusion by "!".
 */
export function lex(typed: string): Token[] {
  const text = narrow(typed);
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    if (/\s/.test(text[position] ?? '')) position++;
    else {
      const { token, end } = readToken(text, position);
      tokens.push(token);
      position = end;
    }
  }
  return tokens;
}

interface Read {
  readonly token: Token;
  /** Where the next token may start. */
  readonly end: number;
}

function readToken(text: string, position: number): Read {
  const char = text[position] ?? '';
  const sign = SIGNS[char];
  if (sign) return signAt(sign, char, position);
  if (matchAt(MINUS, text, position)) return signAt('minus', char, position);
  if (matchAt(LITERAL, text, position)) return signAt('literal', char, position);
  if (QUOTE.test(char)) return readPhrase(text, position);
  refuseBang(text, position);
  return (
    readComparison(text, position) ??
    readTurned(text, position) ??
    readField(text, position) ??
    readWord(text, position)
  );
}

function refuseBang(text: string, position: number): void {
  const bang = matchAt(BANG, text, position)?.[0];
  if (bang === undefined) return;
  const next = position + bang.length;
  const excluded = matchAt(WORD, text, next)?.[0] ?? (text[next] === '(' ? '(…)' : '"…"');
  throw new QueryError(`“${bang}” excludes nothing. Write -${excluded} for that.`, position);
}

function signAt(kind: Sign['kind'], text: string, position: number): Read {
  return { token: { kind, text, position }, end: position + text.length };
}

function readPhrase(text: string, position: number): Read {
  const length = text.slice(position + 1).search(QUOTE);
  if (length === -1)
    throw new QueryError('This quote is never closed. Add a " where the phrase ends.', position);
  const inner = text.slice(position + 1, position + 1 + length);
  return { token: { kind: 'phrase', text: inner, position }, end: position + length + 2 };
}

function readComparison(text: string, position: number): Read | undefined {
  const match = matchAt(COMPARISON, text, position);
  if (!match) return undefined;
  const [typed, field = '', operator = '', value = ''] = match;
  if (!isNumber(value) && !isCount(field)) return undefined;
  return comparison({ text: typed, field, operator, value, turned: false, position });
}

function readTurned(text: string, position: number): Read | undefined {
  const match = matchAt(TURNED, text, position);
  if (!match) return undefined;
  const [typed, value = '', operator = '', field = ''] = match;
  if (!isCount(field)) return undefined;
  return comparison({ text: typed, field, operator, value, turned: true, position });
}

function comparison(found: Omit<Comparison, 'kind'>): Read {
  return { token: { kind: 'comparison', ...found }, end: found.position + found.text.length };
}

function isNumber(value: string): boolean {
  return /^\d{1,9}$/.test(value);
}

function isCount(field: string): boolean {
  const name = fieldName(field);
  return name !== undefined && isCountField(name);
}

function readField(text: string, position: number): Read | undefined {
  const match = matchAt(FIELD, text, position);
  if (!match) return undefined;
  const [typed, name = ''] = match;
  return { token: { kind: 'field', text: name, position }, end: position + typed.length };
}

function readWord(text: string, position: number): Read {
  const word = matchAt(WORD, text, position)?.[0] ?? text[position] ?? '';
  const operator = OPERATORS.get(word);
  if (operator) return signAt(operator, word, position);
  return { token: { kind: 'word', text: word, position }, end: position + word.length };
}

function matchAt(sticky: RegExp, text: string, position: number): RegExpExecArray | null {
  sticky.lastIndex = position;
  return sticky.exec(text);
}
