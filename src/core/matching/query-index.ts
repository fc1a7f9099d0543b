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

/** A distinct query, with all who asked for it. */
export interface Followed<Owner> {
  /** In its canonical spelling. */
  readonly query: string;
  readonly owners: readonly Owner[];
}

/** The queries that a paper satisfies. */
export interface Hits<Owner> {
  /** Each once, in no order. */
  readonly queries: readonly Followed<Owner>[];
  /** Why one of them matches: looked up when asked for, each term once a paper. */
  evidence(query: Followed<Owner>): readonly Evidence[];
}

/** All subscribed queries, turned round: given a paper, who wants it? */
export interface QueryIndex<Owner> {
  /** @param id names the subscription; it is not in use. */
  add(id: number, query: Query, owner: Owner): void;
  /**
   * Adds a subscription to a query that somebody follows already, without reading the query again.
   * @param query in its canonical spelling.
   * @returns false when nobody follows it; nothing is added then.
   */
  join(id: number, query: string, owner: Owner): boolean;
  /** Removes what was added under the id; nothing happens when there was nothing. */
  remove(id: number): void;
  /** What a paper satisfies; to be used before the index changes. */
  match(paper: AnalysedPaper): Hits<Owner>;
}

interface Entry<Owner> extends Followed<Owner> {
  readonly number: number;
  readonly formula: Formula;
  /** Ids of the subscriptions, and their owners at the same places. */
  readonly ids: number[];
  readonly owners: Owner[];
}

/**
 * An index over the terms of queries (docs/adr/0004-the-query-index.md). A paper is read once for
 * its terms; of each query, the term it needs that is likely the rarest leads to it.
 */
export function createQueryIndex<Owner>(): QueryIndex<Owner> {
  const terms = createTermIndex();
  const postings = createPostings(terms.commonness);
  const entries: (Entry<Owner> | undefined)[] = [];
  const byName = new Map<string, Entry<Owner>>();
  const byId = new Map<number, Entry<Owner>>();
  const met = createStamps();

  function makeEntry(query: string, formula: Formula): Entry<Owner> {
    const entry = { number: entries.length, query, formula, ids: [], owners: [] };
    entries.push(entry);
    byName.set(query, entry);
    postings.add(entry.number, casesOf(formula));
    return entry;
  }

  function dropEntry(entry: Entry<Owner>): void {
    entries[entry.number] = undefined;
    byName.delete(entry.query);
    postings.remove(entry.number, casesOf(entry.formula));
    for (const term of termsOf(entry.formula)) terms.drop(term);
  }

  function follow(entry: Entry<Owner>, id: number, owner: Owner): void {
    byId.set(id, entry);
    entry.ids.push(id);
    entry.owners.push(owner);
  }

  function queriesWith(present: readonly number[]): Entry<Owner>[] {
    const queries: Entry<Owner>[] = [];
    const found = (number: number) => {
      if (met.mark(number)) queries.push(entries[number] as Entry<Owner>);
    };
    met.clear();
    postings.read(present, terms.has, found, (number) => {
      const formula = met.has(number) ? undefined : entries[number]?.formula;
      if (formula && holds(formula, terms.has)) found(number);
    });
    return queries;
  }

  return {
    add(id, query, owner) {
      const name = formatQuery(query);
      follow(byName.get(name) ?? makeEntry(name, toFormula(query, terms.take)), id, owner);
    },
    join(id, query, owner) {
      const entry = byName.get(query);
      if (entry) follow(entry, id, owner);
      return entry !== undefined;
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
      const present = terms.read(paper);
      const evidenceFor = rememberEach(present, (term) => terms.find(term, paper));
      return {
        queries: queriesWith(present),
        evidence: ({ query }) => {
          const formula = byName.get(query)?.formula;
          return (formula && evidenceOf(formula, evidenceFor)) ?? [];
        },
      };
    },
  };
}

type FindTerm = (term: number) => Evidence | undefined;

/** Looks for each term once, however many queries have it, and only for those that are there. */
function rememberEach(present: readonly number[], find: FindTerm): FindTerm {
  let known: Map<number, Evidence | undefined> | undefined;
  return (term) => {
    known ??= new Map(present.map((id) => [id, undefined]));
    if (known.has(term) && !known.get(term)) known.set(term, find(term));
    return known.get(term);
  };
}
