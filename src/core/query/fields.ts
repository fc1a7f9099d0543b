import { closest, distance } from 'fastest-levenshtein';
import type { CountField, FactField, TextField } from './ast.ts';

const TEXT_FIELDS = ['title', 'abstract', 'keyword'] as const satisfies readonly TextField[];
const FACT_FIELDS = [
  'author',
  'category',
  'source',
  'org',
  'has',
] as const satisfies readonly FactField[];
const COUNT_FIELDS = ['upvotes', 'comments'] as const satisfies readonly CountField[];

/** Other names that people try. */
const ALIASES: Readonly<Record<string, string>> = {
  titles: 'title',
  abs: 'abstract',
  summary: 'abstract',
  keywords: 'keyword',
  authors: 'author',
  by: 'author',
  cat: 'category',
  categories: 'category',
  from: 'source',
  organization: 'org',
  organisation: 'org',
  upvote: 'upvotes',
  votes: 'upvotes',
  likes: 'upvotes',
  comment: 'comments',
};

/** A field as typed, in its own name; undefined when there is no such field. */
export function fieldName(typed: string): string | undefined {
  const name = typed.toLowerCase();
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return [...TEXT_FIELDS, ...FACT_FIELDS, ...COUNT_FIELDS].find((field) => field === known);
}

export function isTextField(name: string): name is TextField {
  return (TEXT_FIELDS as readonly string[]).includes(name);
}

export function isFactField(name: string): name is FactField {
  return (FACT_FIELDS as readonly string[]).includes(name);
}

export function isCountField(name: string): name is CountField {
  return (COUNT_FIELDS as readonly string[]).includes(name);
}

/**
 * What to say of a field that there is not: the nearest one when it is near, else all of them, and
 * how to look for a text like "N=4".
 */
export function unknownField(typed: string): string {
  const names = [...TEXT_FIELDS, ...FACT_FIELDS, ...COUNT_FIELDS];
  const nearest = closest(typed.toLowerCase(), names);
  const near = distance(typed.toLowerCase(), nearest) <= mostMistakes(typed);
  const hint = near
    ? `Did you mean ${example(nearest)}?`
    : `There are ${names.join(', ')}. To look for it as a text, put it in quotes.`;
  return `There is no field ${typed}. ${hint}`;
}

/** In a short name, two mistakes leave nothing of it: LoRA is no org. */
function mostMistakes(typed: string): number {
  return typed.length < 5 ? 1 : 2;
}

function example(name: string): string {
  return isCountField(name) ? `${name}>=20` : `${name}:`;
}
