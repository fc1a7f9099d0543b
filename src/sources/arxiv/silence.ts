import { dayOf, describeDay, expectedBatch, isWeekend } from './calendar.ts';
import type { State } from './state.ts';

type Known = Pick<State, 'lastBatch' | 'firstSeenOn' | 'empty'>;

const WEEKEND = 'arXiv announces nothing on Saturdays and Sundays.';

/** Why a category's feed brings nothing new, in one sentence; null when it does, or did already. */
export function silenceOf(category: string, state: Known, now: Date): string | null {
  if (isStale(state, now)) return stale(category, state, now);
  if (isWeekend(dayOf(now)) || (state.empty && isWeekend(state.lastBatch))) return WEEKEND;
  if (!state.empty) return null;
  return `arXiv announced nothing in ${category} on ${describeDay(state.lastBatch)}, probably a holiday.`;
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
