import type { FactTerm, Query, TextTerm } from '../query/ast.ts';
import type { Search, SearchField } from '../search.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { filedNameParts } from './authors.ts';
import { withNeighbours } from './formula.ts';
import { type AnalysedText, analyse, joined } from './text.ts';

/** The words under which a paper is found. */
export type SearchWords = Readonly<Record<SearchField, readonly string[]>>;

/** Other names of a term: long forms of an abbreviation, and the other way round. */
export type OthersOf = (text: string) => readonly string[];

/** What is put into a full-text index for a paper. */
export function searchWords(paper: AnalysedPaper): SearchWords {
  const texts = [paper.title, paper.abstract, ...paper.keywords];
  const facts = [paper.organization, ...paper.sources];
  return {
    words: [...new Set(texts.flatMap(wordsOf))],
    authors: [...new Set(paper.paper.authors.flatMap(filedNameParts))],
    facts: [...new Set([...facts.flatMap(wordsOf), ...paper.paper.categories.map(archiveWord)])],
  };
}

/** What to ask a full-text index for a query; null when it can't narrow the papers. */
export function searchFor(query: Query, othersOf: OthersOf): Search | null {
  switch (query.kind) {
    case 'text':
      return textSearch(query, othersOf);
    case 'fact':
      return factSearch(query);
    case 'and':
      return allOf(withNeighbours(query.of).map((part) => searchFor(part, othersOf)));
    case 'or':
      return anyOf(query.of.map((part) => searchFor(part, othersOf)));
    default:
      return null;
  }
}

function wordsOf(text: AnalysedText): string[] {
  const folded = text.words.map((word) => word.folded);
  return [...folded, ...text.places.keys(), ...text.joins.keys()];
}

function textSearch({ form, text }: TextTerm, othersOf: OthersOf): Search {
  if (form === 'prefix') return { kind: 'word', field: 'words', word: text, prefix: true };
  const others = form === 'literal' ? [] : othersOf(text);
  return someOf([
    runSearch(text, form === 'word', 'words'),
    ...others.map((it) => runSearch(it, false, 'words')),
  ]);
}

/** All words of a run, each by itself or joined to a neighbour. */
function runSearch(text: string, joining: boolean, field: SearchField): Search {
  const words = analyse(text).words;
  const searches = words.map((word, place) => {
    const [before, after] = [words[place - 1], words[place + 1]];
    const joins = joining
      ? [before && joined(before.folded, word.folded), after && joined(word.folded, after.folded)]
      : [];
    return someOf(
      [word.stem, ...joins.filter((it) => it !== undefined)].map((it) => wordSearch(it, field)),
    );
  });
  return searches.length === 1 && searches[0] ? searches[0] : { kind: 'all', of: searches };
}

function factSearch({ field, text }: FactTerm): Search | null {
  if (field === 'has') return null;
  if (field === 'category') return wordSearch(archiveWord(text), 'facts');
  if (field !== 'author') return runSearch(text, true, 'facts');
  const family = filedNameParts(text).at(-1);
  return family ? wordSearch(family, 'authors') : null;
}

function wordSearch(word: string, field: SearchField): Search {
  return { kind: 'word', field, word, prefix: false };
}

function archiveWord(category: string): string {
  return category.toLowerCase().split('.')[0] ?? '';
}

function someOf(searches: readonly Search[]): Search {
  const [first] = searches;
  return first && searches.length === 1 ? first : { kind: 'any', of: searches };
}

function allOf(searches: readonly (Search | null)[]): Search | null {
  const known = searches.filter((it) => it !== null);
  return known.length === 0 ? null : { kind: 'all', of: known };
}

function anyOf(searches: readonly (Search | null)[]): Search | null {
  const known = searches.filter((it) => it !== null);
  return known.length === searches.length ? { kind: 'any', of: known } : null;
}
