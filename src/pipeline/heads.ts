import type { Outbox, Unsettled } from '../core/outbox.ts';
import type { Clock } from '../lib/clock.ts';

/** So many deliveries are read at a time; ours. */
const PAGE = 1_000;

/**
 * The first unsettled delivery of each channel, in the order of their making, a page at a time.
 * @param open the platforms that are still of interest; asked before each page.
 */
export async function* headsOf(
  outbox: Outbox,
  open: () => readonly string[],
  now: Clock,
): AsyncGenerator<Unsettled[]> {
  const seen = new Set<number>();
  let page: Unsettled[] = [];
  do {
    const platforms = open();
    if (platforms.length === 0) return;
    page = await outbox.listUnsettled(platforms, page.at(-1)?.seq ?? 0, PAGE, now());
    yield page.filter(({ channelId }) => !seen.has(channelId) && seen.add(channelId));
  } while (page.length === PAGE);
}
