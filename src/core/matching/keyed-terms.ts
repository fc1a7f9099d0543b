import type { Term } from '../query/ast.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { foldedNameWords } from './authors.ts';
import { createMultimap } from './multimap.ts';
import { type AnalysedText, analyse, joined } from './text.ts';

/** Prefixes, facts and counts: what is looked up by a key of the paper, and then tried. */
export interface KeyedTerms {
  add(term: Term, id: number): void;
  /** Takes back what was added with the same arguments. */
  remove(term: Term, id: number): void;
  /** Calls `suspected` with each term that the paper may have. */
  read(paper: AnalysedPaper, suspected: (id: number) => void): void;
}

export function createKeyedTerms(): KeyedTerms {
  const byKey = createMultimap<number>();
  const kinds = new Map<string, number>();

  function change(action: 'add' | 'remove', term: Term, id: number): void {
    for (const key of new Set(keysOfTerm(term))) byKey[action](key, id);
    const kind = kindOf(term);
    const count = (kinds.get(kind) ?? 0) + (action === 'add' ? 1 : -1);
    if (count > 0) kinds.set(kind, count);
    else kinds.delete(kind);
  }

  return {
    add: (term, id) => change('add', term, id),
    remove: (term, id) => change('remove', term, id),
    read(paper, suspected) {
      for (const kind of kinds.keys())
        for (const key of keysOfPaper(paper, kind)) for (const id of byKey.get(key)) suspected(id);
    },
  };
}

/** The keys of a term: a paper that has it, has at least one of them. '' is the key of all papers. */
function keysOfTerm(term: Term): string[] {
  if (term.kind === 'text') return [`${term.text}*`];
  if (term.kind === 'threshold' || term.field === 'has') return [''];
  if (term.field === 'author') return [authorKey(foldedNameWords(term.text).at(-1) ?? '')];
  if (term.field === 'category') return [categoryKey(term.text)];
  const [word, next] = analyse(term.text).words;
  if (!word) return [];
  const stems = next ? [word.stem, joined(word.folded, next.folded)] : [word.stem];
  return stems.map((stem) => `${term.field}:${stem}`);
}

/** A paper's keys of a kind are only made when there is a term of that kind. */
function kindOf(term: Term): string {
  if (term.kind === 'text') return `prefix ${term.text.length}`;
  return term.kind === 'fact' && term.field !== 'has' ? term.field : 'any';
}

function keysOfPaper(paper: AnalysedPaper, kind: string): Iterable<string> {
  switch (kind) {
    case 'author':
      return paper.paper.authors.flatMap(foldedNameWords).map(authorKey);
    case 'category':
      return paper.paper.categories.map(categoryKey);
    case 'org':
      return stemKeys('org', [paper.organization]);
    case 'source':
      return stemKeys('source', paper.sources);
    case 'any':
      return [''];
    default:
      return prefixes(paper, Number(kind.slice('prefix '.length)));
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
    for (const { folded } of words)
      if (folded.length >= length) found.add(`${folded.slice(0, length)}*`);
  return found;
}
