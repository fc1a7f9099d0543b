import type { Query } from '../query/ast.ts';
import { formatQuery } from '../query/format.ts';
import { type CompiledQuery, compileQuery } from './evaluate.ts';
import type { AnalysedPaper, Evidence } from './evidence.ts';
import { analyse } from './text.ts';

export interface Hit<Owner> {
  readonly owner: Owner;
  readonly evidence: readonly Evidence[];
}

/** All subscribed queries, turned round: given a paper, who wants it? */
export interface QueryIndex<Owner> {
  add(id: number, query: Query, owner: Owner): void;
  /** Removes what was added under the id; nothing happens when there was nothing. */
  remove(id: number): void;
  match(paper: AnalysedPaper): Hit<Owner>[];
}

interface Entry<Owner> {
  readonly text: string;
  readonly anchors: readonly string[];
  readonly compiled: CompiledQuery;
  readonly owners: Map<number, Owner>;
}

/**
 * An index by anchors: of each query, stems of which a matching paper has at least one. Only
 * queries with an anchor in the paper are tried, and equal queries are tried once.
 */
export function createQueryIndex<Owner>(): QueryIndex<Owner> {
  const entries = new Map<string, Entry<Owner>>();
  const byAnchor = new Map<string, Set<Entry<Owner>>>();
  const byId = new Map<number, Entry<Owner>>();

  function makeEntry(text: string, query: Query): Entry<Owner> {
    const entry = {
      text,
      anchors: anchorsOf(query),
      compiled: compileQuery(query),
      owners: new Map(),
    };
    entries.set(text, entry);
    for (const anchor of entry.anchors)
      byAnchor.set(anchor, (byAnchor.get(anchor) ?? new Set()).add(entry));
    return entry;
  }

  function dropEntry(entry: Entry<Owner>): void {
    entries.delete(entry.text);
    for (const anchor of entry.anchors) {
      const group = byAnchor.get(anchor);
      group?.delete(entry);
      if (group?.size === 0) byAnchor.delete(anchor);
    }
  }

  function candidates(paper: AnalysedPaper): Set<Entry<Owner>> {
    const stems = [paper.title, paper.abstract, ...paper.keywords].flatMap((text) => [
      ...text.places.keys(),
    ]);
    return new Set(stems.flatMap((stem) => [...(byAnchor.get(stem) ?? [])]));
  }

  return {
    add(id, query, owner) {
      const text = formatQuery(query);
      const entry = entries.get(text) ?? makeEntry(text, query);
      entry.owners.set(id, owner);
      byId.set(id, entry);
    },
    remove(id) {
      const entry = byId.get(id);
      byId.delete(id);
      entry?.owners.delete(id);
      if (entry?.owners.size === 0) dropEntry(entry);
    },
    match(paper) {
      return [...candidates(paper)].flatMap((entry) => {
        const evidence = entry.compiled(paper);
        return evidence ? [...entry.owners.values()].map((owner) => ({ owner, evidence })) : [];
      });
    },
  };
}

/** Stems of which every matching paper has at least one. Longer words stand in for rarer ones. */
function anchorsOf(query: Query): string[] {
  switch (query.kind) {
    case 'word':
    case 'phrase':
      return [longest(analyse(query.text).words.map((word) => word.stem))];
    case 'or':
      return allOrNone(query.of.map(anchorsOf));
    case 'and':
      return (
        query.of
          .map(anchorsOf)
          .filter((it) => it.length > 0)
          .sort(byRarity)[0] ?? []
      );
    case 'not':
      return [];
  }
}

function allOrNone(sides: readonly (readonly string[])[]): string[] {
  return sides.every((side) => side.length > 0) ? sides.flat() : [];
}

function byRarity(one: readonly string[], other: readonly string[]): number {
  return one.length - other.length || longest(other).length - longest(one).length;
}

function longest(stems: readonly string[]): string {
  return stems.reduce((best, stem) => (stem.length > best.length ? stem : best), '');
}
