import type { Query } from '../query/ast.ts';
import { formatQuery } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { casesOf } from './cases.ts';
import { evidenceOf } from './evaluate.ts';
import type { Evidence } from './evidence.ts';
import { type Formula, holds, termsOf, toFormula } from './formula.ts';
import { createPostings } from './postings.ts';
import { createStamps } from './stamps.ts';
import { createTermIndex } from './term-index.ts';

/** A query that a paper satisfies, with all who asked for it. */
export interface Hit<Owner> {
  /** In its canonical spelling. */
  readonly query: string;
  readonly owners: readonly Owner[];
  /** Why it matches: looked up when asked for, each term once a paper. */
  evidence(): readonly Evidence[];
}

/** All subscribed queries, turned round: given a paper, who wants it? */
export interface QueryIndex<Owner> {
  /**
   * @param id names the subscription; it is not in use.
   * @param query given as the same object again, it is recognised at once.
   */
  add(id: number, query: Query, owner: Owner): void;
  /** Removes what was added under the id; nothing happens when there was nothing. */
  remove(id: number): void;
  /** What a paper satisfies: each distinct query once, in no order. */
  match(paper: AnalysedPaper): Hit<Owner>[];
}

/** One distinct query, with the ids of its subscriptions and their owners side by side. */
interface Entry<Owner> {
  readonly number: number;
  readonly query: string;
  readonly formula: Formula;
  readonly ids: number[];
  readonly owners: Owner[];
}

/**
 * An index over the terms of queries (docs/adr/0004-the-query-index.md). A paper is read once for
 * its terms; of each query, the rarest term it needs leads to it.
 */
export function createQueryIndex<Owner>(): QueryIndex<Owner> {
  const terms = createTermIndex();
  const postings = createPostings(terms.commonness);
  const entries: (Entry<Owner> | undefined)[] = [];
  const byName = new Map<string, Entry<Owner>>();
  const byQuery = new WeakMap<Query, Entry<Owner>>();
  const byId = new Map<number, Entry<Owner>>();
  const met = createStamps();

  function entryOf(query: Query): Entry<Owner> {
    const name = formatQuery(query);
    return byName.get(name) ?? makeEntry(name, query);
  }

  function makeEntry(name: string, query: Query): Entry<Owner> {
    const formula = toFormula(query, terms.take);
    const entry = { number: entries.length, query: name, formula, ids: [], owners: [] };
    entries.push(entry);
    byName.set(name, entry);
    postings.add(entry.number, casesOf(formula));
    return entry;
  }

  function dropEntry(entry: Entry<Owner>): void {
    entries[entry.number] = undefined;
    byName.delete(entry.query);
    postings.remove(entry.number, casesOf(entry.formula));
    for (const term of termsOf(entry.formula)) terms.drop(term);
  }

  return {
    add(id, query, owner) {
      const known = byQuery.get(query);
      const entry = known && known.ids.length > 0 ? known : entryOf(query);
      byQuery.set(query, entry);
      byId.set(id, entry);
      entry.ids.push(id);
      entry.owners.push(owner);
    },
    remove(id) {
      const entry = byId.get(id);
      if (!entry) return;
      const place = entry.ids.indexOf(id);
      byId.delete(id);
      entry.ids.splice(place, 1);
      entry.owners.splice(place, 1);
      if (entry.ids.length === 0) dropEntry(entry);
    },
    match(paper) {
      const hits: Hit<Owner>[] = [];
      const present = terms.read(paper);
      const find = findAmong(present, (term) => terms.find(term, paper));
      const found = (number: number) => {
        const entry = entries[number];
        if (entry && met.mark(number)) hits.push(toHit(entry, find));
      };
      met.clear();
      postings.read(present, terms.has, found, (number) => {
        const formula = entries[number]?.formula;
        if (formula && !met.has(number) && holds(formula, terms.has)) found(number);
      });
      return hits;
    },
  };
}

type FindTerm = (term: number) => Evidence | undefined;

function toHit<Owner>({ query, formula, owners }: Entry<Owner>, find: FindTerm): Hit<Owner> {
  let evidence: readonly Evidence[] | undefined;
  return {
    query,
    owners,
    evidence: () => {
      evidence ??= evidenceOf(formula, find) ?? [];
      return evidence;
    },
  };
}

/** Looks for each term once, however many queries have it, and only for those that are there. */
function findAmong(present: readonly number[], find: FindTerm): FindTerm {
  let known: Map<number, Evidence | undefined> | undefined;
  return (term) => {
    known ??= new Map(present.map((id) => [id, undefined]));
    if (known.has(term) && !known.get(term)) known.set(term, find(term));
    return known.get(term);
  };
}
