/** Where a search word stands. */
export type SearchField = 'words' | 'authors' | 'facts';

/** What a full-text index can answer of a query: more papers than match, but never fewer. */
export type Search =
  | {
      readonly kind: 'word';
      readonly field: SearchField;
      readonly word: string;
      readonly prefix: boolean;
    }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Search[] };
