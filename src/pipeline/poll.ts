import PQueue from 'p-queue';
import type { Source } from '../core/source.ts';
import { type IngestDeps, type IngestReport, ingest } from './ingest.ts';

/** Reads all sources when asked to. */
export interface Poller {
  /** Reads every source once; a poll under way is joined, not doubled. None stops the others. */
  poll(): Promise<IngestReport[]>;
  /** Lets go of the requests under way; what was received is stored. */
  stop(): Promise<void>;
}

export interface PollerDeps extends IngestDeps {
  readonly sources: readonly Source[];
  /** Called as each source is done, with how many are. */
  readonly onSource: (report: IngestReport, done: number) => void;
}

/** How many sources are read side by side; each source paces its own requests. */
const SOURCES_AT_ONCE = 8;

export function createPoller(deps: PollerDeps): Poller {
  const stopping = new AbortController();
  let underWay: Promise<IngestReport[]> | null = null;

  async function readAll(): Promise<IngestReport[]> {
    const pool = new PQueue({ concurrency: SOURCES_AT_ONCE });
    let done = 0;
    return pool.addAll(
      deps.sources.map((source) => async () => {
        const report = await ingest(source, deps, stopping.signal);
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
    stop: async () => {
      stopping.abort();
      await underWay;
    },
  };
}
