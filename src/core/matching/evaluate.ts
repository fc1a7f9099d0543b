import type { FactTerm, Query, TextField, TextTerm, Threshold } from '../query/ast.ts';
import { formatTerm } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { isNamed } from './authors.ts';
import { type Evidence, type EvidenceField, evidenceIn, plainEvidence } from './evidence.ts';
import { createFinder, type Finder } from './run.ts';
import type { AnalysedText } from './text.ts';

/** A query made ready to be tried on many papers. Gives the evidence, or null for no match. */
export type CompiledQuery = (paper: AnalysedPaper) => Evidence[] | null;

/** Prepares a query, so that its words are analysed once. */
export function compileQuery(query: Query): CompiledQuery {
  switch (query.kind) {
    case 'text':
      return compileText(query);
    case 'fact':
      return compileFact(query);
    case 'threshold':
      return compileThreshold(query);
    case 'and':
      return compileAll(withNeighbours(query.of).map(compileQuery));
    case 'or':
      return compileAny(query.of.map(compileQuery));
    case 'not':
      return compileNot(compileQuery(query.of));
  }
}

/**
 * Words that stand next to each other in a query are also found where they are written as one:
 * "fine tuning" finds "finetuning". Each of the two is then either itself, or both together.
 */
function withNeighbours(parts: readonly Query[]): Query[] {
  return parts.map((part, place) => {
    const joins = [joinWords(parts[place - 1], part), joinWords(part, parts[place + 1])];
    const of = [part, ...joins.filter((it) => it !== null)];
    return of.length === 1 ? part : { kind: 'or', of };
  });
}

function joinWords(one: Query | undefined, other: Query | undefined): TextTerm | null {
  if (one?.kind !== 'text' || other?.kind !== 'text' || one.field !== other.field) return null;
  if (one.form !== 'word' || other.form !== 'word') return null;
  return { ...one, text: one.text + other.text };
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

function compileText(query: TextTerm): CompiledQuery {
  const find = createFinder(query.form, query.text);
  const term =
    query.form === 'phrase' || query.form === 'literal'
      ? query.text
      : formatTerm({ ...query, field: 'any' });
  return (paper) => {
    for (const [field, textsOf] of TEXTS[query.field]) {
      const evidence = findIn(textsOf(paper), find, term, field);
      if (evidence) return [evidence];
    }
    return null;
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

function compileFact(query: FactTerm): CompiledQuery {
  const find = findFact(query);
  return (paper) => {
    const evidence = find(paper);
    return evidence ? [evidence] : null;
  };
}

function findFact({ field, text }: FactTerm): (paper: AnalysedPaper) => Evidence | undefined {
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

function compileThreshold(query: Threshold): CompiledQuery {
  const term = formatTerm(query);
  return ({ paper }) => {
    const count = paper[query.field];
    if (count === null || !reaches(count, query)) return null;
    return [plainEvidence(term, query.field, `${count} ${query.field}`)];
  };
}

function reaches(count: number, { operator, value }: Threshold): boolean {
  if (operator === '>=') return count >= value;
  return operator === '<=' ? count <= value : count === value;
}

function compileAll(parts: readonly CompiledQuery[]): CompiledQuery {
  return (paper) => {
    const found: Evidence[] = [];
    for (const part of parts) {
      const evidence = part(paper);
      if (!evidence) return null;
      found.push(...evidence);
    }
    return found;
  };
}

function compileAny(parts: readonly CompiledQuery[]): CompiledQuery {
  return (paper) => {
    const found = parts.map((part) => part(paper)).filter((evidence) => evidence !== null);
    return found.length > 0 ? found.flat() : null;
  };
}

function compileNot(part: CompiledQuery): CompiledQuery {
  return (paper) => (part(paper) ? null : []);
}
