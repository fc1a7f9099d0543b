import { QueryError } from './ast.ts';
import type { Token } from './token.ts';

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '”': '”',
  '„': '“',
  '«': '»',
};
const QUOTE_ENDS = /["”“»]/;
const SIGNS: Readonly<Record<string, Token['kind']>> = { '(': 'open', ')': 'close', '|': 'or' };
const OPERATORS: Readonly<Record<string, Token['kind']>> = { OR: 'or', AND: 'and', NOT: 'not' };
const WORD_END = /[\s()|"“”„«»]/;

/**
 * Cuts a typed query into tokens. Curly quotes are quotes (chat clients insert them), and a minus
 * counts only at the start of a word.
 * @throws {QueryError} at a quote that is never closed.
 */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const char = text[position] ?? '';
    if (/\s/.test(char)) position++;
    else {
      const token = readToken(text, position);
      tokens.push(token);
      position = tokenEnd(text, token);
    }
  }
  return tokens;
}

function readToken(text: string, position: number): Token {
  const char = text[position] ?? '';
  const sign = SIGNS[char];
  if (sign) return { kind: sign, text: char, position };
  if (isMinus(text, position)) return { kind: 'minus', text: char, position };
  if (QUOTES[char]) return readPhrase(text, position);
  return readWord(text, position);
}

function isMinus(text: string, position: number): boolean {
  return /[-−–]/.test(text[position] ?? '') && /[^\s)|]/.test(text[position + 1] ?? ' ');
}

function readPhrase(text: string, position: number): Token {
  const length = text.slice(position + 1).search(QUOTE_ENDS);
  if (length === -1)
    throw new QueryError('This quote is never closed. Add a " where the phrase ends.', position);
  return { kind: 'phrase', text: text.slice(position + 1, position + 1 + length), position };
}

function readWord(text: string, position: number): Token {
  const length = text.slice(position).search(WORD_END);
  const word = text.slice(position, length === -1 ? text.length : position + Math.max(length, 1));
  return { kind: OPERATORS[word] ?? 'word', text: word, position };
}

function tokenEnd(text: string, token: Token): number {
  const quotes = token.kind === 'phrase' ? 2 : 0;
  return Math.min(text.length, token.position + token.text.length + quotes);
}
