import type { IndexedTerm } from './term-index.ts';

/** For each term the entries to try, with the one other term that must be there as well. */
export interface Postings<Entry> {
  add(entry: Entry, cases: readonly ReadonlySet<IndexedTerm>[]): void;
  /** Takes back what was added with the same arguments. */
  remove(entry: Entry, cases: readonly ReadonlySet<IndexedTerm>[]): void;
  /**
   * Calls `visit` with each entry to try, with some repeatedly.
   */
  candidates(
    present: readonly number[],
    has: (id: number) => boolean,
    visit: (entry: Entry) => void,
  ): void;
}

/**
 * Two lists side by side and not one of pairs: most entries are passed over after a look at the
 * number alone.
 */
interface Posting<Entry> {
  readonly partners: number[];
  readonly entries: Entry[];
}

/** No other term is needed. */
const NOBODY = -1;

/** Files entries under the rarest term of each of their cases, with the second rarest as partner. */
export function createPostings<Entry>(): Postings<Entry> {
  const byTerm: (Posting<Entry> | undefined)[] = [];
  const always = new Set<Entry>();

  function remove(entry: Entry, term: number, partner: number): void {
    const list = byTerm[term];
    const place = list?.entries.findIndex(
      (it, at) => it === entry && list.partners[at] === partner,
    );
    if (!list || place === undefined || place === -1) return;
    list.entries.splice(place, 1);
    list.partners.splice(place, 1);
    if (list.entries.length === 0) byTerm[term] = undefined;
  }

  function add(entry: Entry, term: number, partner: number): void {
    const list = byTerm[term];
    list?.entries.push(entry);
    list?.partners.push(partner);
    if (!list) byTerm[term] = { partners: [partner], entries: [entry] };
  }

  function change(entry: Entry, needed: ReadonlySet<IndexedTerm>, put: typeof add): void {
    const [rarest, partner] = [...needed].sort((one, other) => one.commonness - other.commonness);
    if (rarest) put(entry, rarest.id, partner?.id ?? NOBODY);
  }

  return {
    add(entry, cases) {
      for (const needed of cases) change(entry, needed, add);
      if (cases.some((needed) => needed.size === 0)) always.add(entry);
    },
    remove(entry, cases) {
      for (const needed of cases) change(entry, needed, remove);
      always.delete(entry);
    },
    candidates(present, has, visit) {
      for (const entry of always) visit(entry);
      for (const id of present) {
        const list = byTerm[id];
        if (list) visitList(list, has, visit);
      }
    },
  };
}

function visitList<Entry>(
  { partners, entries }: Posting<Entry>,
  has: (id: number) => boolean,
  visit: (entry: Entry) => void,
): void {
  for (let place = 0; place < partners.length; place++) {
    const partner = partners[place] as number;
    if (partner === NOBODY || has(partner)) visit(entries[place] as Entry);
  }
}
