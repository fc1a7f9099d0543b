/** What happened, line by line, to follow a violation back. */
export interface Log {
  note(what: string, detail?: string): void;
  readonly lines: readonly string[];
}

/** @param now on the day's clock, in milliseconds. */
export function createTrace(now: () => number): Log {
  const lines: string[] = [];
  const started = performance.now();
  return {
    lines,
    note: (what, detail = '') => {
      const seconds = ((performance.now() - started) / 1_000).toFixed(3);
      lines.push(`${seconds} ${new Date(now()).toISOString()} ${what} ${detail}`.trimEnd());
    },
  };
}
