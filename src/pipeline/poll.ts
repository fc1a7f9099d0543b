import PQueue from 'p-queue';
import type { Source } from '../core/source.ts';
import { type IngestDeps, type IngestReport, ingest } from './ingest.ts';

/** Reads all sources when asked to. */
export interface Poller {
  /** Reads every source once; a poll under way is joined, not doubled. None stops the others. */
  poll(): Promise<IngestReport[]>;
  /** Reads one source now; a reading of it under way is joined. */
  read(source: Source): Promise<IngestReport>;
  /** Aborted by a stop. */
  readonly stopping: AbortSignal;
  /** Lets go of the requests under way; what was received is stored. */
  stop(): Promise<void>;
}

export interface PollerDeps extends IngestDeps {
  /** The sources as there are at the beginning of a poll. */
  readonly sources: () => Promise<readonly Source[]>;
  /** Called as each source is done, with how many are. */
  readonly onSource: (report: IngestReport, done: number) => void;
}

/** How many sources are read side by side; each source paces its own requests. */
const SOURCES_AT_ONCE = 8;

export function createPoller(deps: PollerDeps): Poller {
  const stopping = new AbortController();
  const reading = new Map<string, Promise<IngestReport>>();
  let underWay: Promise<IngestReport[]> | null = null;

  function read(source: Source): Promise<IngestReport> {
    const begun = reading.get(source.name);
    if (begun) return begun;
    const report = ingest(source, deps, stopping.signal).finally(() => reading.delete(source.name));
    reading.set(source.name, report);
    return report;
  }

  async function readAll(): Promise<IngestReport[]> {
    const pool = new PQueue({ concurrency: SOURCES_AT_ONCE });
    let done = 0;
    return pool.addAll(
      (await deps.sources()).map((source) => async () => {
        const report = await read(source);
        done++;
        deps.onSource(report, done);
        return report;
      }),
    );
  }

  return {
    poll: () => {
      underWay ??= readAll().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    read,
    stopping: stopping.signal,
    stop: async () => {
      stopping.abort();
      await underWay;
      await Promise.all(reading.values());
    },
  };
}
