/** Each engine is timed this often, in turn with the others; the middle one counts. */
const ROUNDS = 5;

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** How long some work took, in milliseconds, and what came of it. */
export function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

/** Something to be timed: reads all papers and gives the number of hits. */
export interface Contestant {
  readonly name: string;
  run(): number;
}

/** Times contestants in turn, so that a busy minute hits them all. Prints a table. */
export function race(papers: number, contestants: readonly Contestant[]): void {
  const rounds = Array.from({ length: ROUNDS }, () =>
    contestants.map((it) => timed(() => it.run())),
  );
  print('| engine | papers a second | µs a paper | hits a paper |\n| --- | --- | --- | --- |');
  for (const [place, { name }] of contestants.entries()) {
    const ms = middle(rounds.map((round) => round[place]?.ms ?? 0));
    const hits = rounds[0]?.[place]?.result ?? 0;
    const rate = Math.round(papers / (ms / 1_000)).toLocaleString('en');
    print(`| ${name} | ${rate} | ${toMicros(ms / papers)} | ${(hits / papers).toFixed(1)} |`);
  }
}

/** Milliseconds as whole microseconds. */
export function toMicros(ms: number): string {
  return Math.round(ms * 1_000).toLocaleString('en');
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
