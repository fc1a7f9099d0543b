/** How a trap went. */
export interface Score {
  readonly query: string;
  /** Papers found. */
  readonly found: number;
  /** Papers that look alike, and must not be found. */
  readonly alike: number;
  /** Shares of 1. */
  readonly precision: number;
  readonly recall: number;
}

/** Writes the scores as a table to standard output. */
export function printScores(scores: readonly Score[]): void {
  const rows = scores.map(({ query, found, alike, precision, recall }) =>
    row(query, `${found}`, `${alike}`, precision.toFixed(3), recall.toFixed(3)),
  );
  const head = row('query', 'found', 'alike', 'precision', 'recall');
  process.stdout.write(`\n${[head, ...rows].join('\n')}\n`);
}

function row(query: string, ...numbers: readonly string[]): string {
  return query.padEnd(52) + numbers.map((number) => number.padStart(10)).join('');
}
