import type { Term } from '../query/ast.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { filedNameParts } from './authors.ts';
import { createMultimap } from './multimap.ts';
import { type AnalysedText, analyse, joined, type Word } from './text.ts';

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

/** Words of many organizations, which tell least about one. */
const COMMON_NAMES = new Set(
  'academy center centre college department foundation group institute laboratory national research school science technology university'.split(
    ' ',
  ),
);

/** The keys of a term: a paper that has it, has at least one of them. '' is the key of all papers. */
function keysOfTerm(term: Term): string[] {
  if (term.kind === 'text') return [`${term.text}*`];
  if (term.kind === 'threshold' || term.field === 'has') return [''];
  if (term.field === 'author') return [authorKeyOf(filedNameParts(term.text))];
  if (term.field === 'category') return [categoryKey(term.text)];
  return leadsOf(analyse(term.text).words).map((stem) => `${term.field}:${stem}`);
}

/** A paper's keys of a kind are only made when there is a term of that kind. */
function kindOf(term: Term): string {
  if (term.kind === 'text') return `prefix ${term.text.length}`;
  if (term.kind === 'threshold' || term.field === 'has') return 'any';
  return term.field === 'author' && filedNameParts(term.text).length > 1 ? 'full name' : term.field;
}

/**
 * The stems of the longest word that is not common: by itself, and as one with either neighbour. A
 * text that holds all words holds one of these.
 */
function leadsOf(words: readonly Word[]): string[] {
  const weights = words.map(({ stem }) => (COMMON_NAMES.has(stem) ? 0 : stem.length));
  const place = weights.indexOf(Math.max(...weights));
  const [before, word, after] = [words[place - 1], words[place], words[place + 1]];
  if (!word) return [];
  const joins = [
    before && joined(before.folded, word.folded),
    after && joined(word.folded, after.folded),
  ];
  return [word.stem, ...joins.filter((it) => it !== undefined)];
}

function keysOfPaper(paper: AnalysedPaper, kind: string): Iterable<string> {
  switch (kind) {
    case 'author':
      return paper.paper.authors.flatMap(filedNameParts).map((part) => authorKey(part));
    case 'full name':
      return paper.paper.authors.flatMap((name) => fullNameKeys(filedNameParts(name)));
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

/** A family name, and the initial of a given one. */
function authorKey(family: string, initial = ''): string {
  return `author:${family} ${initial}`;
}

/** The query's last word is the family name, its first one is given and never missing. */
function authorKeyOf(parts: readonly string[]): string {
  const [given, ...others] = parts;
  const family = others.at(-1);
  return family === undefined ? authorKey(given ?? '') : authorKey(family, given?.[0]);
}

/** Any part of a name may be the family's, and any other the first given one. */
function fullNameKeys(parts: readonly string[]): string[] {
  return parts.flatMap((family, place) =>
    parts.flatMap((given, at) => (at === place ? [] : [authorKey(family, given[0])])),
  );
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
