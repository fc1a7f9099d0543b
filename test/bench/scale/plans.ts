import { setTimeout as sleep } from 'node:timers/promises';

/** A statement as PostgreSQL carried it out. */
export interface Plan {
  readonly ms: number;
  readonly query: string;
  /** As EXPLAIN ANALYZE shows it. */
  readonly text: string;
}

/** What a server must be started with, so that it logs the plan of every statement of our programs. */
export const LOG_PLANS = [
  ...['shared_preload_libraries=auto_explain', 'log_line_prefix=@@', 'log_destination=stderr'],
  ...['auto_explain.log_analyze=on', 'auto_explain.log_timing=off'],
].flatMap((setting) => ['-c', setting]);

/** From here on, each statement is logged: https://www.postgresql.org/docs/current/auto-explain.html */
export const BEGIN_TO_LOG = [
  'alter system set auto_explain.log_min_duration = 0',
  'select pg_reload_conf()',
];

/** Reads plans from the log of a server. */
export function createPlanReader() {
  let log = '';
  return {
    hear(text: string): void {
      log += text;
    },
    /** The plans of the statements that a piece of work makes. */
    async plansOf(work: () => Promise<unknown>): Promise<Plan[]> {
      await sleep(LOG_MS);
      log = '';
      await work();
      await sleep(LOG_MS);
      return log.split('@@').flatMap(readPlan);
    },
  };
}

/** A server writes its log at once, and it comes through a pipe, in milliseconds. */
const LOG_MS = 300;

function readPlan(entry: string): Plan[] {
  const found = /^LOG:\s+duration: ([\d.]+) ms\s+plan:\s+Query Text: ([^\n]*)\n([\s\S]*)$/.exec(
    entry,
  );
  const [, ms, query = '', text = ''] = found ?? [];
  return found ? [{ ms: Number(ms), query, text: text.replace(/^\t/gm, '') }] : [];
}

/** Tables of millions that a plan reads from one end to the other. */
export function readWhole(plan: Plan): string[] {
  const scans = plan.text.matchAll(/Seq Scan on (?:public\.)?(\w+)/g);
  return [...scans].map(([, table = '']) => table).filter((table) => LARGE.includes(table));
}

const LARGE = ['matches', 'posts', 'deliveries', 'papers'];
