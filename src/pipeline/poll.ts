import PQueue from 'p-queue';
import type { Source } from '../core/source.ts';
import { type IngestDeps, type IngestReport, ingest } from './ingest.ts';

/** How many sources are read side by side; each source paces its own requests. */
const SOURCES_AT_ONCE = 8;

export interface PollEvents {
  /** Called as each source is done. */
  readonly onSource: (report: IngestReport, done: number) => void;
}

/** Reads every source once. None of them stops the others. */
export async function pollSources(
  sources: readonly Source[],
  deps: IngestDeps,
  events: PollEvents,
  signal: AbortSignal,
): Promise<IngestReport[]> {
  const pool = new PQueue({ concurrency: SOURCES_AT_ONCE });
  let done = 0;
  return pool.addAll(
    sources.map((source) => async () => {
      const report = await ingest(source, deps, signal);
      done++;
      events.onSource(report, done);
      return report;
    }),
  );
}
