import { z } from 'zod';
import type { JsonValue } from '../../core/source.ts';
import { validatorsSchema } from '../conditional.ts';
import type { Batch } from './batch.ts';
import { batchesBetween, type Day, dayOf, daysBefore } from './calendar.ts';

/** Older batches are not recovered: they are no news any more. */
const MOST_DAYS_BACK = 14;

const gapSchema = z.object({
  /** First and last batch that were missed. */
  from: z.string(),
  to: z.string(),
  /** The API is not asked before this time (ISO 8601); null: at once. */
  notBefore: z.string().nullable(),
});

const stateSchema = z.object({
  validators: validatorsSchema.nullable().catch(null),
  /** The latest batch that was read, empty ones included. */
  lastBatch: z.string(),
  /** Stands for the ids in the feed: the same ids have the same fingerprint. */
  fingerprint: z.string(),
  /** The day on which these ids were first seen: a feed's own date can lag behind. */
  firstSeenOn: z.string(),
  empty: z.boolean(),
  gap: gapSchema.nullable(),
});

export type Gap = z.infer<typeof gapSchema>;
export type State = z.infer<typeof stateSchema>;

/** The state of the last fetch; null at the first, and when it is of no use. */
export function readState(value: JsonValue): State | null {
  return stateSchema.nullable().catch(null).parse(value);
}

/** What is known after reading a batch. Batches between the last one and this one form a gap. */
export function advance(before: State | null, batch: Batch, now: Date): Omit<State, 'validators'> {
  const newer = before === null || batch.day > before.lastBatch;
  const same = before !== null && before.fingerprint === batch.fingerprint;
  const firstSeenOn = before === null ? batch.day : dayOf(now);
  return {
    lastBatch: newer ? batch.day : before.lastBatch,
    fingerprint: batch.fingerprint,
    firstSeenOn: same ? before.firstSeenOn : firstSeenOn,
    empty: batch.empty,
    gap: before === null ? null : widen(before.gap, missed(before.lastBatch, batch.day, now)),
  };
}

function missed(lastBatch: Day, batch: Day, now: Date): Day[] {
  return batchesBetween(lastBatch, batch, daysBefore(dayOf(now), MOST_DAYS_BACK));
}

function widen(gap: Gap | null, missing: readonly Day[]): Gap | null {
  const [first] = missing;
  const last = missing.at(-1);
  if (first === undefined || last === undefined) return gap;
  return { from: gap?.from ?? first, to: last, notBefore: gap?.notBefore ?? null };
}
