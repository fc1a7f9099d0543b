import { count } from '../core/card.ts';
import { sourceLabel } from '../core/paper.ts';
import type { IngestReport } from '../pipeline/ingest.ts';

/** "Hugging Face: 47 listings", or why there are none. */
export function reportLine(report: IngestReport): string {
  const what =
    report.outcome === 'read' ? count(report.listings, 'listing') : (report.reason ?? '');
  const why = report.outcome === 'read' && report.reason ? ` (${report.reason})` : '';
  const resting = report.outcome === 'resting' ? 'resting after a failure. ' : '';
  return `${sourceLabel(report.source)}: ${resting}${what}${why}`;
}

/** True when there are sources and nothing at all answered. */
export function isOffline(reports: readonly IngestReport[]): boolean {
  return reports.length > 0 && reports.every((it) => it.outcome !== 'read' && !it.reached);
}
