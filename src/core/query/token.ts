/** One token of a typed query, with its place in the text. */
export interface Token {
  readonly kind: 'word' | 'phrase' | 'minus' | 'or' | 'and' | 'not' | 'open' | 'close';
  readonly text: string;
  readonly position: number;
}
