import { nameParts } from '../matching/authors.ts';
import { foldedWords, SIGNS } from '../matching/text.ts';
import { type FactField, QueryError, type Term, type TextField, type TextTerm } from './ast.ts';
import { fieldName, isCountField, isFactField, isTextField, unknownField } from './fields.ts';
import type { Comparison, Token } from './token.ts';

/** Shortest beginning of a word that a prefix may be. */
const MIN_PREFIX = 2;

/** What a term stands behind: a field, an = for literal, both or neither. */
export interface TermPrefix {
  readonly field: TextField | FactField;
  readonly literal: boolean;
}

/** The term of a word or a phrase. */
export function makeTerm(token: Token, { field, literal }: TermPrefix): Term {
  if (isFactField(field)) return makeFact(field, token);
  const words = foldedWords(token.text);
  if (words.length === 0) throw nothingIn(token);
  return { kind: 'text', field, ...formOf(token, words, literal) };
}

function nothingIn({ text, position }: Token): QueryError {
  return new QueryError(`“${text}” has no letter or digit to look for.`, position);
}

function formOf(
  token: Token,
  words: readonly string[],
  literal: boolean,
): Pick<TextTerm, 'form' | 'text'> {
  if (token.kind === 'phrase') {
    const form = literal ? 'literal' : 'phrase';
    return { form, text: words.join(' ') };
  }
  if (token.text.endsWith('*') && !words.every(isSign))
    return { form: 'prefix', text: prefixOf(token, words) };
  return { form: literal ? 'literal' : 'word', text: joinWords(words) };
}

const BETWEEN_SIGNS = new RegExp(`(?<=[${SIGNS}])-(?=[${SIGNS}])`, 'gu');
const SIGN = new RegExp(`^[${SIGNS}]$`, 'u');

/** Signs of scripts without spaces stand as they were, other parts of a word are joined by hyphens. */
function joinWords(words: readonly string[]): string {
  return words.join('-').replace(BETWEEN_SIGNS, '');
}

/** Behind such a sign anything may stand: it needs no *. */
function isSign(word: string): boolean {
  return SIGN.test(word);
}

function prefixOf(token: Token, words: readonly string[]): string {
  const [word = '', ...others] = words;
  if (others.length > 0)
    throw new QueryError(
      `“${token.text}”: a * stands behind one word, without a hyphen.`,
      token.position,
    );
  if (word.length < MIN_PREFIX)
    throw new QueryError(
      `“${token.text}” is too short: write at least ${MIN_PREFIX} letters before the *.`,
      token.position,
    );
  return word;
}

function makeFact(field: FactField, token: Token): Term {
  if (field === 'has') return { kind: 'fact', field, text: readHas(token) };
  if (field === 'category') return { kind: 'fact', field, text: readCategory(token) };
  if (token.kind === 'word' && /[^*]\*$/.test(token.text))
    throw new QueryError(
      `“${token.text}”: ${field} takes whole words, without a *.`,
      token.position,
    );
  const words = field === 'author' ? nameParts(token.text) : foldedWords(token.text);
  if (words.length === 0) throw nothingIn(token);
  return { kind: 'fact', field, text: words.join(' ') };
}

function readHas(token: Token): string {
  const text = token.text.toLowerCase();
  if (text === 'code' || text === 'project') return text;
  throw new QueryError(
    `There is has:code and has:project, but no has:${token.text}.`,
    token.position,
  );
}

/** "cs.LG", "cs.*"; "cs" is all of cs. */
function readCategory(token: Token): string {
  const [, archive = '', subject = '*'] = /^([a-z-]+)(?:\.(\*|[a-z-]+))?$/i.exec(token.text) ?? [];
  if (archive === '')
    throw new QueryError(
      `“${token.text}” is no arXiv category; write for instance category:cs.LG or category:cs.*.`,
      token.position,
    );
  const cased = subject.length === 2 ? subject.toUpperCase() : subject.toLowerCase();
  return `${archive.toLowerCase()}.${cased}`;
}

/** The threshold of "upvotes >= 20"; > and < become >= and <=. */
export function makeThreshold(token: Comparison): Term {
  const field = fieldName(token.field);
  if (!field) throw new QueryError(unknownField(token.field), token.position);
  if (!isCountField(field))
    throw new QueryError(
      `${field} is not a number. Write for instance ${field}:… or upvotes>=20.`,
      token.position,
    );
  refuseMisread(field, token);
  const [operator, value] = normalise(token.operator, Number(token.value));
  if (value < 0) throw new QueryError(`“${token.text}” can never be true.`, token.position);
  return { kind: 'threshold', field, operator, value };
}

/** What an operator is when its two sides are exchanged. */
const TURNED = new Map([
  ['>=', '<='],
  ['≥', '<='],
  ['>', '<'],
  ['<=', '>='],
  ['≤', '>='],
  ['<', '>'],
]);

/** What is a comparison, but not one that can be read: "upvotes>=many", "20<=upvotes". */
function refuseMisread(field: string, { value, operator, turned, position }: Comparison): void {
  const number = wholeNumber(value);
  if (turned)
    throw new QueryError(
      `The name stands first. Write ${field}${TURNED.get(operator) ?? operator}${number}.`,
      position,
    );
  if (operator === '!=')
    throw new QueryError(`“!=” excludes nothing. Write -${field}=${number} for that.`, position);
  if (!/^\d{1,9}$/.test(value))
    throw new QueryError(
      `${field} needs a whole number. Write for instance ${field}>=${number}.`,
      position,
    );
}

/** The number that was meant: 20.5 is 20, 1,000 is 1000, and what is none is 20. */
function wholeNumber(value: string): string {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(value);
  return grouped ? value.replace(/[.,]/g, '') : (/\d{1,9}/.exec(value)?.[0] ?? '20');
}

function normalise(operator: string, value: number): ['>=' | '<=' | '=', number] {
  if (operator === '>') return ['>=', value + 1];
  if (operator === '<') return ['<=', value - 1];
  if (operator === '≥' || operator === '>=') return ['>=', value];
  return operator === '=' ? ['=', value] : ['<=', value];
}

/** The field before a colon. */
export function readField(token: Token): TextField | FactField {
  const field = fieldName(token.text);
  if (!field) throw new QueryError(unknownField(token.text), token.position);
  if (isTextField(field) || isFactField(field)) return field;
  throw new QueryError(`${field} is a number. Write for instance ${field}>=20.`, token.position);
}
