import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fillEverything } from '../support/filled.ts';
import { servePages } from '../support/page.ts';

const TOKEN = 'correct-horse-battery-staple';
const docs = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('/metrics', () => {
  it('tells Prometheus what is stored', async () => {
    const pages = await servePages({ METRICS: 'true', PAGE: 'false' });
    await fillEverything(pages.storage, 3);
    const status = await pages.storage.sources.get('hugging-face');
    const read = { lastSuccessAt: new Date('2026-11-24T09:00:00Z'), failures: 2 };
    await pages.storage.sources.save({ ...status, ...read });
    pages.at('2026-11-24T10:05:00Z');
    const response = await pages.get('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    for (const line of [
      'paper_route_papers 3',
      'paper_route_subscriptions 2',
      'paper_route_channels_paused 1',
      'paper_route_deliveries_pending 2',
      'paper_route_deliveries_failed 2',
      'paper_route_delivery_waiting_seconds 300',
      'paper_route_today{what="posts"} 2',
      'paper_route_source_failures{source="hugging-face"} 2',
      'paper_route_source_last_success_timestamp_seconds{source="hugging-face"} 1795510800',
      'paper_route_source_silent{source="arxiv:cs.LG"} 0',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('is for the operator unless it is open', async () => {
    const pages = await servePages({ ADMIN_TOKEN: TOKEN });
    expect((await pages.get('/metrics')).status).toBe(401);
    expect((await pages.get('/metrics', { authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
    expect((await pages.get('/metrics', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it.each(['alerts.yml', 'grafana-dashboard.json'])(
    'has all that docs/%s asks for',
    async (name) => {
      const pages = await servePages({ METRICS: 'true' });
      await fillEverything(pages.storage, 3);
      const text = await pages.text('/metrics');
      const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map((it) => it[1]));
      const asked = docs(name).match(/\b(?:paper_route|process|nodejs)_[a-z0-9_]+/g) ?? [];
      expect(asked.length).toBeGreaterThan(5);
      expect(asked.filter((it) => !known.has(it))).toEqual([]);
    },
  );

  it('has alerts that say what to do', () => {
    const { groups } = parse(docs('alerts.yml')) as {
      groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
    };
    for (const rule of groups.flatMap((it) => it.rules)) {
      expect(rule.expr, rule.alert).toBeTruthy();
      expect(rule.annotations.summary, rule.alert).toMatch(/\w+.*\./);
    }
  });
});
