/** One token of a typed query, with its place in the text. */
export type Token =
  | Sign
  | { readonly kind: 'word' | 'phrase' | 'field'; readonly text: string; readonly position: number }
  | Comparison;

/** A mark or an operator: a minus, a parenthesis, OR, AND, NOT, or the = of a literal. */
export interface Sign {
  readonly kind: 'minus' | 'or' | 'and' | 'not' | 'open' | 'close' | 'literal';
  readonly text: string;
  readonly position: number;
}

/** "upvotes >= 20". */
export interface Comparison {
  readonly kind: 'comparison';
  /** As typed: "upvotes >= 20". */
  readonly text: string;
  readonly field: string;
  readonly operator: string;
  /** As typed; it may be no number. */
  readonly value: string;
  /** True when the value stands first: "20 <= upvotes". */
  readonly turned: boolean;
  readonly position: number;
}
