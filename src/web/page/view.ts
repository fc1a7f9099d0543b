import type { HtmlEscapedString } from 'hono/utils/html';
import type { Abbreviations } from '../../core/matching/abbreviations.ts';
import type { DailySchedule } from '../../core/schedule.ts';
import type { Stores } from '../../core/stores.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Readers } from '../../pipeline/readers.ts';
import type { Summaries } from '../../pipeline/summaries.ts';
import type { Visitors } from '../visitors.ts';

/** A piece of HTML, escaped already. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What the page needs of the program. */
export interface PageDeps {
  readonly storage: Stores;
  readonly abbreviations: Abbreviations;
  readonly summaries: Summaries;
  /** Of all sources, as they are at present. */
  readonly sourceNames: () => readonly string[];
  /** Where the program is reached; null where each request tells. */
  readonly publicUrl: string | null;
  readonly visitors: Visitors;
  /** Who gets papers by mail; null where no mail server is set up. */
  readonly readers: Readers | null;
  /** When digests come where nobody says otherwise. */
  readonly digest: DailySchedule;
  readonly now: Clock;
  readonly log: Log;
}
