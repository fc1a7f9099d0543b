import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Search, SearchField } from '../core/search.ts';
import { isPostgres } from './engine.ts';

/** The words of a paper as core/matching/search.ts gives them. */
export type PaperWords = Readonly<Record<SearchField, readonly string[]>>;

/** A row of paper_words. */
export interface WordRow {
  readonly rowid: number;
  readonly words: PaperWords;
}

/** A full-text index of words that are found as they are: SQLite's FTS5, or PostgreSQL's tsvector. */
interface WordIndex {
  create(db: Kysely<unknown>): Promise<void>;
  insert(db: Kysely<unknown>, rows: readonly WordRow[]): Promise<void>;
  /** A condition on a row of paper_words. */
  holds(search: Search): RawBuilder<boolean>;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever its schema.
type Database = Kysely<any>;

/** Makes the table paper_words with its index. */
export async function createWordIndex(db: Database): Promise<void> {
  await indexOf(db).create(db);
}

/** Adds the words of papers, at least one. */
export async function insertWords(db: Database, rows: readonly WordRow[]): Promise<void> {
  await indexOf(db).insert(db, rows);
}

/** True of the papers that a search finds. */
export function holdsWords(db: Database, search: Search): RawBuilder<boolean> {
  return indexOf(db).holds(search);
}

function indexOf(db: Database): WordIndex {
  return isPostgres(db) ? TSVECTOR : FTS5;
}

async function insertAll(
  db: Database,
  rows: readonly WordRow[],
  stored: (words: readonly string[]) => RawBuilder<unknown>,
): Promise<void> {
  const values = rows.map(
    ({ rowid, words: { words, authors, facts } }) =>
      sql`(${rowid}, ${stored(words)}, ${stored(authors)}, ${stored(facts)})`,
  );
  await sql`insert into paper_words (rowid, words, authors, facts) values ${sql.join(values)}`.execute(
    db,
  );
}

const FTS5: WordIndex = {
  async create(db) {
    await sql`create virtual table paper_words using fts5(words, authors, facts, tokenize = 'unicode61 remove_diacritics 0')`.execute(
      db,
    );
  },

  async insert(db, rows) {
    await insertAll(db, rows, (words) => sql`${forFts5(words)}`);
  },

  holds: (search) => sql`paper_words match ${matchExpression(search)}`,
};

/** https://sqlite.org/fts5.html#full_text_query_syntax */
function matchExpression(search: Search): string {
  if (search.kind === 'word')
    return `${search.field} : "${wordForFts5(search.word)}"${search.prefix ? '*' : ''}`;
  const operator = search.kind === 'all' ? ' AND ' : ' OR ';
  return `(${search.of.map(matchExpression).join(operator)})`;
}

function forFts5(words: readonly string[]): string {
  return words.map(wordForFts5).join(' ');
}

/** FTS5's tokenizer would cut a word at these signs. */
function wordForFts5(word: string): string {
  return word.replaceAll('+', 'plus').replaceAll('#', 'sharp').replaceAll("'", '');
}

const TSVECTOR: WordIndex = {
  async create(db) {
    await sql`create table paper_words (rowid bigint primary key, words tsvector not null, authors tsvector not null, facts tsvector not null)`.execute(
      db,
    );
    for (const field of ['words', 'authors', 'facts'])
      await sql`create index ${sql.id(`paper_words_${field}`)} on paper_words using gin (${sql.id(field)})`.execute(
        db,
      );
  },

  async insert(db, rows) {
    await insertAll(db, rows, vector);
  },

  holds,
};

function holds(search: Search): RawBuilder<boolean> {
  if (search.kind === 'word')
    return sql`${sql.ref(search.field)} @@ ${lexeme(search.word, search.prefix)}::tsquery`;
  const operator = search.kind === 'all' ? sql` and ` : sql` or `;
  return sql`(${sql.join(search.of.map(holds), operator)})`;
}

/** https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY */
function lexeme(word: string, prefix: boolean): string {
  const quoted = wordForTsvector(word).replace(/['\\]/g, '$&$&');
  return `'${quoted}'${prefix ? ':*' : ''}`;
}

function vector(words: readonly string[]): RawBuilder<unknown> {
  const distinct = new Set(words.map(wordForTsvector).filter((word) => word !== ''));
  return sql`array_to_tsvector(${[...distinct]}::text[])`;
}

/** PostgreSQL takes lexemes of up to 2 kB: https://www.postgresql.org/docs/current/textsearch-limitations.html */
const LONGEST_LEXEME = 500;

function wordForTsvector(word: string): string {
  return word.slice(0, LONGEST_LEXEME).toWellFormed();
}
