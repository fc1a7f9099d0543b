import type { Term } from '../query/ast.ts';
import { formatTerm } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { type CompiledTerm, compileTerm } from './evaluate.ts';
import { type KeyedTerm, keysOfPaper, keysOfTerm, kindOf } from './keyed-terms.ts';
import { commonness, type Frequency, sightsOf } from './sights.ts';
import { createWatchlist } from './watchlist.ts';

/** A term of any number of queries. */
export interface IndexedTerm {
  /** A small number, which no other term has while this one is in use. */
  readonly id: number;
  readonly term: Term;
  /** How many papers of a sample may have it, roughly. */
  readonly commonness: number;
  /** How many queries have it, counted as often as they do. */
  uses: number;
  compiled: CompiledTerm | null;
}

/** All terms of all queries, each once: given a paper, which of them does it have? */
export interface TermIndex {
  /** The one entry of a term, used once more. */
  take(term: Term): IndexedTerm;
  /** Takes one use back; a term without uses is forgotten. */
  drop(term: IndexedTerm): void;
  /** Reads a paper. Gives the ids of its terms, each once, in no order. */
  read(paper: AnalysedPaper): readonly number[];
  /** True of the terms that the paper read last has. */
  has(id: number): boolean;
}

/** The compiled form of a term, made when it is first needed. */
export function compiledOf(term: IndexedTerm): CompiledTerm {
  term.compiled ??= compileTerm(term.term);
  return term.compiled;
}

/** @param frequency must answer the same for as long as the index lives. */
export function createTermIndex(frequency: Frequency): TermIndex {
  const terms = new Map<string, IndexedTerm>();
  const watchlist = createWatchlist();
  const keyed = createKeyList();
  const free: number[] = [];
  let seen = new Uint32Array(1_024);
  let reading = 0;

  function newId(): number {
    const id = free.pop() ?? terms.size;
    if (id < seen.length) return id;
    const larger = new Uint32Array(seen.length * 2);
    larger.set(seen);
    seen = larger;
    return id;
  }

  function makeTerm(name: string, term: Term): IndexedTerm {
    const it = {
      id: newId(),
      term,
      commonness: commonness(term, frequency),
      uses: 0,
      compiled: null,
    };
    terms.set(name, it);
    register(it, 'add');
    return it;
  }

  function register(it: IndexedTerm, action: 'add' | 'remove'): void {
    const { term } = it;
    if (term.kind === 'text' && term.form !== 'prefix')
      watchlist[action](it.id, term.field, sightsOf(term, frequency));
    else keyed[action](it, term);
  }

  return {
    take(term) {
      const name = formatTerm(term);
      const known = terms.get(name);
      const it = known ?? makeTerm(name, term);
      it.uses++;
      return it;
    },
    drop(it) {
      it.uses--;
      if (it.uses > 0) return;
      terms.delete(formatTerm(it.term));
      register(it, 'remove');
      free.push(it.id);
    },
    read(paper) {
      const present: number[] = [];
      reading++;
      const found = (id: number) => {
        if (seen[id] === reading) return;
        seen[id] = reading;
        present.push(id);
      };
      watchlist.read(paper, found);
      keyed.read(paper, found);
      return present;
    },
    has: (id) => seen[id] === reading,
  };
}

/** Terms by their keys; each term of a paper's keys is tried. */
function createKeyList() {
  const byKey = new Map<string, Set<IndexedTerm>>();
  const kinds = new Map<string, number>();

  function count(kind: string, change: number): void {
    const left = (kinds.get(kind) ?? 0) + change;
    if (left > 0) kinds.set(kind, left);
    else kinds.delete(kind);
  }

  return {
    add(it: IndexedTerm, term: KeyedTerm): void {
      for (const key of keysOfTerm(term)) byKey.set(key, (byKey.get(key) ?? new Set()).add(it));
      count(kindOf(term), 1);
    },
    remove(it: IndexedTerm, term: KeyedTerm): void {
      for (const key of keysOfTerm(term)) {
        byKey.get(key)?.delete(it);
        if (byKey.get(key)?.size === 0) byKey.delete(key);
      }
      count(kindOf(term), -1);
    },
    read(paper: AnalysedPaper, found: (id: number) => void): void {
      const keys = new Set([...kinds.keys()].flatMap((kind) => [...keysOfPaper(paper, kind)]));
      for (const key of keys)
        for (const it of byKey.get(key) ?? []) if (compiledOf(it)(paper)) found(it.id);
    },
  };
}
