import type { Case, Cases } from './cases.ts';

/** Entries by the terms that lead to them. */
export interface Postings {
  add(entry: number, cases: Cases): void;
  /** Takes back what was added with the same arguments. */
  remove(entry: number, cases: Cases): void;
  /**
   * Goes through the entries that a paper with these terms may satisfy, some of them repeatedly.
   * @param found called with an entry that the paper satisfies.
   * @param suspected called with one that remains to be tried.
   */
  read(
    present: readonly number[],
    has: (term: number) => boolean,
    found: Tell,
    suspected: Tell,
  ): void;
}

type Tell = (entry: number) => void;

/**
 * Rows of three numbers, one behind the other: another term that must be there, a term that must
 * not, an entry. Most rows are passed over after a look at the first; objects would have to be
 * fetched from all over the memory for that.
 */
type Rows = number[];
const WIDTH = 3;

/** In place of a term: none. */
const NONE = -1;
/** In place of a term that must not be there: the entry must be tried. */
const TRY = -2;

/**
 * Files every case of an entry under the rarest term that it wants.
 * @param commonness of a term among papers; always the same for one term.
 */
export function createPostings(commonness: (term: number) => number): Postings {
  const byTerm: (Rows | undefined)[] = [];
  const always = new Set<number>();

  /** The term to file a case under, and the row. */
  function rowOf(entry: number, { wanted, excluded }: Case, exact: boolean): [number, Rows] {
    const [rarest = NONE, partner = NONE] = byCommonness(wanted);
    const [veto = NONE] = byCommonness(excluded).reverse();
    const decided = exact && wanted.size <= 2 && excluded.size <= 1;
    return [rarest, [partner, decided ? veto : TRY, entry]];
  }

  function byCommonness(terms: ReadonlySet<number>): number[] {
    return [...terms].sort((one, other) => commonness(one) - commonness(other) || one - other);
  }

  function add(term: number, row: Rows): void {
    const rows = byTerm[term];
    if (rows) rows.push(...row);
    else byTerm[term] = row;
  }

  function remove(term: number, row: Rows): void {
    const rows = byTerm[term] ?? [];
    const place = placeOf(row, rows);
    if (place !== -1) rows.splice(place, WIDTH);
    if (rows.length === 0) byTerm[term] = undefined;
  }

  function change(entry: number, { cases, exact }: Cases, put: typeof add): void {
    for (const it of cases) if (it.wanted.size > 0) put(...rowOf(entry, it, exact));
  }

  return {
    add(entry, it) {
      change(entry, it, add);
      if (it.cases.some(({ wanted }) => wanted.size === 0)) always.add(entry);
    },
    remove(entry, it) {
      change(entry, it, remove);
      always.delete(entry);
    },
    read(present, has, found, suspected) {
      for (const entry of always) suspected(entry);
      for (const term of present) {
        const rows = byTerm[term];
        if (rows) readRows(rows, has, found, suspected);
      }
    },
  };
}

function readRows(rows: Rows, has: (term: number) => boolean, found: Tell, suspected: Tell): void {
  for (let place = 0; place < rows.length; place += WIDTH) {
    const partner = rows[place] as number;
    if (partner !== NONE && !has(partner)) continue;
    const veto = rows[place + 1] as number;
    const entry = rows[place + 2] as number;
    if (veto === TRY) suspected(entry);
    else if (veto === NONE || !has(veto)) found(entry);
  }
}

function placeOf(row: Rows, rows: Rows): number {
  for (let place = 0; place < rows.length; place += WIDTH)
    if (row.every((it, at) => rows[place + at] === it)) return place;
  return -1;
}
