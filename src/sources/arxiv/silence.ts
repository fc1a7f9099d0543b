import type { Explanation } from '../../core/source.ts';
import { dayOf, describeDay, expectedBatch, isWeekend } from './calendar.ts';
import type { State } from './state.ts';

type Known = Pick<State, 'lastBatch' | 'firstSeenOn' | 'empty'>;

const WEEKEND: Explanation = {
  reason: 'arXiv announces nothing on Saturdays and Sundays.',
  expected: true,
};

/** Why a category's feed brings nothing new; null when it does, or did already. */
export function silenceOf(category: string, state: Known, now: Date): Explanation | null {
  if (isStale(state, now)) return { reason: stale(category, state, now), expected: false };
  if (isWeekend(dayOf(now)) || (state.empty && isWeekend(state.lastBatch))) return WEEKEND;
  if (!state.empty) return null;
  const day = describeDay(state.lastBatch);
  const reason = `arXiv announced nothing in ${category} on ${day}, probably a holiday.`;
  return { reason, expected: true };
}

/** Stale: no batch of the day that should be there by now, and no ids that are new since then. */
function isStale({ lastBatch, firstSeenOn }: Known, now: Date): boolean {
  const due = expectedBatch(now);
  return lastBatch < due && firstSeenOn < due;
}

function stale(category: string, state: Known, now: Date): string {
  const still = state.empty && isWeekend(state.lastBatch) ? 'the empty one of' : 'of';
  const reason = still === 'of' ? '' : ' (arXiv announces nothing on Saturdays and Sundays)';
  return `arXiv's feed of ${category} is stale: it is still ${still} ${describeDay(state.lastBatch)}${reason}, though a new one was due on ${describeDay(expectedBatch(now))}.`;
}
