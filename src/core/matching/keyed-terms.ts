import type { FactTerm, TextTerm, Threshold } from '../query/ast.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { foldedNameWords } from './authors.ts';
import { type AnalysedText, analyse, joined } from './text.ts';

/** Prefixes, facts and counts: everything that is not read off single words. */
export type KeyedTerm = FactTerm | Threshold | TextTerm;

/**
 * The keys of a term: a paper that has it, has at least one of them. The key of all papers is ''.
 */
export function keysOfTerm(term: KeyedTerm): string[] {
  if (term.kind === 'text') return [term.text];
  if (term.kind === 'threshold' || term.field === 'has') return [''];
  if (term.field === 'author') return [authorKey(foldedNameWords(term.text).at(-1) ?? '')];
  if (term.field === 'category') return [categoryKey(term.text)];
  const [word, next] = analyse(term.text).words;
  if (!word) return [];
  const stems = next ? [word.stem, joined(word.folded, next.folded)] : [word.stem];
  return stems.map((stem) => `${term.field}:${stem}`);
}

/** What a group of keys has in common; a paper's are only made when a term is of that kind. */
export function kindOf(term: KeyedTerm): string {
  if (term.kind === 'text') return `prefix:${term.text.length}`;
  return term.kind === 'fact' ? term.field : 'count';
}

/** The keys of a paper, of one kind of term. */
export function keysOfPaper(paper: AnalysedPaper, kind: string): Iterable<string> {
  switch (kind) {
    case 'author':
      return paper.paper.authors.flatMap(foldedNameWords).map(authorKey);
    case 'category':
      return paper.paper.categories.map(categoryKey);
    case 'org':
      return stemKeys('org', [paper.organization]);
    case 'source':
      return stemKeys('source', paper.sources);
    case 'has':
    case 'count':
      return [''];
    default:
      return prefixes(paper, Number(kind.slice('prefix:'.length)));
  }
}

function authorKey(word: string): string {
  return `author:${word}`;
}

function categoryKey(category: string): string {
  return `category:${category.toLowerCase().split('.')[0] ?? ''}`;
}

function stemKeys(field: string, texts: readonly AnalysedText[]): string[] {
  return texts
    .flatMap((text) => [...text.places.keys(), ...text.joins.keys()])
    .map((stem) => `${field}:${stem}`);
}

/** The beginnings of all words, as long as told. */
function prefixes(paper: AnalysedPaper, length: number): Set<string> {
  const found = new Set<string>();
  for (const { words } of [paper.title, paper.abstract, ...paper.keywords])
    for (const { folded } of words) if (folded.length >= length) found.add(folded.slice(0, length));
  return found;
}
