declare module 'lexrank.js' {
  interface Ranked {
    readonly weight: number;
    readonly text: string;
  }
  /** The sentences of each line of a text, with how central they are. */
  export default function lexrank(text: string): Ranked[][];
}
