import type { TextField } from '../query/ast.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import type { Confirm, Sight } from './sights.ts';
import { type AnalysedText, joinAt } from './text.ts';

/** Words to look out for, and the terms that they are signs of. */
export interface Watchlist {
  add(id: number, field: TextField, sights: readonly Sight[]): void;
  /** Takes back what was added with the same arguments. */
  remove(id: number, field: TextField, sights: readonly Sight[]): void;
  /** Reads a paper once and calls `found` with each term that it has, with some repeatedly. */
  read(paper: AnalysedPaper, found: (id: number) => void): void;
}

/** What one word may be a sign of. */
interface Watch {
  /** Terms that need this word and nothing else, in any field. */
  certain: readonly number[];
  /** Terms to look closer for, by the stem that must follow; null when any may. */
  checked: Map<string | null, readonly Check[]> | null;
}

interface Check {
  readonly id: number;
  readonly fields: number;
  readonly confirm: Confirm | null;
}

/** Fields as bits. */
const FIELDS: Readonly<Record<TextField, number>> = { title: 1, abstract: 2, keyword: 4, any: 7 };

/** An empty watchlist. */
export function createWatchlist(): Watchlist {
  const watches = new Map<string, Watch>();
  let joinable = 0;

  function readText(text: AnalysedText, field: number, found: (id: number) => void): void {
    const { words } = text;
    for (let place = 0; place < words.length; place++) {
      const watch = watches.get(words[place]?.stem ?? '');
      if (watch) notice(watch, text, place, field, found);
      const joint = joinable > 0 ? watches.get(joinAt(text.text, words, place) ?? '') : undefined;
      if (joint) notice(joint, text, place, field, found);
    }
  }

  function change(id: number, sight: Sight, field: TextField, put: typeof insert): void {
    const watch = watches.get(sight.stem) ?? { certain: [], checked: null };
    put(watch, { id, fields: FIELDS[field], confirm: sight.confirm }, sight.next);
    if (watch.certain.length === 0 && !watch.checked) watches.delete(sight.stem);
    else watches.set(sight.stem, watch);
  }

  return {
    add(id, field, sights) {
      for (const sight of sights) change(id, sight, field, insert);
      joinable += sights.filter((it) => it.joinable).length;
    },
    remove(id, field, sights) {
      for (const sight of sights) change(id, sight, field, withdraw);
      joinable -= sights.filter((it) => it.joinable).length;
    },
    read(paper, found) {
      readText(paper.title, FIELDS.title, found);
      readText(paper.abstract, FIELDS.abstract, found);
      for (const keyword of paper.keywords) readText(keyword, FIELDS.keyword, found);
    },
  };
}

function notice(
  watch: Watch,
  text: AnalysedText,
  place: number,
  field: number,
  found: (id: number) => void,
): void {
  for (const id of watch.certain) found(id);
  if (!watch.checked) return;
  const next = text.words[place + 1];
  look(watch.checked.get(null), text, place, field, found);
  if (next) look(watch.checked.get(next.stem), text, place, field, found);
}

function look(
  checks: readonly Check[] | undefined,
  text: AnalysedText,
  place: number,
  field: number,
  found: (id: number) => void,
): void {
  if (!checks) return;
  for (const { id, fields, confirm } of checks)
    if ((fields & field) !== 0 && (confirm === null || confirm(text, place))) found(id);
}

function insert(watch: Watch, check: Check, next: string | null): void {
  if (isCertain(check, next)) watch.certain = [...watch.certain, check.id];
  else checksOf(watch).set(next, [...(watch.checked?.get(next) ?? []), check]);
}

function withdraw(watch: Watch, check: Check, next: string | null): void {
  if (isCertain(check, next)) {
    watch.certain = watch.certain.filter((id) => id !== check.id);
    return;
  }
  const others = (watch.checked?.get(next) ?? []).filter((it) => it.id !== check.id);
  if (others.length > 0) checksOf(watch).set(next, others);
  else watch.checked?.delete(next);
  if (watch.checked?.size === 0) watch.checked = null;
}

function checksOf(watch: Watch): Map<string | null, readonly Check[]> {
  watch.checked ??= new Map();
  return watch.checked;
}

function isCertain({ fields, confirm }: Check, next: string | null): boolean {
  return fields === FIELDS.any && confirm === null && next === null;
}
