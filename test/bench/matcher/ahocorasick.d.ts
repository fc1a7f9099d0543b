declare module 'ahocorasick' {
  /** Aho and Corasick's automaton; ends of hits with all keywords that end there. */
  export default class AhoCorasick {
    constructor(keywords: string[]);
    search(text: string): [last: number, keywords: string[]][];
  }
}
