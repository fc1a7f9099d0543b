import type { Listing } from '../../core/paper.ts';
import type { FetchRequest, FetchResult, Source } from '../../core/source.ts';
import { SourceError } from '../../core/source.ts';
import type { Log } from '../../lib/log.ts';
import { type Client, type ClientOptions, createClient } from './client.ts';
import { dayOf, daysToRead, isWeekend } from './days.ts';
import { parseItem, SOURCE_NAME } from './parse.ts';

export type HuggingFaceOptions = ClientOptions;

/** One day's listings. */
interface Day {
  readonly day: string;
  readonly listings: readonly Listing[];
}

/**
 * Hugging Face Daily Papers. It keeps no state: each fetch reads the last three days anew (more
 * after a longer absence), because papers are added late and votes go on rising.
 */
export function createHuggingFace(options: HuggingFaceOptions): Source {
  const client = createClient(options);
  return {
    name: SOURCE_NAME,
    async fetch(request, signal) {
      const days: Day[] = [];
      for (const day of daysToRead(request.since, request.now)) {
        const listings = await readDay({ client, log: options.log, day, request, signal });
        days.push({ day, listings });
      }
      return toResult(days);
    },
  };
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

function toResult(days: readonly Day[]): FetchResult {
  const listings = uniqueByEntry(days.flatMap((it) => it.listings));
  return { listings, state: null, silence: silenceOf(days, listings.length) };
}

/** A paper listed on two days counts once, by its latest day. */
function uniqueByEntry(listings: readonly Listing[]): Listing[] {
  const first = new Map<string, Listing>();
  for (const it of listings) if (!first.has(it.entryId)) first.set(it.entryId, it);
  return [...first.values()];
}

function silenceOf(days: readonly Day[], count: number): string | null {
  const [today] = days;
  const oldest = days.at(-1);
  if (today?.listings.length === 0 && isWeekend(today.day)) {
    return 'Hugging Face lists no papers on Saturdays and Sundays.';
  }
  return count === 0 && oldest ? `Hugging Face has listed no papers since ${oldest.day}.` : null;
}
