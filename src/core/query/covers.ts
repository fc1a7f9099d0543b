import { comparedNameParts } from '../matching/authors.ts';
import { analyse, type Word } from '../matching/text.ts';
import type { FactTerm, Term, TextTerm, Threshold } from './ast.ts';
import { alikeTerm, formatTerm } from './format.ts';

/**
 * True when every paper that has `term` also has `wide`: "agents" and "agent", "reward model" and
 * reward, upvotes>=20 and upvotes>=10. Papers that only hold an abbreviation of the term, or write
 * it as one word, are not thought of.
 */
export function covers(wide: Term, term: Term): boolean {
  if (wide.kind === 'text') return term.kind === 'text' && coversText(wide, term);
  if (wide.kind === 'fact') return term.kind === 'fact' && coversFact(wide, term);
  return term.kind === 'threshold' && coversCount(wide, term);
}

function coversText(wide: TextTerm, term: TextTerm): boolean {
  if (wide.field !== 'any' && wide.field !== term.field) return false;
  if (formatTerm(alikeTerm({ ...wide, field: term.field })) === formatTerm(alikeTerm(term)))
    return true;
  if (wide.form === 'prefix') return coversBeginning(wide.text, term);
  if (term.form === 'prefix') return false;
  const [wanted, words] = [analyse(wide.text).words, analyse(term.text).words];
  if (wide.form === 'word') return canContain(term, words) && contains(words, wanted, 'stem');
  return term.form !== 'word' && contains(words, wanted, 'folded');
}

/** The words of "fine-tuning" may be written as one, so that none of them stands there by itself. */
function canContain(term: TextTerm, words: readonly Word[]): boolean {
  return term.form !== 'word' || words.length === 1;
}

function coversBeginning(prefix: string, { form, text }: TextTerm): boolean {
  if (form === 'prefix') return text.startsWith(prefix);
  const words = analyse(text).words;
  if (form !== 'word') return words.some((word) => word.folded.startsWith(prefix));
  const [word] = words;
  return words.length === 1 && word !== undefined && startsAlways(word, prefix);
}

/** In the plural and in the singular: mic* does not stand for each form of mice. */
function startsAlways({ folded, stem }: Word, prefix: string): boolean {
  return folded.startsWith(prefix) && stem.startsWith(prefix);
}

function contains(
  words: readonly Word[],
  wanted: readonly Word[],
  form: 'folded' | 'stem',
): boolean {
  return words.some((_, place) =>
    wanted.every((want, at) => words[place + at]?.[form] === want[form]),
  );
}

function coversFact(wide: FactTerm, term: FactTerm): boolean {
  if (wide.field !== term.field) return false;
  switch (wide.field) {
    case 'category':
      return wide.text === term.text || wide.text === `${term.text.split('.')[0]}.*`;
    case 'author':
      return coversName(comparedNameParts(wide.text), comparedNameParts(term.text));
    case 'has':
      return wide.text === term.text;
    default:
      return contains(analyse(term.text).words, analyse(wide.text).words, 'stem');
  }
}

/** "lecun" covers "y lecun" and "yann lecun"; "y lecun" covers "yann lecun", but not the other way round. */
function coversName(wide: readonly string[], term: readonly string[]): boolean {
  if (wide.at(-1) !== term.at(-1)) return false;
  const given = term.slice(0, -1);
  return wide
    .slice(0, -1)
    .every((it) => given.some((name) => (it.length === 1 ? name.startsWith(it) : name === it)));
}

function coversCount(wide: Threshold, term: Threshold): boolean {
  const [outer, inner] = [rangeOf(wide), rangeOf(term)];
  return wide.field === term.field && outer.from <= inner.from && inner.to <= outer.to;
}

function rangeOf({ operator, value }: Threshold): { from: number; to: number } {
  return {
    from: operator === '<=' ? 0 : value,
    to: operator === '>=' ? Number.POSITIVE_INFINITY : value,
  };
}
