import type { Term, TextField } from '../query/ast.ts';
import { formatTerm } from '../query/format.ts';
import type { AnalysedPaper } from './analysed-paper.ts';
import { type CompiledTerm, compileTerm } from './evaluate.ts';
import { commonness, type Frequency } from './frequency.ts';
import { createKeyedTerms } from './keyed-terms.ts';
import type { AnalysedText } from './text.ts';
import { createTextTerms } from './text-terms.ts';

/** A term of any number of queries. */
export interface IndexedTerm {
  /** A small number, which no other term has while this one is in use. */
  readonly id: number;
  readonly term: Term;
  /** How many papers of a sample may have it, roughly. */
  readonly commonness: number;
  /** How many queries have it, counted as often as they do. */
  uses: number;
  /** Made when it is first needed. */
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

/** The compiled form of a term, kept for the next time. */
export function compiledOf(term: IndexedTerm): CompiledTerm {
  term.compiled ??= compileTerm(term.term);
  return term.compiled;
}

/** Fields as bits. */
const FIELDS: Readonly<Record<TextField, number>> = { title: 1, abstract: 2, keyword: 4, any: 7 };

/** @param frequency must answer the same for as long as the index lives. */
export function createTermIndex(frequency: Frequency): TermIndex {
  const byName = new Map<string, IndexedTerm>();
  const byId: (IndexedTerm | undefined)[] = [];
  const free: number[] = [];
  const textTerms = createTextTerms(frequency);
  const keyedTerms = createKeyedTerms();
  let marks = createMarks(1_024);
  let reading = 0;

  function makeTerm(name: string, term: Term): IndexedTerm {
    const id = free.pop() ?? byId.length;
    const rank = commonness(term, frequency);
    const it = { id, term, commonness: rank, uses: 0, compiled: null };
    byName.set(name, it);
    byId[id] = it;
    if (id >= marks.seen.length) marks = createMarks(id * 2, marks);
    marks.fields[id] = term.kind === 'text' ? FIELDS[term.field] : 0;
    register('add', it);
    return it;
  }

  function register(action: 'add' | 'remove', { term, id }: IndexedTerm): void {
    if (term.kind === 'text' && term.form !== 'prefix') textTerms[action](term, id);
    else keyedTerms[action](term, id);
  }

  function read(paper: AnalysedPaper): number[] {
    const { seen, fields } = marks;
    const present: number[] = [];
    const suspects = new Set<number>();
    const mark = (id: number) => {
      if (seen[id] === reading) return;
      seen[id] = reading;
      present.push(id);
    };
    const readText = (text: AnalysedText, field: number) =>
      textTerms.read(
        text,
        (id) => ((fields[id] ?? 0) & field) !== 0 && mark(id),
        (id) => suspects.add(id),
      );
    readText(paper.title, FIELDS.title);
    readText(paper.abstract, FIELDS.abstract);
    for (const keyword of paper.keywords) readText(keyword, FIELDS.keyword);
    keyedTerms.read(paper, (id) => suspects.add(id));
    for (const id of suspects) {
      const term = byId[id];
      if (term && compiledOf(term)(paper)) mark(id);
    }
    return present;
  }

  return {
    take(term) {
      const name = formatTerm(term);
      const it = byName.get(name) ?? makeTerm(name, term);
      it.uses++;
      return it;
    },
    drop(it) {
      it.uses--;
      if (it.uses > 0) return;
      byName.delete(formatTerm(it.term));
      byId[it.id] = undefined;
      free.push(it.id);
      register('remove', it);
    },
    read(paper) {
      reading++;
      return read(paper);
    },
    has: (id) => marks.seen[id] === reading,
  };
}

/** What is known of each term by its id: a table of numbers stays in the processor's cache. */
interface Marks {
  /** The number of the paper that had it last. */
  readonly seen: Uint32Array;
  readonly fields: Uint8Array;
}

function createMarks(size: number, before?: Marks): Marks {
  const marks = { seen: new Uint32Array(size), fields: new Uint8Array(size) };
  if (before) marks.seen.set(before.seen);
  if (before) marks.fields.set(before.fields);
  return marks;
}
