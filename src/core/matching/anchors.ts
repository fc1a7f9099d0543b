import type { FactTerm, Query, TextTerm } from '../query/ast.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { foldedNameWords } from './authors.ts';
import { type AnalysedText, analyse, joined, wholeStem } from './text.ts';

/**
 * Keys of which every paper that matches a query has at least one; empty when there is no such
 * set (has:code, upvotes>=20). Of a conjunction, the part with the rarest keys is taken.
 * @param rarity how rare a key is: the higher, the fewer papers have it.
 */
export function anchorsOf(query: Query, rarity: (key: string) => number): readonly string[] {
  switch (query.kind) {
    case 'text':
      return rarest(textChoices(query), rarity);
    case 'fact':
      return factAnchors(query);
    case 'or':
      return allOrNone(query.of.map((part) => anchorsOf(part, rarity)));
    case 'and':
      return rarest(andChoices(query.of, rarity), rarity);
    default:
      return [];
  }
}

/** The keys that a paper has. */
export function keysOf(paper: AnalysedPaper): Set<string> {
  const keys = new Set<string>();
  for (const text of [paper.title, paper.abstract, ...paper.keywords]) addWords(keys, text);
  for (const name of paper.paper.authors)
    for (const word of foldedNameWords(name)) keys.add(`author:${word}`);
  for (const category of paper.paper.categories) keys.add(`category:${archiveOf(category)}`);
  for (const text of [paper.organization, ...paper.sources])
    for (const stem of [...text.places.keys(), ...text.joins.keys()]) keys.add(`fact:${stem}`);
  return keys;
}

/** The key of a prefix; a paper has those of all beginnings of its words. */
export function prefixKey(prefix: string): string {
  return `${prefix}*`;
}

function addWords(keys: Set<string>, text: AnalysedText): void {
  for (const stem of text.places.keys()) keys.add(stem);
  for (const stem of text.joins.keys()) keys.add(stem);
}

/** For each word of a term, the keys under which it may stand: itself, or joined to a neighbour. */
function textChoices(query: TextTerm): string[][] {
  if (query.form === 'prefix') return [[prefixKey(query.text)]];
  const words = analyse(query.text).words;
  const implied = words.length > 1 && query.form !== 'literal' ? [wholeStem(words)] : [];
  return words.map((word, place) => {
    if (query.form !== 'word') return [word.stem, ...implied];
    const before = words[place - 1];
    const after = words[place + 1];
    return [
      word.stem,
      ...implied,
      ...(before ? [joined(before.folded, word.folded)] : []),
      ...(after ? [joined(word.folded, after.folded)] : []),
    ];
  });
}

function factAnchors({ field, text }: FactTerm): string[] {
  const family = foldedNameWords(text).at(-1);
  if (field === 'author') return family ? [`author:${family}`] : [];
  if (field === 'category') return [`category:${archiveOf(text)}`];
  if (field === 'has') return [];
  const [word, next] = analyse(text).words;
  if (!word) return [];
  return [`fact:${word.stem}`, ...(next ? [`fact:${joined(word.folded, next.folded)}`] : [])];
}

function archiveOf(category: string): string {
  return category.toLowerCase().split('.')[0] ?? '';
}

function andChoices(
  parts: readonly Query[],
  rarity: (key: string) => number,
): (readonly string[])[] {
  return parts.map((part, place) => {
    const joins = [joinedKey(parts[place - 1], part), joinedKey(part, parts[place + 1])];
    const anchors = anchorsOf(part, rarity);
    return anchors.length === 0 ? [] : [...anchors, ...joins.filter((key) => key !== undefined)];
  });
}

function joinedKey(one: Query | undefined, other: Query | undefined): string | undefined {
  if (one?.kind !== 'text' || other?.kind !== 'text' || one.field !== other.field) return undefined;
  if (one.form !== 'word' || other.form !== 'word') return undefined;
  return joined(one.text.replaceAll('-', ''), other.text.replaceAll('-', ''));
}

function rarest(
  choices: readonly (readonly string[])[],
  rarity: (key: string) => number,
): readonly string[] {
  const worst = (keys: readonly string[]) => Math.min(...keys.map(rarity));
  return choices
    .filter((keys) => keys.length > 0)
    .reduce<readonly string[]>((best, keys) => {
      if (best.length === 0) return keys;
      return worst(keys) > worst(best) ? keys : best;
    }, []);
}

function allOrNone(sides: readonly (readonly string[])[]): string[] {
  return sides.every((side) => side.length > 0) ? sides.flat() : [];
}
