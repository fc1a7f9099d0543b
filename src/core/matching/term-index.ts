import type { Term, TextField } from '../query/ast.ts';
import { formatTerm } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { commonness } from './commonness.ts';
import { type CompiledTerm, compileTerm } from './evaluate.ts';
import type { Evidence } from './evidence.ts';

import { createKeyedTerms } from './keyed-terms.ts';
import { createStamps } from './stamps.ts';
import type { AnalysedText } from './text.ts';
import { createTextTerms } from './text-terms.ts';

/** All terms of all queries, each once and with an id: given a paper, which of them does it have? */
export interface TermIndex {
  /** The id of a term, which is used once more. No other term ever has it. */
  take(term: Term): number;
  /** Takes one use back; a term without uses is forgotten. */
  drop(id: number): void;
  /** How common it is among papers, roughly. */
  commonness(id: number): number;
  /** Reads a paper. Gives the ids of its terms, each once, in no order. */
  read(paper: AnalysedPaper): readonly number[];
  /** True of the terms that the paper read last has. */
  has(id: number): boolean;
  /** Where a term stands in a paper. */
  find(id: number, paper: AnalysedPaper): Evidence | undefined;
}

interface IndexedTerm {
  readonly id: number;
  readonly term: Term;
  /** Where it may stand; 0 for what is no text. */
  readonly fields: number;
  /** How many queries have it, counted as often as they do. */
  uses: number;
  /** Made when it is first needed. */
  compiled: CompiledTerm | null;
}

/** Fields as bits. */
const FIELDS: Readonly<Record<TextField, number>> = { title: 1, abstract: 2, keyword: 4, any: 7 };

/** Empty at first. */
export function createTermIndex(): TermIndex {
  const byName = new Map<string, IndexedTerm>();
  const byId: (IndexedTerm | undefined)[] = [];
  const textTerms = createTextTerms();
  const keyedTerms = createKeyedTerms();
  const seen = createStamps();

  function makeTerm(name: string, term: Term): IndexedTerm {
    const id = byId.length;
    const fields = term.kind === 'text' ? FIELDS[term.field] : 0;
    const it = { id, term, fields, uses: 0, compiled: null };
    byName.set(name, it);
    byId.push(it);
    register('add', it);
    return it;
  }

  function register(action: 'add' | 'remove', { term, id }: IndexedTerm): void {
    if (term.kind === 'text' && term.form !== 'prefix') textTerms[action](term, id);
    else keyedTerms[action](term, id);
  }

  function read(paper: AnalysedPaper): number[] {
    const present: number[] = [];
    const suspects = new Set<number>();
    const mark = (id: number) => {
      if (seen.mark(id)) present.push(id);
    };
    const readText = (text: AnalysedText, field: number) =>
      textTerms.read(
        text,
        (id) => ((byId[id]?.fields ?? 0) & field) !== 0 && mark(id),
        (id) => suspects.add(id),
      );
    readText(paper.title, FIELDS.title);
    readText(paper.abstract, FIELDS.abstract);
    for (const keyword of paper.keywords) readText(keyword, FIELDS.keyword);
    keyedTerms.read(paper, (id) => suspects.add(id));
    for (const id of suspects) if (find(id, paper)) mark(id);
    return present;
  }

  function find(id: number, paper: AnalysedPaper): Evidence | undefined {
    const it = byId[id];
    if (!it) return undefined;
    it.compiled ??= compileTerm(it.term);
    return it.compiled(paper);
  }

  return {
    take(term) {
      const name = formatTerm(term);
      const it = byName.get(name) ?? makeTerm(name, term);
      it.uses++;
      return it.id;
    },
    drop(id) {
      const it = byId[id];
      if (!it) return;
      it.uses--;
      if (it.uses > 0) return;
      byName.delete(formatTerm(it.term));
      byId[id] = undefined;
      register('remove', it);
    },
    commonness(id) {
      const it = byId[id];
      return it ? commonness(it.term) : 0;
    },
    find,
    read(paper) {
      seen.clear();
      return read(paper);
    },
    has: seen.has,
  };
}
