import type { FactTerm, Query, Term, TextField, TextTerm, Threshold } from '../query/ast.ts';
import { displayTerm, formatTerm } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { isNamed } from './authors.ts';
import { type Evidence, type EvidenceField, evidenceIn, plainEvidence } from './evidence.ts';
import { type Formula, fold, toFormula } from './formula.ts';
import { createFinder, type Finder } from './run.ts';
import type { AnalysedText } from './text.ts';

/** A query made ready to be tried on many papers. Gives the evidence, or null for no match. */
export type CompiledQuery = (paper: AnalysedPaper) => Evidence[] | null;

/** A term made ready to be looked for in many papers. */
export type CompiledTerm = (paper: AnalysedPaper) => Evidence | undefined;

/** Prepares a query, so that its words are analysed once. */
export function compileQuery(query: Query): CompiledQuery {
  const terms: CompiledTerm[] = [];
  const formula = toFormula(query, (term) => terms.push(compileTerm(term)) - 1);
  return (paper) => evidenceOf(formula, (id) => terms[id]?.(paper));
}

/** The evidence of all terms that make a formula hold; null when it does not. */
export function evidenceOf(
  formula: Formula,
  find: (id: number) => Evidence | undefined,
): Evidence[] | null {
  return fold<Evidence[] | null>(formula, {
    term: (id) => {
      const evidence = find(id);
      return evidence ? [evidence] : null;
    },
    not: (part) => (part ? null : []),
    and: (parts) => (parts.every((part) => part !== null) ? parts.flat() : null),
    or: (parts) => (parts.some((part) => part !== null) ? parts.flatMap((it) => it ?? []) : null),
  });
}

/** Prepares the search for a term; it gives the first place, the title before the abstract. */
export function compileTerm(term: Term): CompiledTerm {
  if (term.kind === 'text') return compileText(term);
  return term.kind === 'fact' ? compileFact(term) : compileThreshold(term);
}

const TEXTS: Readonly<
  Record<
    TextField,
    readonly (readonly [EvidenceField, (paper: AnalysedPaper) => readonly AnalysedText[]])[]
  >
> = {
  any: [
    ['title', (paper) => [paper.title]],
    ['abstract', (paper) => [paper.abstract]],
    ['keywords', (paper) => paper.keywords],
  ],
  title: [['title', (paper) => [paper.title]]],
  abstract: [['abstract', (paper) => [paper.abstract]]],
  keyword: [['keywords', (paper) => paper.keywords]],
};

function compileText(query: TextTerm): CompiledTerm {
  const find = createFinder(query.form, query.text);
  const term = displayTerm(query);
  return (paper) => {
    for (const [field, textsOf] of TEXTS[query.field]) {
      const evidence = findIn(textsOf(paper), find, term, field);
      if (evidence) return evidence;
    }
    return undefined;
  };
}

function findIn(
  texts: readonly AnalysedText[],
  find: Finder,
  term: string,
  field: EvidenceField,
): Evidence | undefined {
  for (const text of texts) {
    const run = find(text);
    if (run) return evidenceIn(term, field, text, run);
  }
  return undefined;
}

function compileFact({ field, text }: FactTerm): CompiledTerm {
  const term = formatTerm({ kind: 'fact', field, text });
  const find = createFinder('word', text);
  const told = (place: EvidenceField, value: string | null | undefined) =>
    value ? plainEvidence(term, place, value) : undefined;
  switch (field) {
    case 'author':
      return ({ paper }) =>
        told(
          'authors',
          paper.authors.find((name) => isNamed(name, text)),
        );
    case 'category':
      return ({ paper }) =>
        told(
          'category',
          paper.categories.find((it) => isInCategory(it, text)),
        );
    case 'has':
      return ({ paper }) => told('links', text === 'code' ? paper.codeUrl : paper.projectUrl);
    case 'org':
      return ({ organization }) => findIn([organization], find, term, 'organization');
    case 'source':
      return ({ sources }) => findIn(sources, find, term, 'source');
  }
}

function isInCategory(category: string, wanted: string): boolean {
  const [archive = '', subject = ''] = wanted.toLowerCase().split('.');
  const own = category.toLowerCase();
  return subject === '*'
    ? own === archive || own.startsWith(`${archive}.`)
    : own === `${archive}.${subject}`;
}

function compileThreshold(query: Threshold): CompiledTerm {
  const term = formatTerm(query);
  return ({ paper }) => {
    const count = paper[query.field];
    if (count === null || !reaches(count, query)) return undefined;
    return plainEvidence(term, query.field, `${count} ${query.field}`);
  };
}

function reaches(count: number, { operator, value }: Threshold): boolean {
  if (operator === '>=') return count >= value;
  return operator === '<=' ? count <= value : count === value;
}
