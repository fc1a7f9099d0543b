import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAbbreviations } from '../../src/core/matching/abbreviations.ts';
import {
  type AnalysedPaper,
  analysePaper,
  type MatchablePaper,
} from '../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import { QueryError } from '../../src/core/query/ast.ts';
import { queryKey } from '../../src/core/query/format.ts';
import { splitQueries } from '../../src/core/query/list.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { makeAnalysed } from '../support/papers.ts';
import { codesIn, type Row, rowsUnder } from './tables.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/queries.md'), 'utf8');

/** How the page writes what a paper has apart from its title. */
const FACTS: Readonly<Record<string, (value: string) => Partial<MatchablePaper>>> = {
  abstract: (abstract) => ({ abstract }),
  keyword: (keyword) => ({ keywords: [keyword] }),
  author: (author) => ({ authors: [author] }),
  category: (category) => ({ categories: [category] }),
  source: (source) => ({ sources: [source] }),
  org: (organization) => ({ organization }),
  code: () => ({ codeUrl: 'https://example.org/code' }),
  project: () => ({ projectUrl: 'https://example.org/project' }),
  upvotes: (count) => ({ upvotes: Number(count) }),
  comments: (count) => ({ comments: Number(count) }),
};

const abbreviations = createAbbreviations();
abbreviations.learn([{ short: 'GRPO', long: 'group relative policy optimization', papers: 3 }]);

/** The papers of a cell: "Diffusion, upvotes: 25; keyword: grpo" is two. */
function papersIn(cell: string): [string, AnalysedPaper][] {
  return cell.split(/;\s+/).map((text) => [text, paperOf(text)]);
}

/** "Diffusion, upvotes: 25" is a title and a fact; "keyword: grpo" is a fact alone. */
function paperOf(text: string): AnalysedPaper {
  const [, title = '', name = '', value = ''] = /^(?:(.*), )?([a-z]+): (.*)$/.exec(text) ?? [];
  const fact = FACTS[name];
  if (name !== '' && !fact) throw new Error(`No paper has a ${name}: ${text}`);
  const values = fact ? { title, ...fact(value) } : { title: text };
  return analysePaper(makeAnalysed(values).paper, abbreviations.expand);
}

function finds(code: string, paper: AnalysedPaper): boolean {
  const [query = ''] = codesIn(code);
  return compileQuery(parseQuery(query))(paper) !== null;
}

function errorOf(query: string): QueryError {
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${query} can be read.`);
}

const run = new Set<string>();

/** Runs a test on each row; a table that has vanished from the page is a failure. */
function each(head: string, test: (cells: Row) => void): void {
  const rows = rowsUnder(PAGE, head);
  run.add(`| ${head} |`);
  it(`has examples: ${head}`, () => expect(rows.length).toBeGreaterThan(0));
  it.each(rows.map((row) => [row.join(' | '), row] as const))('%s', (_, row) => test(row));
}

describe('docs/queries.md', () => {
  each('You write | It finds | It does not find', ([query, found, notFound]) => {
    for (const [text, paper] of papersIn(found)) expect(finds(query, paper), text).toBe(true);
    for (const [text, paper] of papersIn(notFound)) expect(finds(query, paper), text).toBe(false);
  });

  each('You write | The channel follows', ([typed, queries]) => {
    expect(codesIn(typed).flatMap(splitQueries)).toEqual(codesIn(queries));
  });

  each('You write | The same as', (cells) => {
    const [one, other] = cells.flatMap(codesIn).map((query) => queryKey(parseQuery(query)));
    expect(one).toBe(other);
  });

  each('You write | At character | The answer', ([typed, character, answer]) => {
    const error = errorOf(codesIn(typed)[0] ?? '');
    const place = error.whole ? 'all' : `${error.position + 1}`;
    expect([place, error.message]).toEqual([character, answer]);
  });

  each('You write | It finds this, too | Better', ([query, text, better]) => {
    expect(finds(query, paperOf(text))).toBe(true);
    expect(finds(better, paperOf(text))).toBe(false);
  });

  each('You write | It misses | Better', ([query, text, better]) => {
    expect(finds(query, paperOf(text))).toBe(false);
    expect(finds(better, paperOf(text))).toBe(true);
  });

  it('has no table that this test does not run', () => {
    const heads = PAGE.split('\n').filter((_, at, lines) => /^\| ---/.test(lines[at + 1] ?? ''));
    expect(heads.filter((head) => !run.has(head))).toEqual([]);
  });
});
