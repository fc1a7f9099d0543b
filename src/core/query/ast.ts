/** Where a text term is looked for; "any" is title, abstract and keywords. */
export type TextField = 'any' | 'title' | 'abstract' | 'keyword';

/**
 * word: whatever its case, number and spelling, and by its abbreviation; literal: only its own
 * letters and number; phrase: words side by side, exact but for case and accents; prefix: the
 * beginning of a word.
 */
export type TextForm = 'word' | 'literal' | 'phrase' | 'prefix';

export interface TextTerm {
  readonly kind: 'text';
  readonly field: TextField;
  readonly form: TextForm;
  readonly text: string;
}

/** Something that a listing says about a paper, apart from its texts. */
export type FactField = 'author' | 'category' | 'source' | 'org' | 'has';

export interface FactTerm {
  readonly kind: 'fact';
  readonly field: FactField;
  readonly text: string;
}

export type CountField = 'upvotes' | 'comments';

/** A count that goes on changing for days after the listing. */
export interface Threshold {
  readonly kind: 'threshold';
  readonly field: CountField;
  readonly operator: '>=' | '<=' | '=';
  readonly value: number;
}

export type Term = TextTerm | FactTerm | Threshold;

/** What is subscribed to. */
export type Query =
  | Term
  | { readonly kind: 'and'; readonly of: readonly Query[] }
  | { readonly kind: 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query };

/** A query that can't be read: where, and what to write instead. */
export class QueryError extends Error {
  /** Where in the typed text, counted in UTF-16 units from 0. */
  readonly position: number;
  /** True when no single place is wrong, but the query as a whole; its position is 0 then. */
  readonly whole: boolean;

  constructor(message: string, position: number | 'whole') {
    super(message);
    this.name = 'QueryError';
    this.whole = position === 'whole';
    this.position = position === 'whole' ? 0 : position;
  }
}

/** The terms of a query, whether asked for or excluded, in their order. */
export function termsOf(query: Query): Term[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.flatMap(termsOf);
    case 'not':
      return termsOf(query.of);
    default:
      return [query];
  }
}
