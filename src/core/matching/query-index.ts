import type { Query } from '../query/ast.ts';
import { formatQuery } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { anchorsOf, keysOf, prefixKey } from './anchors.ts';
import { type CompiledQuery, compileQuery } from './evaluate.ts';
import type { Evidence } from './evidence.ts';

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
  readonly key: string;
  readonly anchors: readonly string[];
  readonly compiled: CompiledQuery;
  readonly owners: Map<number, Owner>;
}

/**
 * An index by anchors: of each query, keys of which a matching paper has at least one. Only
 * queries with an anchor in the paper are tried, and equal queries are tried once.
 */
export function createQueryIndex<Owner>(): QueryIndex<Owner> {
  const entries = new Map<string, Entry<Owner>>();
  const byAnchor = new Map<string, Set<Entry<Owner>>>();
  const unanchored = new Set<Entry<Owner>>();
  const byId = new Map<number, Entry<Owner>>();

  function groupsOf(entry: Entry<Owner>): Set<Entry<Owner>>[] {
    if (entry.anchors.length === 0) return [unanchored];
    return entry.anchors.map((anchor) => {
      const group = byAnchor.get(anchor) ?? new Set();
      byAnchor.set(anchor, group);
      return group;
    });
  }

  function makeEntry(key: string, query: Query): Entry<Owner> {
    const anchors = anchorsOf(query, (anchor) => anchor.length);
    const entry = { key, anchors, compiled: compileQuery(query), owners: new Map() };
    entries.set(key, entry);
    for (const group of groupsOf(entry)) group.add(entry);
    return entry;
  }

  function dropEntry(entry: Entry<Owner>): void {
    entries.delete(entry.key);
    unanchored.delete(entry);
    for (const anchor of entry.anchors) {
      const group = byAnchor.get(anchor);
      group?.delete(entry);
      if (group?.size === 0) byAnchor.delete(anchor);
    }
  }

  function candidates(paper: AnalysedPaper): Set<Entry<Owner>> {
    const found = new Set(unanchored);
    for (const key of keysOf(paper)) {
      for (const entry of byAnchor.get(key) ?? []) found.add(entry);
      for (let length = 2; length <= key.length; length++)
        for (const entry of byAnchor.get(prefixKey(key.slice(0, length))) ?? []) found.add(entry);
    }
    return found;
  }

  return {
    add(id, query, owner) {
      const key = formatQuery(query);
      const entry = entries.get(key) ?? makeEntry(key, query);
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
