import type { Query } from '../query/ast.ts';
import { type AnalysedPaper, type Evidence, type Span, snippet } from './evidence.ts';
import { type AnalysedText, analyse, type Word } from './text.ts';

/** A query made ready to be tried on many papers. Gives the evidence, or null for no match. */
export type CompiledQuery = (paper: AnalysedPaper) => Evidence[] | null;

/** Prepares a query, so that its words are analysed once. */
export function compileQuery(query: Query): CompiledQuery {
  switch (query.kind) {
    case 'word':
      return compileTerm(query.text, (word) => word.stem);
    case 'phrase':
      return compileTerm(query.text, (word) => word.folded);
    case 'and':
      return compileAll(query.of.map(compileQuery));
    case 'or':
      return compileAny(query.of.map(compileQuery));
    case 'not':
      return compileNot(compileQuery(query.of));
  }
}

function compileTerm(term: string, form: (word: Word) => string): CompiledQuery {
  const wanted = analyse(term).words;
  return (paper) => {
    for (const [field, texts] of searchable(paper))
      for (const text of texts) {
        const span = findRun(text, wanted, form);
        if (span) return [{ term, field, snippet: snippet(text.text, span) }];
      }
    return null;
  };
}

function searchable(paper: AnalysedPaper) {
  return [
    ['title', [paper.title]],
    ['abstract', [paper.abstract]],
    ['keywords', paper.keywords],
  ] as const;
}

function findRun(
  text: AnalysedText,
  wanted: readonly Word[],
  form: (word: Word) => string,
): Span | undefined {
  const places = wanted[0] ? text.places.get(wanted[0].stem) : undefined;
  for (const place of places ?? []) {
    const run = text.words.slice(place, place + wanted.length);
    const [first, last] = [run[0], run.at(-1)];
    const fits =
      run.length === wanted.length && run.every((word, i) => same(word, wanted[i], form));
    if (fits && first && last) return { first, last };
  }
  return undefined;
}

function same(word: Word, wanted: Word | undefined, form: (word: Word) => string): boolean {
  return wanted !== undefined && form(word) === form(wanted);
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
