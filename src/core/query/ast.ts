/**
 * What is subscribed to. A word matches whatever its case and number; a phrase is exact but for
 * case and accents, and its words stand side by side.
 */
export type Query =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'phrase'; readonly text: string }
  | { readonly kind: 'and'; readonly of: readonly Query[] }
  | { readonly kind: 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query };

/** A query that can't be read: where, and what to write instead. */
export class QueryError extends Error {
  /** Where in the typed text, counted in UTF-16 units from 0. */
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.name = 'QueryError';
    this.position = position;
  }
}
