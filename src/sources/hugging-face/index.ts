import type { Listing } from '../../core/paper.ts';
import type { Explanation, FetchRequest, JsonValue, Source } from '../../core/source.ts';
import { SourceError } from '../../core/source.ts';
import type { Log } from '../../lib/log.ts';
import { type Client, type ClientOptions, createClient } from './client.ts';
import { dayOf, daysBack, daysToRead, isWeekend } from './days.ts';
import { parseItem, SOURCE_NAME } from './parse.ts';

export interface HuggingFaceOptions extends ClientOptions {
  /**
   * How many days back to read once a day, a request each, because votes go on rising; left out:
   * never further than the other fetches.
   */
  readonly archiveDays?: number;
}

/** One day's listings. */
interface Day {
  readonly day: string;
  readonly listings: readonly Listing[];
}

/**
 * Hugging Face Daily Papers. Each fetch reads the last three days anew (more after a longer
 * absence), because papers are added late; the first one of a day also reads the archive. The
 * state is the day on which that was done.
 */
export function createHuggingFace(options: HuggingFaceOptions): Source {
  const client = createClient(options);
  return {
    name: SOURCE_NAME,
    async fetch(request, signal) {
      const read = (day: string) => readDay({ client, log: options.log, day, request, signal });
      const recent = daysToRead(request.since, request.now);
      const days: Day[] = [];
      for (const day of recent) days.push({ day, listings: await read(day) });
      const archive = await readArchive(request, options, recent.length, read);
      return {
        listings: uniqueByEntry([...days, ...archive.days].flatMap((it) => it.listings)),
        state: archive.state,
        silence: silenceOf(days),
      };
    },
  };
}

interface Archive {
  readonly days: readonly Day[];
  /** The day on which all of it was last read. */
  readonly state: JsonValue;
}

/** Older days, once a day. When one can't be read, the rest waits for the next fetch. */
async function readArchive(
  { now, state }: FetchRequest,
  { archiveDays, log }: HuggingFaceOptions,
  alreadyRead: number,
  read: (day: string) => Promise<readonly Listing[]>,
): Promise<Archive> {
  const days: Day[] = [];
  if (!archiveDays || state === dayOf(now)) return { days, state };
  try {
    for (const day of daysBack(now, archiveDays).slice(alreadyRead))
      days.push({ day, listings: await read(day) });
    return { days, state: dayOf(now) };
  } catch (error) {
    log.warn({ err: error }, 'the archive of Hugging Face could not be read to its end');
    return { days, state };
  }
}

interface DayRequest {
  readonly client: Client;
  readonly log: Log;
  readonly day: string;
  readonly request: FetchRequest;
  readonly signal: AbortSignal;
}

async function readDay({ client, log, day, request, signal }: DayRequest): Promise<Listing[]> {
  const items = await client.readDay(day, { now: request.now, signal });
  if (items === null && day !== dayOf(request.now)) {
    const message = `Hugging Face refused the day ${day} (HTTP 400): check this machine's clock and HF_ENDPOINT.`;
    throw new SourceError(message, { reached: true });
  }
  const onBroken = (reason: string) => log.warn({ day, reason }, 'skipped a broken daily paper');
  return (items ?? []).map((item) => parseItem(item, onBroken)).filter((it) => it !== null);
}

/** A paper listed on two days counts once, by its latest day. */
function uniqueByEntry(listings: readonly Listing[]): Listing[] {
  const first = new Map<string, Listing>();
  for (const it of listings) if (!first.has(it.entryId)) first.set(it.entryId, it);
  return [...first.values()];
}

function silenceOf(days: readonly Day[]): Explanation | null {
  const [today] = days;
  const oldest = days.at(-1);
  if (today?.listings.length === 0 && isWeekend(today.day)) {
    return { reason: 'Hugging Face lists no papers on Saturdays and Sundays.', expected: true };
  }
  const isEmpty = days.every((it) => it.listings.length === 0);
  if (!isEmpty || !oldest) return null;
  return { reason: `Hugging Face has listed no papers since ${oldest.day}.`, expected: false };
}
