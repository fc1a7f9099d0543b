import type { Hono } from 'hono';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Counts } from '../../core/overview.ts';
import { silenceOf } from '../../core/silence.ts';
import type { Gate } from '../admin/gate.ts';
import type { PageDeps } from '../page/view.ts';

export interface MetricsDeps extends Pick<PageDeps, 'storage' | 'sourceNames' | 'now'> {
  readonly gate: Gate;
  /** True when anybody may read them. */
  readonly isOpen: boolean;
}

/** `/metrics` for Prometheus: what is in the database, the same in every process, and this process itself. */
export function addMetrics(app: Hono, deps: MetricsDeps): void {
  const { registry, collect } = createRegistry(deps);
  app.get('/metrics', async (c) => {
    if (!deps.isOpen && !(await deps.gate.isOperator(c)))
      return c.text(
        'For the operator: Authorization: Bearer with the token of ADMIN_TOKEN.\n',
        401,
        {
          'www-authenticate': 'Bearer',
        },
      );
    await collect();
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
}

const COUNTS: readonly [string, string, (counts: Counts) => number][] = [
  ['papers', 'Papers that are stored.', (it) => it.papers],
  ['channels', 'Channels that ever subscribed.', (it) => it.channels],
  ['channels_paused', 'Channels that their platform refuses.', (it) => it.paused],
  ['subscriptions', 'Subscriptions of all channels.', (it) => it.subscriptions],
  ['deliveries_pending', 'Deliveries that wait.', (it) => it.pending],
  ['deliveries_sending', 'Deliveries that are under way.', (it) => it.sending],
  ['deliveries_failed', 'Deliveries that were given up and wait for a person.', (it) => it.failed],
];

/** @returns the gauges, and what sets them to what is stored at present. */
function createRegistry({ storage, sourceNames, now }: MetricsDeps) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `paper_route_${name}`, help, labelNames, registers: [registry] });
  const counted = COUNTS.map(([name, help, of]) => [gauge(name, help), of] as const);
  const waiting = gauge(
    'delivery_waiting_seconds',
    'How long the oldest delivery has waited whose channel is not paused; 0 without one.',
  );
  const today = ['papers', 'matches', 'posts'] as const;
  const perDay = gauge('today', 'Papers seen, matches and posts since midnight in UTC.', ['what']);
  const success = gauge('source_last_success_timestamp_seconds', 'When a source was last read.', [
    'source',
  ]);
  const failures = gauge('source_failures', 'How many readings of a source have failed in a row.', [
    'source',
  ]);
  const silent = gauge(
    'source_silent',
    '1 when a source fails or lists nothing for longer than usual.',
    ['source'],
  );

  async function collect(): Promise<void> {
    const counts = await storage.overview.counts(now());
    for (const [it, of] of counted) it.set(of(counts));
    const since = counts.waitingSince?.getTime() ?? now().getTime();
    waiting.set((now().getTime() - since) / 1_000);
    const [day] = await storage.overview.days(now());
    for (const what of today) perDay.set({ what }, day?.[what] ?? 0);
    const names = sourceNames();
    const statuses = await Promise.all(names.map((name) => storage.sources.get(name)));
    for (const it of [success, failures, silent]) it.reset();
    for (const [place, status] of statuses.entries()) {
      const source = names[place] ?? '';
      if (status.lastSuccessAt) success.set({ source }, status.lastSuccessAt.getTime() / 1_000);
      failures.set({ source }, status.failures);
      silent.set({ source }, silenceOf(status, now()) ? 1 : 0);
    }
  }

  return { registry, collect };
}
